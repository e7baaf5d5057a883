// SPDX-License-Identifier: GPL-2.0-only
#include "reply/sheet.h"

#include "reply/wrap.h"

#define ROWS_MAX	10
#define NAME_MAX_WIDTH	20
#define NOTE_MAX	36	/* so that a row stays below 80 columns */
#define DAY		((int64_t)24 * 60 * 60)
#define FIX_AGE		(120 * DAY)

struct str sheet_short_id(struct arena *a, const git_oid *id)
{
	char hex[HEX_MAX];

	git_oid_tostr(hex, sizeof(hex), id);
	return str_printf(a, "%.12s", hex);
}

static enum branch_role role(const struct finding *row)
{
	return row->branch ? row->branch->role : BRANCH_OTHER;
}

const struct finding *sheet_main(const struct findings *f)
{
	const struct finding *found = NULL;

	for (size_t i = 0; i < f->sheet.nr; i++) {
		const struct finding *row = &f->sheet.v[i];

		if (!row->in_branch)
			continue;
		if (role(row) == BRANCH_MAINLINE)
			return row;
		if (!found)
			found = row;
	}
	return found;
}

bool sheet_next_only(const struct findings *f)
{
	bool mainline = false, next = false;

	for (size_t i = 0; i < f->sheet.nr; i++) {
		const struct finding *row = &f->sheet.v[i];

		if (role(row) == BRANCH_MAINLINE)
			mainline = true;
		if (row->in_branch && role(row) != BRANCH_NEXT)
			return false;
		next = next || row->in_branch;
	}
	return mainline && next;
}

enum sheet_fix sheet_fixed(const struct findings *f, int64_t since,
			   const struct followup **which)
{
	enum sheet_fix found = SHEET_NO_FIX;

	*which = NULL;
	for (size_t i = 0; i < f->followups.nr; i++) {
		const struct followup *u = &f->followups.v[i];
		enum sheet_fix here = u->branch && u->branch->role == BRANCH_NEXT ?
				      SHEET_FIX_PENDING : SHEET_FIXED;

		if (u->undone ||
		    (u->kind == FOLLOWUP_FIX && since != TIME_NONE &&
		     u->commit.commit_time < since - FIX_AGE))
			continue;
		if (here >= found) {
			found = here;
			*which = u;
		}
	}
	return found;
}

static const char *result_words(const struct finding *row)
{
	if (!row->in_branch)
		return "not in it";
	switch (row->revert.result) {
	case REVERT_CLEAN:
		return "applies";
	case REVERT_CONFLICT:
		return "conflicts";
	case REVERT_EMPTY:
		return "no change";
	case REVERT_NOT_ANCESTOR:
		return "not in it";
	case REVERT_UNKNOWN:
		break;
	}
	return "not known";
}

static const struct followup *followup_on(const struct findings *f,
					  const struct branch *branch)
{
	for (size_t i = 0; i < f->followups.nr; i++)
		if (f->followups.v[i].branch == branch &&
		    !f->followups.v[i].undone)
			return &f->followups.v[i];
	return NULL;
}

static struct str note(struct arena *a, const struct findings *f,
		       const struct finding *row)
{
	const struct followup *u = followup_on(f, row->branch);
	struct str s = STR("");

	if (u)
		return str_printf(a, "%s by %.12s", u->kind == FOLLOWUP_REVERT ?
				  "reverted" : "fixed", u->commit.hex);
	if (!row->in_branch)
		return s;
	if (row->revert.result == REVERT_CONFLICT)
		s = str_printf(a, "in %zu of %zu files", row->revert.conflicts.nr,
			       MAX(f->touched.nr, row->revert.conflicts.nr));
	else if (row->revert.result == REVERT_UNKNOWN)
		s = str_dup(a, row->revert.why);
	if (memcmp(row->commit.hex, f->match.commit.hex, HEX_MAX) != 0 &&
	    *row->commit.hex)
		s = str_printf(a, "as %.12s%s%.*s", row->commit.hex,
			       s.n ? ", " : "", STR_ARG(s));
	return str_sub(str_fold(a, s), 0, NOTE_MAX);
}

/* Bytes that @s needs in a column of @width, counted in characters. */
static int field(struct str s, size_t width)
{
	size_t n = text_columns(s);

	return (int)(s.n + (n < width ? width - n : 0));
}

static struct str name_of(const struct finding *row)
{
	return str_from(row->branch ? row->branch->name : "");
}

static const git_oid *tried_on(const struct finding *row)
{
	return row->branch && git_oid_is_zero(&row->revert.target) ?
	       &row->branch->tip : &row->revert.target;
}

static struct str row_text(struct arena *a, struct str name, size_t width,
			   const char *result, struct str id, struct str notes)
{
	char *padded = arena_alloc(a, (size_t)field(name, width) + 1);

	memset(padded, ' ', (size_t)field(name, width));
	if (name.n)
		memcpy(padded, name.p, name.n);
	return str_trim_end(str_printf(a, "%s  %-9s  %-12.*s  %.*s", padded,
				       result, STR_ARG(id), STR_ARG(notes)));
}

struct str sheet_text(struct arena *a, const struct findings *f)
{
	size_t shown = MIN(f->sheet.nr, (size_t)ROWS_MAX), width = 6;
	struct str s;

	if (!shown)
		return STR("");
	for (size_t i = 0; i < shown; i++)
		width = MAX(width, MIN(text_columns(name_of(&f->sheet.v[i])),
				       (size_t)NAME_MAX_WIDTH));
	s = row_text(a, STR("branch"), width, "revert", STR("tried on"),
		     STR(""));
	for (size_t i = 0; i < shown; i++) {
		const struct finding *row = &f->sheet.v[i];
		struct str line = row_text(a, str_sub(name_of(row), 0, NAME_MAX_WIDTH),
				width, result_words(row),
				sheet_short_id(a, tried_on(row)),
				note(a, f, row));

		s = str_printf(a, "%.*s\n%.*s", STR_ARG(s), STR_ARG(line));
	}
	if (shown < f->sheet.nr)
		s = str_printf(a, "%.*s\n... and %zu more branches", STR_ARG(s),
			       f->sheet.nr - shown);
	return s;
}
