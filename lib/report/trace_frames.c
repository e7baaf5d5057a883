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

/* A name that is followed by "+0x.." or by ".isra.0"; cut off *s. */
static struct str cut_function(struct str *s)
{
	size_t n = name_len(*s);
	struct str name = str_sub(*s, 0, n);

	if (!n || n >= s->n || (s->p[n] != '+' && s->p[n] != '.'))
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
	} else if (*at.p == '.' && !str_has(at, STR("+0x"))) {
		return false;
	}
	f->function = name;
	read_rest(f, at);
	return true;
}

static bool any_of(const char *const *patterns, struct str line)
{
	struct pattern_match m;

	for (; *patterns; patterns++) {
		m.nr = 0;
		if (pattern_in_line(*patterns, line, &m))
			return true;
	}
	return false;
}

bool stack_starts(struct str line)
{
	return any_of(oops_stack_starts, line);
}

bool stack_spoiled(struct str line)
{
	return any_of(oops_spoilers, line);
}

enum { ANCHOR_START = 1, ANCHOR_END = 2 };

/* A part of a name as the table writes it: bare literal and anchors. */
static const char *bare(const char *rule, uint8_t *anchor, size_t *n)
{
	*anchor = 0;
	if (*rule == '^') {
		*anchor |= ANCHOR_START;
		rule++;
	}
	*n = strlen(rule);
	if (*n && rule[*n - 1] == '$') {
		*anchor |= ANCHOR_END;
		--*n;
	}
	return rule;
}

static bool rule_fits(const char *rule, struct str name)
{
	uint8_t anchor;
	size_t n;
	struct str part = STR_NONE;

	part.p = bare(rule, &anchor, &n);
	part.n = n;
	if (anchor & ANCHOR_START && anchor & ANCHOR_END)
		return str_eq(name, part);
	if (anchor & ANCHOR_START)
		return str_starts(name, part);
	if (anchor & ANCHOR_END)
		return str_ends(name, part);
	return str_has(name, part);
}

void frame_skips_init(struct frame_skips *skips)
{
	litset_init(&skips->set);
	for (unsigned int i = 0; i < nr_oops_skip; i++)
		litset_add(&skips->set, oops_skip[i]);
}

bool frame_is_skipped(const struct frame_skips *skips, struct str function,
		      const char *const *more)
{
	(void)skips;
	for (; more && *more; more++)
		if (rule_fits(*more, function))
			return true;
	for (unsigned int i = 0; i < nr_oops_skip; i++)
		if (rule_fits(oops_skip[i], function))
			return true;
	return false;
}

static bool is_anchor(struct str function)
{
	for (unsigned int i = 0; i < nr_oops_anchors; i++)
		if (str_has(function, str_from(oops_anchors[i])))
			return true;
	return false;
}

static struct str below_anchor(const struct str_list *functions)
{
	struct str last = functions->v[0];

	for (size_t i = 0; i < functions->nr; i++) {
		struct str f = functions->v[i];

		if (str_has(f, STR("smp_call_function")))
			return f;
		if (is_anchor(f))
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
			const struct str_list *functions)
{
	if (!functions->nr)
		return STR_NONE;
	switch (chooser) {
	case CHOOSE_BELOW_ANCHOR:
		return below_anchor(functions);
	case CHOOSE_WAITER:
		return waiter(functions);
	case CHOOSE_FIRST:
		break;
	}
	return functions->v[0];
}
