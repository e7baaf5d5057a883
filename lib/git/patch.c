// SPDX-License-Identifier: GPL-2.0-only
/* A clean revert as a mail for git am: revert_format_patch() in revert.h. */
#include "git/revert.h"

#include "base/buf.h"
#include "base/clock.h"
#include "git/revert_merge.h"
#include "mail/fold.h"

#define PATCH_MAX	(64u << 20)
#define STAT_WIDTH	72

/* Lines that mail servers let pass, RFC 5322 section 2.1.1. */
#define MAIL_LINE_MAX	998
#define QUOTED_LINE_MAX	75

DEFINE_FREE(git_diff, git_diff *, git_diff_free(*p))
DEFINE_FREE(git_diff_stats, git_diff_stats *, git_diff_stats_free(*p))
DEFINE_FREE(git_buf, git_buf, git_buf_dispose(p))

/* Titles may hold anything; a header may not. */
static struct str header_text(struct arena *a, struct str s)
{
	struct str copy = str_dup(a, str_utf8(a, s));
	char *c = (char *)copy.p;

	for (size_t i = 0; i < copy.n; i++)
		if ((unsigned char)c[i] < 0x20 || c[i] == 0x7f)
			c[i] = '?';
	return copy;
}

/* As git-revert(1) calls it; the revert of a revert is a Reapply. */
static struct str subject_of(struct arena *a, const struct commit *c)
{
	struct str title = header_text(a, c->title), undone;

	undone = title;
	if (str_skip(&undone, STR("Revert \"")) &&
	    !str_starts(undone, STR("Revert \"")))
		return str_printf(a, "[PATCH] Reapply \"%.*s", STR_ARG(undone));
	return str_printf(a, "[PATCH] Revert \"%.*s\"", STR_ARG(title));
}

static bool is_simple_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum(name.p[i]) && !strchr(" -_'", name.p[i]))
			return false;
	return true;
}

static int put_from(struct buf *out, struct arena *a,
		    const struct address *from, struct err *err)
{
	struct str name = str_trim(header_text(a, from->name));
	struct str addr = header_text(a, from->addr);
	struct fold f;

	if (!addr.n || !str_eq(addr, from->addr) || str_has(addr, STR("<")) ||
	    str_has(addr, STR(">")))
		return err_set(err, ERR_CONF, "\"%.*s\": no address to send a patch from (set user.email)",
			       STR_ARG(addr));
	fold_begin(&f, out, "From", "\n");
	if (is_simple_name(name))
		fold_text(&f, name);
	else
		fold_encoded(&f, STR(" "), name);
	fold_word(&f, STR(" "), str_printf(a, "<%.*s>", STR_ARG(addr)));
	fold_end(&f);
	return 0;
}

static void put_subject(struct buf *out, struct arena *a,
			const struct commit *c)
{
	struct fold f;

	fold_begin(&f, out, "Subject", "\n");
	fold_text(&f, subject_of(a, c));
	fold_end(&f);
}

/* A tag for each line, so that nothing can end the message early. */
static int check_trailers(struct str trailers, struct err *err)
{
	struct str line;

	while (str_line(&trailers, &line)) {
		ptrdiff_t colon = str_chr(line, ':');

		for (ptrdiff_t i = 0; i < colon; i++)
			if (!is_alnum(line.p[i]) && line.p[i] != '-')
				colon = -1;
		if (colon <= 0 || *line.p == '-')
			return err_set(err, ERR_MSG, "\"%.*s\": not a trailer (give lines \"Key: value\")",
				       STR_ARG(line));
	}
	return 0;
}

/*
 * The reason and the sign-off are for a person to give; the place for them is
 * no trailer, so that neither can be taken for given.
 */
static int put_message(struct buf *out, const struct commit *c,
		       struct str trailers, struct err *err)
{
	char parent[HEX_MAX];

	if (check_trailers(trailers, err) < 0)
		return err->code;
	buf_printf(out, "This reverts commit %s", c->hex);
	if (c->nr_parents > 1)
		buf_printf(out, ", reversing\nchanges made to %s",
			   git_oid_tostr(parent, sizeof(parent), &c->parent));
	buf_puts(out, ".\n\n"
		 "[ Write here in your own words why: what breaks, for whom, and how it\n"
		 "  was found; then sign it off yourself (git commit --amend -s). ]\n");
	if (trailers.n) {
		buf_addc(out, '\n');
		buf_add(out, str_trim_end(trailers));
		buf_addc(out, '\n');
	}
	buf_puts(out, "---\n");
	return 0;
}

