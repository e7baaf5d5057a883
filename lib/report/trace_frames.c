// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_frames.h"

#include "report/oops_skip.h"
#include "report/trace_pattern.h"

static bool name_char(char c)
{
	return is_alnum(c) || c == '_';
}

static size_t name_len(struct str s)
{
	size_t n = 0;

	while (n < s.n && name_char(s.p[n]))
		n++;
	return n;
}

static void skip_blanks(struct str *s)
{
	while (s->n && is_blank(*s->p))
		*s = str_from_off(*s, 1);
}

/* "[<ffffffff81234567>]", "[<0x..>]", "[ffffffff81234567]" */
static bool skip_pc(struct str *s)
{
	struct str at = *s;
	bool angle;
	size_t n = 0;

	if (str_skip(s, STR("[<addr>]")))	/* cleaned by its reporter */
		return true;
	if (!str_skip(&at, STR("[")))
		return false;
	angle = str_skip(&at, STR("<"));
	str_skip(&at, STR("0x"));
	while (n < at.n && is_hex(at.p[n]))
		n++;
	if (!n)
		return false;
	at = str_from_off(at, n);
	if (angle && !str_skip(&at, STR(">")))
		return false;
	if (!str_skip(&at, STR("]")))
		return false;
	*s = at;
	return true;
}

/* Up to two addresses, as powerpc prints them. */
static void skip_pcs(struct str *s)
{
	skip_blanks(s);
	for (int i = 0; i < 2; i++) {
		struct str at = *s;

		if (!skip_pc(&at) || !at.n || *at.p != ' ')
			return;
		*s = at;
		skip_blanks(s);
	}
}

/* Where the "+" stands behind ".isra.0.cold" and the like; 0: nowhere. */
static size_t suffix_len(struct str s)
{
	size_t n = 0;

	while (n < s.n && (name_char(s.p[n]) || s.p[n] == '.'))
		n++;
	return n < s.n && s.p[n] == '+' ? n : 0;
}

/* A name that is followed by "+0x.." or by ".isra.0+0x.."; cut off *s. */
static struct str cut_function(struct str *s)
{
	size_t n = name_len(*s);
	struct str name = str_sub(*s, 0, n);

	if (!n || n >= s->n || (s->p[n] != '+' && s->p[n] != '.'))
		return STR_NONE;
	if (s->p[n] == '.' && !suffix_len(str_from_off(*s, n)))
		return STR_NONE;
	*s = str_from_off(*s, n);
	return name;
}

/* "func file.c:12 [inline]": no offset, since it is inside the next one */
static struct str inlined_function(struct str s)
{
	size_t n = name_len(s);

	return n && n < s.n && is_blank(s.p[n]) && str_ends(s, STR("[inline]")) ?
	       str_sub(s, 0, n) : STR_NONE;
}

/* arm: "(func) from [<pc>] (caller+0x1/0x2)", "func from caller+0x1/0x2" */
static bool cut_from(struct str *s, struct str *caller)
{
	struct str at = *s;
	ptrdiff_t from = str_find(str_sub(at, 0, 160), STR(" from "));

	if (from <= 0)
		return false;
	at = str_from_off(at, (size_t)from + 6);
	skip_pcs(&at);
	str_skip(&at, STR("("));
	*caller = cut_function(&at);
	if (str_is_none(*caller))
		return false;
	*s = at;
	return true;
}

struct str frame_function(struct str line)
{
	struct str at = line, name, caller;

	skip_pcs(&at);
	name = cut_function(&at);
	if (!str_is_none(name))
		return name;
	at = line;
	return cut_from(&at, &caller) ? caller : STR_NONE;
}

