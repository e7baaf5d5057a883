/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LARCH_H
#define LARCH_H

#define LARCH_RX_RING	256
#define LARCH_TX_RING	256

struct larch_ring {
	unsigned int head, tail;
	void *slot[LARCH_RX_RING];
};

struct larch_priv {
	struct napi_struct napi;
	struct larch_ring rx, tx;
	u32 msg_enable;
};

int larch_rx_refill(struct larch_priv *priv, int budget);

#endif
