// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as a mail: libFuzzer's entry; corpus: tests/cases/mail-*. */
#include "../lib/message_is_sound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a __free(arena) = { .max = (size_t)512 << 20 };
	struct str raw = str_make((const char *)data, size);
	struct message m;
	struct err err;

	if (message_parse(&m, &a, raw, STR("input"), &err) == 0 &&
	    !message_is_sound(&m))
		abort();
	return 0;
}
