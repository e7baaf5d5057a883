// SPDX-License-Identifier: GPL-2.0
/* Routes of the Heron protocol, counted by their users */
#include <net/heron.h>

struct heron_route *heron_route_get(u32 peer)
{
	struct heron_route *route;

	rcu_read_lock();
	route = heron_route_lookup(peer);
	if (route && !refcount_inc_not_zero(&route->users))
		route = NULL;
	rcu_read_unlock();
	return route;
}

void heron_route_put(struct heron_route *route)
{
	if (refcount_dec_and_test(&route->users))
		kfree_rcu(route, rcu);
}

void heron_route_flush(struct net_device *dev)
{
	struct heron_route *route;

	list_for_each_entry(route, &heron_routes, list)
		if (route->dev == dev)
			heron_route_unlink(route);
}
