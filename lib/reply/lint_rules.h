/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the checks of lint_*.c share: the mail, what kind of mail and what kind
 * of lines it has, and how a finding is noted.
 */
#ifndef LINT_RULES_H
#define LINT_RULES_H

#include "reply/lint.h"

/* What a line is; only prose has to follow the rules for prose. */
enum lint_line {
	LINT_OTHER,	/* not the sender's: quoted, forwarded, diff, signature */
	LINT_BLANK,
	LINT_PROSE,
	LINT_TAG,	/* "Fixes: ...", "Reported-by: ..." */
	LINT_TRACE,	/* of a crash, or another line of a log */
	LINT_VERBATIM,	/* indented, a table, a command line, a URL */
	LINT_COMMAND,	/* "#regzbot ..." */
};

struct lint {
	struct lint_list *out;
	struct arena *a;
	const struct message *m;
	const char *rule;	/* of the check that runs */
	size_t found;		/* findings of this check so far */
	enum lint_line *kind;	/* of each line of the text */
	bool reply;		/* answers another mail */
	bool patch;		/* [PATCH ...], and no answer */
	bool revert;		/* such a patch that reverts a commit */
};

/* Notes a finding; @line as from one of the functions below. */
void lint_add(struct lint *l, unsigned int line, const char *fmt, ...)
	__printf(3, 4);

/*
 * Where it stands in the file: a header, 0 when it is not there; a line.  Also
 * 0 where enough findings of the rule are shown, since looking takes time.
 */
unsigned int lint_header_line(const struct lint *l, const char *name);
unsigned int lint_body_line(const struct lint *l, size_t index);

/* "Fixes: value" at the start of @text, which may be indented. */
bool lint_tag(struct str text, struct str *key, struct str *value);

/* The checks, each for the rule of its name. */
void lint_m1(struct lint *l);
void lint_m2(struct lint *l);
void lint_m3(struct lint *l);
void lint_m4(struct lint *l);
void lint_m5(struct lint *l);
void lint_m6(struct lint *l);
void lint_m7(struct lint *l);
void lint_m8(struct lint *l);
void lint_m9(struct lint *l);
void lint_m10(struct lint *l);
void lint_m11(struct lint *l);
void lint_m12(struct lint *l);
void lint_m14(struct lint *l);
void lint_m15(struct lint *l);
void lint_m16(struct lint *l);
void lint_m17(struct lint *l);
void lint_m18(struct lint *l);
void lint_m19(struct lint *l);
void lint_m20(struct lint *l);
void lint_m21(struct lint *l);
void lint_m22(struct lint *l);
void lint_m23(struct lint *l);
void lint_m24(struct lint *l);
void lint_m25(struct lint *l);
void lint_m27(struct lint *l);
void lint_m29(struct lint *l);
void lint_m30(struct lint *l);
void lint_m31(struct lint *l);

#endif