static int64_t hex_number(struct str *s)
{
	int64_t v = 0;
	size_t n = 0;

	if (!str_skip(s, STR("0x")))
		return -1;
	for (; n < s->n && n < 15 && is_hex(s->p[n]); n++) {
		char c = to_lower(s->p[n]);

		v = v * 16 + (is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	*s = str_from_off(*s, n);
	return n ? v : -1;
}

/* "fs/namei.c:123" */
static bool read_place(struct frame *f, struct str word)
{
	ptrdiff_t colon = str_rchr(word, ':');
	uint64_t line;
	struct str file;

	if (colon <= 0 || !str_to_u64(str_from_off(word, (size_t)colon + 1),
				      &line) || line > INT32_MAX)
		return false;
	file = str_sub(word, 0, (size_t)colon);
	if (!str_has(file, STR(".")))
		return false;
	f->file = file;
	f->line = (int)line;
	return true;
}

/* What follows the function: offsets, module, place, marks. */
static void read_rest(struct frame *f, struct str s)
{
	struct str word;

	/* ".isra.5.part.6" */
	while (s.n && *s.p == '.') {
		s = str_from_off(s, 1);
		s = str_from_off(s, name_len(s));
	}
	if (str_skip(&s, STR("+"))) {
		f->offset = hex_number(&s);
		if (str_skip(&s, STR("/")))
			f->size = hex_number(&s);
	}
	str_skip(&s, STR(")"));
	while (str_word(&s, &word)) {
		if (str_eq(word, STR("[inline]")))
			f->inlined = true;
		else if (str_eq(word, STR("(unreliable)")))
			f->unreliable = true;
		else if (word.n > 2 && *word.p == '[' &&
			 word.p[word.n - 1] == ']' && str_is_none(f->module))
			f->module = str_sub(word, 1, word.n - 2);
		else
			read_place(f, word);
	}
}

bool frame_read(struct frame *f, struct str line)
{
	struct str at = line, name;

	*f = (struct frame){ .offset = -1, .size = -1 };
	skip_pcs(&at);
	if (str_skip(&at, STR("? ")))
		f->unreliable = true;
	name = inlined_function(str_trim_end(at));
	if (!str_is_none(name)) {
		f->function = name;
		read_rest(f, str_from_off(at, name.n));
		return true;
	}
	name = cut_function(&at);
	if (str_is_none(name)) {
		at = line;
		if (!cut_from(&at, &name))
			return false;
	}
	f->function = name;
	read_rest(f, at);
	return true;
}

/* ^ and $ tie a rule to the start and the end of a name. */
enum { TIED_START = 1, TIED_END = 2 };

static struct str bare(const char *rule, unsigned int *tied)
{
	bool start = *rule == '^';
	size_t n = strlen(rule + start);
	bool end = n && rule[start + n - 1] == '$';

	*tied = (start ? TIED_START : 0) | (end ? TIED_END : 0);
	return str_make(rule + start, n - end);
}

static bool rule_fits(const char *rule, struct str name)
{
	unsigned int tied;
	struct str part = bare(rule, &tied);

	switch (tied) {
	case TIED_START | TIED_END:
		return str_eq(name, part);
	case TIED_START:
		return str_starts(name, part);
	case TIED_END:
		return str_ends(name, part);
	default:
		return str_has(name, part);
	}
}

void frame_skips_init(struct frame_skips *skips)
{
	unsigned int tied;

	litset_init(&skips->helpers);
	for (unsigned int i = 0; i < nr_oops_skip; i++)
		litset_add(&skips->helpers, bare(oops_skip[i], &tied));
	litset_init(&skips->anchors);
	for (unsigned int i = 0; i < nr_oops_anchors; i++)
		litset_add(&skips->anchors, str_from(oops_anchors[i]));
}

bool frame_is_skipped(const struct frame_skips *skips, struct str function,
		      const char *const *more)
{
	struct lit_hit hit;

	for (; more && *more; more++)
		if (rule_fits(*more, function))
			return true;
	for (size_t at = 0; litset_find(&skips->helpers, function, at, &hit);
	     at = hit.at + 1) {
		do {
			if (rule_fits(oops_skip[hit.index], function))
				return true;
		} while (litset_again(&skips->helpers, function, &hit));
	}
	/* too short for the set */
	for (unsigned int i = 0; i < nr_oops_skip_short; i++)
		if (str_eq(function, str_from(oops_skip_short[i])))
			return true;
	return false;
}

static struct str below_anchor(const struct frame_skips *skips,
			       const struct str_list *functions)
{
	struct str last = functions->v[0];
	struct lit_hit hit;

	for (size_t i = 0; i < functions->nr; i++) {
		struct str f = functions->v[i];

		/* what it calls differs, and is not to blame */
		if (str_has(f, STR("smp_call_function")))
			return f;
		if (litset_find(&skips->anchors, f, 0, &hit))
			break;
		last = f;
	}
	return last;
}

static struct str waiter(const struct str_list *functions)
{
	static const char *const groups[] = { "rtnl_lock", "synchronize_rcu",
		"synchronize_srcu", "synchronize_net", "synchronize_sched" };
	static const char *const waits[] = { "sched", "_lock", "_slowlock",
		"down", "rwsem", "completion", "kthread", "wait",
		"synchronize", "context_switch", "__switch_to",
		"cancel_delayed_work", "rcu_barrier" };

	for (size_t i = 0; i < functions->nr; i++)
		for (size_t k = 0; k < ARRAY_SIZE(groups); k++)
			if (str_has(functions->v[i], str_from(groups[k])))
				return functions->v[i];
	for (size_t i = 0; i < functions->nr; i++) {
		bool waits_here = false;

		for (size_t k = 0; k < ARRAY_SIZE(waits); k++)
			waits_here |= str_has(functions->v[i],
					      str_from(waits[k]));
		if (!waits_here)
			return functions->v[i];
	}
	return STR_NONE;
}

struct str frame_choose(enum oops_chooser chooser,
			const struct frame_skips *skips,
			const struct str_list *functions)
{
	if (!functions->nr)
		return STR_NONE;
	switch (chooser) {
	case CHOOSE_BELOW_ANCHOR:
		return below_anchor(skips, functions);
	case CHOOSE_WAITER:
		return waiter(functions);
	case CHOOSE_FIRST:
		break;
	}
	return functions->v[0];
}
