// SPDX-License-Identifier: GPL-2.0
#include <linux/ethtool.h>
#include "larch.h"

static void larch_get_ringparam(struct net_device *dev,
				struct ethtool_ringparam *ring)
{
	ring->rx_max_pending = LARCH_RX_RING;
	ring->tx_max_pending = LARCH_TX_RING;
}

static u32 larch_get_msglevel(struct net_device *dev)
{
	struct larch_priv *priv = netdev_priv(dev);

	return priv->msg_enable;
}
