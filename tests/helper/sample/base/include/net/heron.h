/* SPDX-License-Identifier: GPL-2.0 */
#ifndef NET_HERON_H
#define NET_HERON_H

struct heron_route {
	refcount_t users;
	struct net_device *dev;
	u32 next_hop;
};

struct heron_sock {
	struct sock sk;
	u32 peer;
};

struct heron_route *heron_route_get(u32 peer);
void heron_route_put(struct heron_route *route);

#endif