static int put_diff(struct buf *out, struct tree *t, const git_oid *was,
		    const git_oid *is, struct err *err)
{
	git_tree *old __free(git_tree) = NULL, *new __free(git_tree) = NULL;
	git_diff *diff __free(git_diff) = NULL;
	git_diff_stats *stats __free(git_diff_stats) = NULL;
	git_buf stat __free(git_buf) = { 0 }, text __free(git_buf) = { 0 };
	git_diff_options opt;

	git_diff_options_init(&opt, GIT_DIFF_OPTIONS_VERSION);
	opt.flags = GIT_DIFF_SHOW_BINARY;
	opt.id_abbrev = GIT_OID_HEXSZ;	/* binary patches need them whole */
	if (git_tree_lookup(&old, t->repo, was) < 0 ||
	    git_tree_lookup(&new, t->repo, is) < 0 ||
	    git_diff_tree_to_tree(&diff, t->repo, old, new, &opt) < 0 ||
	    git_diff_get_stats(&stats, diff) < 0 ||
	    git_diff_stats_to_buf(&stat, stats, GIT_DIFF_STATS_FULL |
				  GIT_DIFF_STATS_INCLUDE_SUMMARY,
				  STAT_WIDTH) < 0 ||
	    git_diff_to_buf(&text, diff, GIT_DIFF_FORMAT_PATCH) < 0)
		return tree_err(t, err, "writing the patch");
	buf_add(out, str_make(stat.ptr, stat.size));
	buf_addc(out, '\n');
	buf_add(out, str_make(text.ptr, text.size));
	buf_puts(out, "-- \nregbot " REGBOT_VERSION "\n");
	return 0;
}

/* Would a body be changed on the way, if it were sent as it is? */
static bool must_quote(struct str body)
{
	struct str line;

	if (str_chr(body, '\r') >= 0 || str_chr(body, '\0') >= 0)
		return true;
	while (str_line(&body, &line))
		if (line.n > MAIL_LINE_MAX)
			return true;
	return false;
}

static bool plain_byte(char c, bool at_end)
{
	if (c == ' ' || c == '\t')
		return !at_end;
	return c > 0x20 && c < 0x7f && c != '=';
}

/* Quoted-printable (RFC 2045 section 6.7); LF stays a line end. */
static void put_quoted(struct buf *out, struct str body)
{
	size_t column = 0;

	for (size_t i = 0; i < body.n; i++) {
		char c = body.p[i];
		bool at_end = i + 1 == body.n || body.p[i + 1] == '\n';

		if (c == '\n') {
			buf_addc(out, c);
			column = 0;
			continue;
		}
		if (column > QUOTED_LINE_MAX - 3) {
			buf_puts(out, "=\n");
			column = 0;
		}
		if (plain_byte(c, at_end)) {
			buf_addc(out, c);
			column++;
		} else {
			buf_printf(out, "=%02X", (unsigned char)c);
			column += 3;
		}
	}
}

static int put_mail(struct buf *out, struct arena *a, const struct commit *c,
		    const struct address *from, int64_t date, struct str body,
		    struct err *err)
{
	char text[CLOCK_TEXT];
	bool quote = must_quote(body);

	buf_puts(out, "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n");
	if (put_from(out, a, from, err) < 0)
		return err->code;
	buf_printf(out, "Date: %s\n", time_rfc5322(text, date));
	put_subject(out, a, c);
	buf_printf(out, "MIME-Version: 1.0\n"
		   "Content-Type: text/plain; charset=UTF-8\n"
		   "Content-Transfer-Encoding: %s\n\n",
		   quote ? "quoted-printable" : "8bit");
	if (quote)
		put_quoted(out, body);
	else
		buf_add(out, body);
	return 0;
}

/* Does the merge again, since the check kept nothing of it. */
static int put_body(struct buf *out, struct arena *a, struct tree *t,
		    const struct commit *c, const struct revert *r,
		    struct str trailers, struct err *err)
{
	struct merge m;
	git_oid tree;

	if (put_message(out, c, trailers, err) < 0 ||
	    revert_merge(&m, a, t, c, &r->target, err) < 0 ||
	    merge_tree(&tree, &m, err) < 0)
		return err->code;
	if (m.nr_conflicts || !git_oid_equal(&tree, &r->tree))
		return err_set(err, ERR_TREE, "%s: the revert of %.12s is another one than was checked (check it again)",
			       t->path, c->hex);
	return put_diff(out, t, &m.root[MERGE_OURS], &tree, err);
}

int revert_format_patch(struct str *out, struct arena *a, struct tree *t,
			const struct commit *commit, const struct revert *r,
			const struct address *from, int64_t date,
			struct str trailers, struct err *err)
{
	struct buf body __free(buf) = { .max = PATCH_MAX };
	struct buf mail __free(buf) = { .max = 4 * PATCH_MAX };
	int code;

	*out = STR("");
	if (r->result != REVERT_CLEAN)
		return 0;
	code = put_body(&body, a, t, commit, r, trailers, err);
	revert_forget(t);
	if (code < 0 ||
	    put_mail(&mail, a, commit, from, date, buf_str(&body), err) < 0)
		return err->code;
	if (body.overflow || mail.overflow)
		return err_set(err, ERR_TREE, "%s: the patch that reverts %.12s has more than 64 MB (make it with git revert)",
			       t->path, commit->hex);
	*out = str_dup(a, buf_str(&mail));
	return 0;
}
