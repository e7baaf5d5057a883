// SPDX-License-Identifier: GPL-2.0-only
#include "report/robot.h"

#include "report/classify.h"
#include "report/culprit.h"

struct str robot_key(const struct reading *rd, const char *key, size_t *line)
{
	for (size_t i = 0; i < rd->keys.nr; i++)
		if (str_eq_i(rd->keys.v[i].key, str_from(key))) {
			*line = rd->keys.v[i].line;
			return rd->keys.v[i].value;
		}
	*line = LINE_SUBJECT;
	return STR_NONE;
}

void robot_role(struct reading *rd, struct str sha, enum commit_role role)
{
	for (size_t i = 0; i < rd->mentions.nr; i++)
		if (hash_same(rd->mentions.v[i].ref.sha, sha))
			rd->mentions.v[i].ref.role = role;
}

bool robot_blame(struct reading *rd, struct str sha, size_t line,
		 enum claim_form form, const char *why)
{
	size_t n = hash_length(sha);

	sha = str_sub(sha, 0, n);
	for (size_t i = 0; n && i < rd->mentions.nr; i++) {
		const struct mention *m = &rd->mentions.v[i];

		if (m->line == line && hash_same(m->ref.sha, sha)) {
			claim_add(rd, i, CLAIM_RANK_FIRST_BAD, form, why);
			culprit_choose(rd, CLAIM_RANK_FIRST_BAD);
			return true;
		}
	}
	return false;
}

/* The tree that was built, by the key that names it. */
static void tested(struct reading *rd, const char *key)
{
	size_t line, n;
	struct str value = robot_key(rd, key, &line);

	if (str_is_none(value))
		return;
	n = hash_length(value);
	if (n)
		robot_role(rd, str_sub(value, 0, n), COMMIT_TESTED);
}

static bool subject_has(const struct reading *rd, const char *text)
{
	return str_find_i(str_sub(rd->subject, 0, 400), str_from(text)) >= 0;
}

/* The first version in the subject, as "next-20190514"; or STR_NONE. */
static struct str subject_version(const struct reading *rd)
{
	struct str rest = str_sub(rd->subject, 0, 400), word;

	while (str_word(&rest, &word)) {
		size_t n;

		while (word.n && (word.p[0] == '(' || word.p[0] == '['))
			word = str_from_off(word, 1);
		n = version_length(word);
		if (n > 3)
			return str_sub(word, 0, n);
	}
	return STR_NONE;
}

static void set_version(struct reading *rd, const char *member,
			struct str *slot, struct str value, size_t line)
{
	if (!str_is_none(*slot) || !value.n)
		return;
	*slot = value;
	reading_evidence(rd, member, value, line);
}

/* --- the kernel test robot -------------------------------------------------------- */

/* "[test failed on linus/master <hash>]": built as well, and still broken. */
static void lkp_still_fails(struct reading *rd)
{
	for (size_t i = 0; i < rd->mentions.nr; i++) {
		struct mention *m = &rd->mentions.v[i];

		if (m->line != LINE_SUBJECT && m->ref.sha.n == 40 &&
		    str_has(str_sub(reading_text(rd, m->line), 0, 40),
			    STR("[test failed on ")))
			m->ref.role = COMMIT_TESTED;
	}
}

static bool lkp_good_news(const struct reading *rd)
{
	return subject_has(rd, "build success") ||
	       subject_has(rd, "build incomplete");
}

void robot_lkp(struct reading *rd)
{
	struct report *r = rd->r;
	size_t line, patch_line;
	struct str commit = robot_key(rd, "commit", &line);
	struct str patch = robot_key(rd, "patch subject", &patch_line);

	tested(rd, "head");
	tested(rd, "base");
	tested(rd, "branch HEAD");
	lkp_still_fails(rd);
	r->build_failure = rd->build_errors || subject_has(rd, "error:");
	if (rd->diffs && !rd->answer && str_is_none(commit) &&
	    str_starts(rd->subject, STR("[")) && subject_has(rd, "PATCH]")) {
		classify_as(rd, CLASS_PATCH, 1, "a patch of the test robot",
			    LINE_SUBJECT);
		return;
	}
	if (lkp_good_news(rd)) {
		classify_as(rd, CLASS_OTHER, 1, "a robot's good news",
			    LINE_SUBJECT);
		return;
	}
	r->improvement = subject_has(rd, "improvement") &&
			 !subject_has(rd, "regression");
	if (r->improvement) {
		/* good news blames nobody */
		classify_as(rd, CLASS_BISECTION, 1, "an improvement",
			    LINE_SUBJECT);
	} else if (robot_blame(rd, commit, line, CLAIM_BLOCK, "commit:")) {
		classify_as(rd, CLASS_BISECTION, 1, "commit: of the test robot",
			    line);
		r->is_regression_report = true;
	} else if (rd->claims.nr) {
		culprit_choose(rd, CLAIM_RANK_FIRST_BAD);
		classify_as(rd, CLASS_BISECTION, 1, "a bisection log",
			    rd->mentions.v[rd->claims.v[0].mention].line);
		r->is_regression_report = true;
	} else if (!str_is_none(patch)) {
		classify_as(rd, CLASS_BISECTION, 0.8,
			    "a mailed patch that the test robot built",
			    patch_line);
		r->is_regression_report = true;
	} else {
		classify_as(rd, CLASS_CRASH, 0.7, "from the test robot",
			    LINE_SUBJECT);
		r->is_regression_report = subject_has(rd, "regression");
	}
}

