// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_wrap.h"

#include "report/trace_pattern.h"

/* A word that would not have fitted into this many columns was wrapped. */
#define WRAP_COLUMN	72

/* No message of the kernel ends like this. */
static const char *const halves[] = {
	"BUG: KASAN: %k in%_%$", "BUG: KMSAN: %k in%_%$",
	"BUG: KFENCE: %*in%_%$", "BUG: KCSAN: %*{in|/}%_%$",
	"^WARNING: CPU: %d PID: %d at%_%$", "^WARNING: CPU: %d PID: %d%_%$",
	"^WARNING: CPU: %d PID: %d at %w%_%$", "by task%_%$",
	"^CPU: %d %*Not tainted%_%$", "^CPU: %d %*Comm:%_%$",
	"called from invalid context at%_%$", "called from invalid%_%$",
	"^%_[<%x>]%_%$", "^%_[%x] [%x]%_%$", "NIP [%x]%_%$", "RIP: %d:%_%$",
	"^Hardware name: %*{/|BIOS}%_%$", ", at:%_%$",
	"dereference, address:%_%$", "dereference at%_%$",
	"paging request at%_%$", "page fault for address:%_%$",
};

static bool ends_in_half(struct str s)
{
	for (size_t i = 0; i < ARRAY_SIZE(halves); i++) {
		struct pattern_match m = { .nr = 0 };

		if (pattern_in_line(halves[i], s, &m))
			return true;
	}
	return false;
}

/* Does @s begin as no rest of a line does? */
static bool begins_anew(struct str s)
{
	return !s.n || is_blank(*s.p) || *s.p == '[' || *s.p == '<' ||
	       *s.p == '-' || *s.p == '=' ||
	       str_starts(s, STR("CPU: ")) || str_starts(s, STR("RIP: ")) ||
	       str_starts(s, STR("Call ")) ||
	       str_starts(s, STR("Modules linked")) ||
	       str_starts(s, STR("Hardware name"));
}

/* "CPU: 3 PID: 7 Comm: ip Tainted: G W" / "6.8.0-rc4 #17" */
static bool is_version_below(struct str s, struct str next)
{
	return str_starts(s, STR("CPU: ")) && str_has(s, STR(" Tainted: ")) &&
	       !str_has(s, STR(" #")) && is_digit(*next.p);
}

bool trace_is_wrapped(const struct trace_line *line,
		      const struct trace_line *next, bool narrow)
{
	struct str s = line->raw, rest = next->text, word;

	if (next->who.n || begins_anew(next->text))
		return false;
	trace_cut_quotes(&s);
	s = str_trim_end(s);
	if (s.n > 2 * WRAP_WIDTH || !str_word(&rest, &word))
		return false;
	if (ends_in_half(line->text) ||
	    is_version_below(line->text, next->text))
		return true;
	return narrow && line->who.n && s.n + 1 + word.n > WRAP_COLUMN;
}
