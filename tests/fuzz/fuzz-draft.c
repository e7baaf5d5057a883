// SPDX-License-Identifier: GPL-2.0-only
/*
 * A stranger's mail, read and answered as if git had found its commit.  What
 * is drafted must be a mail that can be read, and must break no rule that a
 * stranger's words could make it break.
 */
#include "base/base.h"

#include <git2.h>

#include "reply/compose.h"
#include "reply/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const dirs[] = { "templates", NULL };

/* Rules that hold for a draft whatever the report is like. */
static const char *const kept[] = {
	"M1", "M3", "M4", "M10", "M11", "M12", "M30", "M31",
};

static void check(struct arena *a, struct str draft)
{
	struct lint_list found = { 0 };
	struct message m;
	struct err err;

	if (message_parse(&m, a, draft, STR("draft"), &err) < 0)
		abort();
	lint_mail(&found, a, &m);
	for (size_t i = 0; i < found.nr; i++)
		for (size_t k = 0; k < ARRAY_SIZE(kept); k++)
			if (!strcmp(found.v[i].rule, kept[k])) {
				fprintf(stderr, "%.*s\n%u: %s: %.*s\n",
					STR_ARG(draft), found.v[i].line, kept[k],
					STR_ARG(found.v[i].what));
				abort();
			}
}

static void answer(struct arena *a, const struct report *r,
		   enum verdict_level level)
{
	static struct branch mainline = { .name = "mainline",
		.ref = "master", .role = BRANCH_MAINLINE };
	struct compose_rules rules = {
		.from = { .name = STR("Robin"), .addr = STR("robin@regbot.example") },
		.archive = STR("https://lore.kernel.org/r/"),
		.template_dirs = dirs,
		.now = 1795197600,
	};
	struct verdict v = { .level = level };
	struct recipient_list nobody = { 0 };
	struct findings f = { .asked = true };
	struct finding *row = list_add(a, &f.sheet);
	struct err err = ERR_INIT;
	struct draft out;

	f.match.found = COMMIT_BY_ID;
	snprintf(f.match.commit.hex, HEX_MAX, "%.*s",
		 STR_ARG(str_sub(r->culprit.sha, 0, 40)));
	f.match.commit.title = r->culprit.title;
	row->branch = &mainline;
	row->in_branch = true;
	row->commit = f.match.commit;
	if (compose_draft(&out, a, r, &f, &v, NULL, &nobody, &rules, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		abort();
	}
	if (out.situation != SITUATION_NONE)
		check(a, out.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a __free(arena);
	struct err err = ERR_INIT;
	struct lint_list found = { 0 };
	struct message m;
	struct report r;

	git_libgit2_init();
	arena_init(&a, (size_t)1 << 30);
	if (message_parse(&m, &a, str_make((const char *)data, size),
			  STR("fuzz"), &err) < 0)
		return 0;
	lint_mail(&found, &a, &m);
	report_read(&r, &a, &m);
	/* most mails are no reports; the words of one are what matters here */
	r.class = CLASS_REPORT;
	r.is_regression_report = true;
	r.improvement = false;
	if (r.claim == CLAIM_NONE) {
		r.claim = CLAIM_PROSE;
		r.culprit.sha = STR("0123456789abcdef0123456789abcdef01234567");
		r.culprit.line = (unsigned int)size % 50;
	}
	answer(&a, &r, VERDICT_TRUSTED);
	answer(&a, &r, VERDICT_DOUBTFUL);
	answer(&a, &r, VERDICT_INCONCLUSIVE);
	return 0;
}
