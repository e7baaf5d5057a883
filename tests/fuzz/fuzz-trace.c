// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as a console log: libFuzzer's entry; corpus: tests/cases/trace-*. */
#include "../lib/trace_is_sound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a __free(arena) = { .max = (size_t)512 << 20 };

	if (!trace_is_sound(&a, str_make((const char *)data, size)))
		abort();
	return 0;
}
