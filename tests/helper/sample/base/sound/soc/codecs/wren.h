/* SPDX-License-Identifier: GPL-2.0 */
#define WREN_POWER	0x04
#define WREN_POWER_ALL	0xff
#define WREN_CHARGE_PUMP	0x10
