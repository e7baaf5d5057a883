// SPDX-License-Identifier: GPL-2.0-only
#include "base/terminal.h"

void terminal_clean(char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		unsigned char next = i + 1 < n ? (unsigned char)s[i + 1] : 0;

		if (c == '\t')
			s[i] = ' ';
		else if ((c < 0x20 && c != '\n') || c == 0x7f)
			s[i] = '?';
		else if (c == 0xc2 && next >= 0x80 && next < 0xa0)
			s[i] = s[i + 1] = '?';	/* U+009B is as good as ESC [ */
	}
}
