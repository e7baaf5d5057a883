// SPDX-License-Identifier: GPL-2.0
/* Wren audio codec */
#include <sound/soc.h>
#include "wren.h"

static int wren_set_bias_level(struct snd_soc_component *component,
			       enum snd_soc_bias_level level)
{
	switch (level) {
	case SND_SOC_BIAS_ON:
	case SND_SOC_BIAS_PREPARE:
		wren_write(component, WREN_POWER, WREN_POWER_ALL);
		break;
	case SND_SOC_BIAS_STANDBY:
		wren_write(component, WREN_POWER, WREN_POWER_ALL);
		break;
	case SND_SOC_BIAS_OFF:
		wren_write(component, WREN_POWER, 0);
		break;
	}
	return 0;
}
