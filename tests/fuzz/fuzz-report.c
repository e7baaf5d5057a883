// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as a mail: what is understood of it must lie in the mail or the
 * arena, in whole lines, and never be a hash that is none.
 */
#include "base/base.h"

#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ref(const struct commit_ref *ref)
{
	if (ref->sha.n > 40 || (ref->sha.n && ref->sha.n < 7))
		abort();
	for (size_t i = 0; i < ref->sha.n; i++)
		if (!is_hex(ref->sha.p[i]) ||
		    to_lower(ref->sha.p[i]) != ref->sha.p[i])
			abort();
	if (ref->title.n && memchr(ref->title.p, '\n', ref->title.n))
		abort();
}

static void check(const struct report *r)
{
	bool blames = r->culprit.sha.n || r->culprit.title.n;

	if (blames != (r->claim != CLAIM_NONE) || r->culprit_mail.n > 254)
		abort();
	check_ref(&r->culprit);
	for (size_t i = 0; i < r->commits.nr; i++)
		check_ref(&r->commits.v[i]);
	for (size_t i = 0; i < r->evidence.nr; i++)
		if (r->evidence.v[i].text.n &&
		    memchr(r->evidence.v[i].text.p, '\n', r->evidence.v[i].text.n))
			abort();
	if (!(r->confidence >= 0 && r->confidence <= 1))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a __free(arena);
	struct err err = ERR_INIT;
	struct message m;
	struct report r;

	arena_init(&a, (size_t)256 << 20);
	if (message_parse(&m, &a, str_make((const char *)data, size),
			  STR("fuzz"), &err) < 0)
		return 0;
	report_read(&r, &a, &m);
	check(&r);
	return 0;
}
