// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_lockdep.h"

/*
 * "(&dev_priv->mm_lock){+.+.}-{3:3}": the name may hold brackets itself, as in
 * "((work_completion)(&w->work))", so its end is the last "){".
 */
static bool read_lock(struct lock_ref *lock, struct str s)
{
	ptrdiff_t open = str_chr(s, '('), close = str_rfind(s, STR("){"));
	size_t n = 0;

	if (open < 0 || close <= open)
		return false;
	lock->name = str_sub(s, (size_t)open + 1, (size_t)(close - open) - 1);
	s = str_from_off(s, (size_t)close + 1);
	while (n < s.n && s.p[n] != ',' && !is_space(s.p[n]))
		n++;
	while (n && s.p[n - 1] == ':')
		n--;
	lock->state = str_sub(s, 0, n);
	return true;
}

/* "#6", cut off *s; -1: none */
static int read_depth(struct str *s)
{
	struct str word, digits;
	uint64_t n;

	if (!str_word(s, &word) || !str_skip(&word, STR("#")))
		return -1;
	digits = word;
	if (digits.n && digits.p[digits.n - 1] == ':')
		digits.n--;
	return str_to_u64(digits, &n) && n < 1000 ? (int)n : -1;
}

/* "-> #6 (lock){state}:" and below it the stack that took it */
static size_t read_link(struct trace *t, struct arena *a,
			const struct frame_skips *skips,
			const struct str_list *lines, size_t i)
{
	struct str s = str_trim(lines->v[i]);
	struct lock_ref lock = { .depth = -1 };

	if (!str_skip(&s, STR("-> ")))
		return i;
	lock.depth = read_depth(&s);
	if (lock.depth < 0 || !read_lock(&lock, s))
		return i;
	for (; i + 1 < lines->nr; i++) {
		struct str f = frame_function(lines->v[i + 1]);

		if (str_is_none(f))
			break;
		if (str_is_none(lock.function) &&
		    !frame_is_skipped(skips, f, NULL))
			lock.function = f;
	}
	*list_add(a, &t->chain) = lock;
	return i;
}

/* " #0:  (lock){state}, at: [<pc>] func+0x1/0x2" */
static void read_held(struct trace *t, struct arena *a, struct str s)
{
	struct lock_ref lock = { .depth = -1 };
	ptrdiff_t at;

	lock.depth = read_depth(&s);
	if (lock.depth < 0 || !read_lock(&lock, s))
		return;
	at = str_find(s, STR("at: "));
	if (at >= 0)
		lock.function = frame_function(str_from_off(s, (size_t)at + 4));
	*list_add(a, &t->held) = lock;
}

void trace_locks(struct trace *t, struct arena *a,
		 const struct frame_skips *skips,
		 const struct trace_report *r)
{
	bool held = false;

	for (size_t i = 0; i < r->title_nr; i++) {
		struct str s = r->lines.v[i];
		bool sign = report_line_is(r->own.v[i].at, SIGN_LOCKS);

		if (!sign && !held)
			continue;
		if (str_has(s, STR("-> #"))) {
			i = read_link(t, a, skips, &r->lines, i);
		} else if (sign) {
			/* only of the one that crashed, not of all tasks */
			if (t->held.nr)
				break;
			held = true;
		} else {
			read_held(t, a, s);
			held = str_starts(str_trim(s), STR("#"));
		}
	}
}
