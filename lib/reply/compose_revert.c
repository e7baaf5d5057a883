// SPDX-License-Identifier: GPL-2.0-only
/* The values on the revert, what speaks against it, and what was faster. */
#include "reply/compose_vars.h"

#include "reply/sheet.h"

#define CONFLICTS	3	/* files named, and for each */
#define LATER		3	/* commits in the way */
#define YEAR		((int64_t)365 * 24 * 60 * 60)

static struct str commit_text(struct arena *a, const char *hex,
			      struct str title)
{
	return str_printf(a, "%.12s (\"%.*s\")", hex,
			  STR_ARG(compose_short(a, title, 200)));
}

static void caution(struct vars *v, struct str text)
{
	vars_set(vars_add(v, "cautions"), "caution", text);
}

/* What speaks against a plain revert (M26). */
static void caution_vars(struct vars *v, const struct material *x)
{
	const struct commit *c = &x->f->match.commit;
	char day[CLOCK_TEXT];

	vars_set(v, "cautions", STR_NONE);
	if (c->nr_parents > 1)
		caution(v, STR("This is a merge; its revert was tried against the first parent."));
	if (c->commit_time && compose_date(x) - c->commit_time > YEAR)
		caution(v, str_printf(x->a, "The commit dates from %s, so other code may rely on it by now.",
				      time_day(day, c->commit_time)));
	for (size_t i = 0; i < c->trailers.nr; i++)
		if (str_eq_i(c->trailers.v[i].key, STR("Fixes"))) {
			caution(v, str_printf(x->a, "It is itself a fix, for %.*s; a revert would bring that problem back.",
				STR_ARG(compose_short(x->a, c->trailers.v[i].value, 160))));
			break;
		}
}

static void conflict_vars(struct vars *v, const struct material *x,
			  const struct revert_conflict *conflict)
{
	const struct later_list *later = &conflict->later;
	struct vars *row = vars_add(v, "conflicts");
	size_t shown = MIN(later->nr, (size_t)LATER);

	vars_set(row, "path", compose_short(x->a, conflict->path, 120));
	vars_set(row, "kind", str_from(conflict->kind));
	vars_set(row, "later", STR_NONE);
	for (size_t i = 0; i < shown; i++)
		vars_set(vars_add(row, "later"), "later_commit",
			 commit_text(x->a, later->v[i].hex, later->v[i].title));
	vars_set(row, "later_more", later->total > shown ?
		 str_printf(x->a, "%zu", later->total - shown) : STR_NONE);
}

static void revert_vars(struct vars *v, const struct material *x)
{
	const struct finding *row = sheet_main(x->f);
	const struct revert *revert = row ? &row->revert : NULL;
	const struct commit *commit = row && *row->commit.hex ? &row->commit :
				      &x->f->match.commit;
	size_t nr = revert ? revert->conflicts.nr : 0;

	vars_set(v, "sheet", sheet_text(x->a, x->f));
	vars_set(v, "branch", row && row->branch ? str_from(row->branch->name) :
			      STR_NONE);
	vars_set(v, "target", revert ? sheet_short_id(x->a, &revert->target) :
			      STR_NONE);
	vars_set_bool(v, "applies", revert && revert->result == REVERT_CLEAN);
	vars_set(v, "revert_command", row ?
		 str_printf(x->a, "git revert --no-edit %s%.12s",
			    revert->mainline ? "-m 1 " : "", commit->hex) :
		 STR_NONE);
	vars_set(v, "conflicts", STR_NONE);
	for (size_t i = 0; i < MIN(nr, (size_t)CONFLICTS); i++)
		conflict_vars(v, x, &revert->conflicts.v[i]);
	vars_set(v, "conflicts_nr", nr ? str_printf(x->a, "%zu", nr) : STR_NONE);
	vars_set_bool(v, "one_conflict", nr == 1);
	vars_set(v, "conflicts_more", nr > CONFLICTS ?
		 str_printf(x->a, "%zu", nr - CONFLICTS) : STR_NONE);
	caution_vars(v, x);
}

static void fix_vars(struct vars *v, const struct material *x)
{
	const struct followup *u;
	bool fixed = sheet_fixed(x->f, x->r->message->date, &u);

	vars_set(v, "fix", fixed ? commit_text(x->a, u->commit.hex,
					       u->commit.title) : STR_NONE);
	vars_set_bool(v, "fix_reverts", fixed && u->kind == FOLLOWUP_REVERT);
	vars_set(v, "fix_branch", fixed && u->branch ?
		 str_from(u->branch->name) : STR_NONE);
}

void compose_revert_vars(struct vars *v, const struct material *x)
{
	revert_vars(v, x);
	fix_vars(v, x);
}
