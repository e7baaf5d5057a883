// SPDX-License-Identifier: GPL-2.0
/* Larch gigabit Ethernet */
#include <linux/netdevice.h>
#include "larch.h"

int larch_rx_refill(struct larch_priv *priv, int budget)
{
	struct larch_ring *rx = &priv->rx;
	int done = 0;

	while (done < budget && larch_ring_room(rx)) {
		void *page = larch_page_get(priv);

		if (!page)
			break;
		rx->slot[rx->head++ % LARCH_RX_RING] = page;
		done++;
	}
	return done;
}

static int larch_poll(struct napi_struct *napi, int budget)
{
	struct larch_priv *priv = napi_to_priv(napi);
	int work = larch_rx(priv, budget);

	if (work < budget)
		napi_complete_done(napi, work);
	return work;
}

static irqreturn_t larch_irq(int irq, void *data)
{
	struct larch_priv *priv = data;

	larch_rx_refill(priv, LARCH_RX_RING);
	napi_schedule(&priv->napi);
	return IRQ_HANDLED;
}

static void larch_tx_timeout(struct net_device *dev, unsigned int queue)
{
	struct larch_priv *priv = netdev_priv(dev);

	netdev_warn(dev, "queue %u timed out\n", queue);
	larch_reset(priv);
}

static int larch_open(struct net_device *dev)
{
	struct larch_priv *priv = netdev_priv(dev);

	napi_enable(&priv->napi);
	netif_start_queue(dev);
	return 0;
}
