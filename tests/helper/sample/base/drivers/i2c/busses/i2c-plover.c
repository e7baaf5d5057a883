// SPDX-License-Identifier: GPL-2.0
/* I2C controller of the Plover SoC */
#include <linux/i2c.h>

static int plover_wait(struct plover_i2c *i2c)
{
	if (!wait_for_completion_timeout(&i2c->done, PLOVER_TIMEOUT))
		return -ETIMEDOUT;
	return i2c->status;
}

static int plover_xfer(struct i2c_adapter *adap, struct i2c_msg *msg, int num)
{
	struct plover_i2c *i2c = i2c_get_adapdata(adap);
	int i, err;

	for (i = 0; i < num; i++) {
		plover_start(i2c, &msg[i]);
		err = plover_wait(i2c);
		if (err)
			return err;
	}
	return num;
}
