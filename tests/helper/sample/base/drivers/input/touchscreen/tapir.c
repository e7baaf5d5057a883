// SPDX-License-Identifier: GPL-2.0
/* Tapir touch controller */
#include <linux/input.h>

static irqreturn_t tapir_irq(int irq, void *data)
{
	struct tapir *ts = data;

	tapir_report(ts);
	return IRQ_HANDLED;
}

static int tapir_suspend(struct device *dev)
{
	struct tapir *ts = dev_get_drvdata(dev);

	disable_irq(ts->irq);
	return tapir_sleep(ts);
}

static int tapir_resume(struct device *dev)
{
	struct tapir *ts = dev_get_drvdata(dev);

	enable_irq(ts->irq);
	return tapir_wake(ts);
}
