// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_signs.h"

#include "report/trace_pattern.h"

/* A text may consist of nothing else; the reports are few. */
#define HITS_MAX	32768

const struct oops_header *sign_header(const struct sign_hit *hit)
{
	return hit->index < nr_oops_headers ? &oops_headers[hit->index] : NULL;
}

const struct oops_sign *sign_of(const struct sign_hit *hit)
{
	return hit->index < nr_oops_headers ?
		NULL : &oops_signs[hit->index - nr_oops_headers];
}

static struct str line_at(struct str text, size_t at)
{
	size_t start = (size_t)(str_rchr(str_sub(text, 0, at), '\n') + 1);
	struct str rest = str_from_off(text, start), line;

	return str_line(&rest, &line) ? line : STR("");
}

static bool fits(const char *pattern, struct str line)
{
	struct pattern_match m = { .nr = 0 };

	return pattern_in_line(pattern, line, &m);
}

static bool fits_any(const char *const *patterns, struct str line)
{
	for (; patterns && *patterns; patterns++)
		if (fits(*patterns, line))
			return true;
	return false;
}

static void take(struct trace_signs *s, struct arena *a,
		 const struct lit_hit *lit)
{
	struct sign_hit hit = { lit->at, lit->index };
	const struct oops_sign *sign = sign_of(&hit);

	if (sign && sign->kind == SIGN_SUPPRESS) {
		s->suppressed = s->suppressed || !sign->pattern ||
			fits(sign->pattern, line_at(s->text, lit->at));
		return;
	}
	if (sign && sign->kind == SIGN_PANIC)
		s->panicked = true;
	if (s->hits.nr < HITS_MAX)
		*list_add(a, &s->hits) = hit;
}

void trace_signs_find(struct trace_signs *s, struct arena *a, struct str text)
{
	struct litset set;
	struct lit_hit hit;

	*s = (struct trace_signs){ .text = text };
	litset_init(&set);
	for (unsigned int i = 0; i < nr_oops_headers; i++)
		litset_add(&set, str_from(oops_headers[i].literal));
	for (unsigned int i = 0; i < nr_oops_signs; i++)
		litset_add(&set, str_from(oops_signs[i].literal));
	for (size_t at = 0; litset_find(&set, text, at, &hit);
	     at = hit.at + 1) {
		do {
			take(s, a, &hit);
		} while (litset_again(&set, text, &hit));
	}
}

size_t trace_signs_from(const struct trace_signs *s, size_t at)
{
	size_t lo = 0, hi = s->hits.nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->hits.v[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static const struct oops_header *headline(uint64_t headers, struct str line)
{
	if (!headers || fits_any(oops_never, line))
		return NULL;
	for (unsigned int i = 0; i < nr_oops_headers; i++)
		if (headers >> i & 1 && !fits_any(oops_headers[i].unless, line))
			return &oops_headers[i];
	return NULL;
}

/* "Internal error: Oops - BUG: 0": one of several headers is enough */
static bool any_follows(uint64_t headers)
{
	for (unsigned int i = 0; i < nr_oops_headers; i++)
		if (headers >> i & 1 && oops_headers[i].follows)
			return true;
	return false;
}

void trace_signs_in_line(const struct trace_signs *s, size_t *nr,
			 size_t start, size_t end, struct str message,
			 struct line_signs *out)
{
	struct str line = str_sub(s->text, start, end - start);

	*out = (struct line_signs){ 0 };
	for (; *nr < s->hits.nr && s->hits.v[*nr].at < end; ++*nr) {
		const struct sign_hit *hit = &s->hits.v[*nr];
		const struct oops_sign *sign = sign_of(hit);

		if (hit->at < start)
			continue;
		if (!sign)
			out->headers |= (uint64_t)1 << hit->index;
		else if (!sign->pattern || fits(sign->pattern, message))
			out->kinds |= 1u << sign->kind;
	}
	out->oops = headline(out->headers, line);
	out->follows = any_follows(out->headers);
}
