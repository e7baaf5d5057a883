// SPDX-License-Identifier: GPL-2.0
/* Coot real time clock */
#include <linux/rtc.h>

static int coot_read_time(struct device *dev, struct rtc_time *tm)
{
	struct coot *coot = dev_get_drvdata(dev);
	u32 now = readl(coot->base + COOT_SECONDS);

	rtc_time64_to_tm(now, tm);
	return 0;
}

static int coot_set_time(struct device *dev, struct rtc_time *tm)
{
	struct coot *coot = dev_get_drvdata(dev);

	writel(rtc_tm_to_time64(tm), coot->base + COOT_SECONDS);
	return 0;
}

static irqreturn_t coot_alarm(int irq, void *data)
{
	struct coot *coot = data;

	rtc_update_irq(coot->rtc, 1, RTC_AF | RTC_IRQF);
	return IRQ_HANDLED;
}