/* --- KernelCI --------------------------------------------------------------------- */

/* "Start:  <hash> Linux 5.5-rc3": the tree and its version. */
static void kernelci_start(struct reading *rd)
{
	size_t line, n;
	struct str start = robot_key(rd, "start", &line), title;

	tested(rd, "start");
	set_version(rd, "bad", &rd->r->bad, subject_version(rd), LINE_SUBJECT);
	n = str_is_none(start) ? 0 : hash_length(start);
	title = n ? str_trim(str_from_off(start, n)) : STR_NONE;
	if (str_starts(title, STR("Linux ")))
		set_version(rd, "bad", &rd->r->bad, title, line);
	if (n)
		set_version(rd, "bad", &rd->r->bad, str_sub(start, 0, n), line);
}

/* "last pass: v6.8-rc3-12-g5f3c1a9b7e2d" */
static void kernelci_last_pass(struct reading *rd)
{
	size_t line;
	struct str value = robot_key(rd, "last pass", &line);
	size_t n = str_is_none(value) ? 0 : version_length(value);

	if (n)
		set_version(rd, "good", &rd->r->good, str_sub(value, 0, n), line);
}

/* "tags: next-20251217", or the commit that was built. */
static void kernelci_built(struct reading *rd)
{
	static const char *const keys[] = {
		"tags", "git describe", "commit HEAD", "git commit", "sha",
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		size_t line;
		struct str value = robot_key(rd, keys[i], &line);

		if (!str_is_none(value))
			set_version(rd, "bad", &rd->r->bad, value, line);
	}
}

void robot_kernelci(struct reading *rd)
{
	struct report *r = rd->r;
	size_t line;
	struct str result = robot_key(rd, "result", &line);

	r->build_failure = subject_has(rd, "build");
	tested(rd, "commit HEAD");
	tested(rd, "git commit");
	tested(rd, "sha");
	kernelci_start(rd);
	kernelci_built(rd);
	kernelci_last_pass(rd);
	if (robot_blame(rd, result, line, CLAIM_FIRST_BAD, "Result:")) {
		classify_as(rd, CLASS_BISECTION, 1, "Result: of a bisection",
			    line);
		r->is_regression_report = true;
		return;
	}
	if (rd->claims.nr) {
		culprit_choose(rd, CLAIM_RANK_FIRST_BAD);
		classify_as(rd, CLASS_BISECTION, 1, "a bisection log",
			    rd->mentions.v[rd->claims.v[0].mention].line);
		r->is_regression_report = true;
		return;
	}
	classify_as(rd, CLASS_CRASH, 0.9, "from KernelCI", LINE_SUBJECT);
	r->is_regression_report = subject_has(rd, "regression");
}

/* --- LKFT ----------------------------------------------------------------------------- */

/* "Regressions (compared to next-20220601)" */
static void lkft_compared(struct reading *rd)
{
	for (size_t i = 0; i < rd->m->lines.nr; i++) {
		struct str s = str_sub(rd->m->lines.v[i].text, 0, 200);
		ptrdiff_t at = str_find(s, STR("compared to "));
		size_t n;

		if (at < 0 || rd->m->lines.v[i].who != LINE_AUTHOR)
			continue;
		s = str_from_off(s, (size_t)at + 12);
		n = version_length(s);
		if (!n)
			continue;
		set_version(rd, "good", &rd->r->good, str_sub(s, 0, n), i);
		return;
	}
}

void robot_lkft(struct reading *rd)
{
	struct report *r = rd->r;

	tested(rd, "git commit");
	tested(rd, "* git commit");
	culprit_read_prose(rd);
	culprit_choose(rd, CLAIM_RANK_FIRST_BAD);
	set_version(rd, "bad", &r->bad, subject_version(rd), LINE_SUBJECT);
	lkft_compared(rd);
	classify_as(rd, r->claim ? CLASS_BISECTION : CLASS_CRASH, 0.9,
		    "from LKFT", LINE_SUBJECT);
	r->is_regression_report = r->claim != CLAIM_NONE ||
				  subject_has(rd, "regression") ||
				  !str_is_none(r->good);
}
