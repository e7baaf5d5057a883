// SPDX-License-Identifier: GPL-2.0
/* Sockets of the Heron protocol */
#include <net/heron.h>

static int heron_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct heron_sock *hs = heron_sk(sock->sk);
	struct heron_route *route = heron_route_get(hs->peer);
	int err;

	if (!route)
		return -ENETUNREACH;
	err = heron_xmit(route, msg, len);
	heron_route_put(route);
	return err;
}

static int heron_connect(struct socket *sock, struct sockaddr *addr, int len,
			 int flags)
{
	struct heron_sock *hs = heron_sk(sock->sk);

	if (len < (int)sizeof(struct sockaddr_heron))
		return -EINVAL;
	hs->peer = heron_addr(addr);
	return 0;
}

static int heron_release(struct socket *sock)
{
	struct sock *sk = sock->sk;

	sock_orphan(sk);
	sock_put(sk);
	return 0;
}
