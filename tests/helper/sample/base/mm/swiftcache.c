// SPDX-License-Identifier: GPL-2.0
/* Swiftcache keeps clean pages for a second use */
#include <linux/mm.h>

static unsigned long swiftcache_count(struct shrinker *shrink,
				      struct shrink_control *sc)
{
	return atomic_long_read(&swiftcache_pages);
}

static unsigned long swiftcache_scan(struct shrinker *shrink,
				     struct shrink_control *sc)
{
	return swiftcache_drop(sc->nr_to_scan);
}

struct folio *swiftcache_find(struct address_space *mapping, pgoff_t index)
{
	return xa_load(&mapping->swift, index);
}

bool swiftcache_store(struct folio *folio)
{
	if (!folio_test_uptodate(folio))
		return false;
	return swiftcache_insert(folio);
}
