/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a parsed MAINTAINERS looks like inside; for the files
 * git/maintainers*.c only.
 *
 * A pattern is found through the directory that it must lie in: the part of
 * it that holds no wildcard, up to its last slash, is the key of a bucket, so
 * that a path asks as many buckets as it has directories.
 */
#ifndef MAINTAINERS_DATA_H
#define MAINTAINERS_DATA_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/strmap.h"
#include "git/mailmap.h"
#include "git/maintainers.h"

enum pattern_form {
	PATTERN_LITERAL,
	PATTERN_GLOB,		/* with '*' or '?' */
	PATTERN_REGEX,		/* with anything else that means something */
	PATTERN_NEVER,		/* an expression that cannot be used */
};

struct pattern {
	char tag;		/* 'F', 'X', 'N' or 'K' */
	bool below;		/* ends in a slash: all below a directory */
	enum pattern_form form;
	int depth;
	unsigned int slashes;
	unsigned int fixed;	/* bytes of @text that name its bucket */
	unsigned int line;
	unsigned int index;	/* in maintainers.patterns */
	unsigned int section;	/* in maintainers.sections */
	unsigned int rank;	/* K: what the original sorts by */
	struct str value;	/* as written */
	struct str text;	/* what is compared, F and X */
	pcre2_code *re;
	struct pattern *next;	/* in the same bucket */
};

/* An M, R or L line. */
struct contact {
	char tag;
	struct str value;
};

struct section {
	struct str title;
	struct str status;	/* of the last S line, or STR_NONE */
	struct str file;
	size_t contacts_from, contacts_to;
};

struct maintainers {
	struct arena *arena;
	struct {
		struct pattern *v;
		size_t nr, cap;
	} patterns;
	struct {
		struct section *v;
		size_t nr, cap;
	} sections;
	struct {
		struct contact *v;
		size_t nr, cap;
	} contacts;
	struct strmap buckets;		/* directory -> struct pattern */
	struct pattern *names;		/* N, through next */
	struct pattern *keywords;	/* K */
	struct mailmap *mailmap;
	struct maintainers_texts texts;
	struct strmap ignored;		/* addresses, lower case */
	pcre2_general_context *regex_memory;
	pcre2_compile_context *regex_options;
	pcre2_match_context *regex_limits;
};

/* --- maintainers_match.c ------------------------------------------------ */

/* Fills in how @p is compared; its value is set. */
void pattern_compile(struct maintainers *m, struct pattern *p,
		     bool (*is_dir)(void *arg, struct str path), void *arg);
/* Puts all patterns of @m where section_find() looks for them. */
void patterns_file(struct maintainers *m);

/*
 * NULL when it cannot be used.  @head goes before the expression.  With @m it
 * lies in the arena of @m, else it belongs to the caller.
 */
pcre2_code *regex_compile(const struct maintainers *m, struct str head,
			  struct str regex, uint32_t options);
bool regex_hits(const struct maintainers *m, const pcre2_code *re,
		pcre2_match_data *scratch, struct str subject);

pcre2_match_data *scratch_new(void);

DEFINE_FREE(regex, pcre2_code *, pcre2_code_free(*p))
DEFINE_FREE(match_data, pcre2_match_data *, pcre2_match_data_free(*p))

/* A section that a path belongs to, and the line that decided. */
struct hit {
	unsigned int section;
	const struct pattern *by;
};

struct hit_list {
	struct hit *v;
	size_t nr, cap;
};

/* Appends the sections of @path, the deepest match first. */
void sections_find(struct hit_list *out, struct arena *a,
		   const struct maintainers *m, struct str path,
		   pcre2_match_data *scratch);

/* --- maintainers_people.c ----------------------------------------------- */

/* An address in the text of a file. */
struct mention {
	struct person who;
	struct str path;
	unsigned int line;
};

/* Who is found, before names and addresses are merged. */
struct gather {
	const struct maintainers *m;
	struct arena *a;
	enum maintainers_flags flags;
	struct maintainer_list people, lists;
	struct strmap names, addrs, list_addrs;	/* seen, lower case */
	bool *done;				/* sections */
	struct {
		struct mention *v;
		size_t nr, cap;
	} in_file;
};

void gather_init(struct gather *g, struct arena *a,
		 const struct maintainers *m, enum maintainers_flags flags);
void gather_section(struct gather *g, const struct hit *hit);
/* False for somebody whose name or address was seen; else he is seen now. */
bool gather_is_new(struct gather *g, const struct person *who);
/* Merges, leaves out the chief, and appends people and lists to @out. */
void gather_finish(struct gather *g, struct maintainer_list *out);


/* --- maintainers_in_file.c ---------------------------------------------- */

void gather_in_file(struct gather *g, struct str path, struct str text);
/* Behind the people of sections, who are in @out from @first on. */
void gather_finish_in_file(struct gather *g, struct maintainer_list *out,
			   size_t first);

#endif
