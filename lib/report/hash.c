// SPDX-License-Identifier: GPL-2.0-only
#include "report/hash.h"

size_t hash_length(struct str s)
{
	bool digit = false, letter = false;
	size_t n = 0;
	char c;

	while (n < s.n && n <= 40 && is_hex(s.p[n])) {
		if (is_digit(s.p[n]))
			digit = true;
		else
			letter = true;
		n++;
	}
	if (n < 7 || n > 40 || !digit || !letter)
		return 0;
	c = n < s.n ? s.p[n] : ' ';
	if (is_alnum(c) || strchr("_@=/+%\\&$-", c))
		return c == '-' && n + 1 < s.n && s.p[n + 1] == '-' ? n : 0;
	if (c == '.' && n + 1 < s.n && is_alnum(s.p[n + 1]))
		return 0;
	return n;
}

/* Nothing but marks, a bullet or "commit" before @off of the line. */
bool hash_at_head(struct str line, size_t off)
{
	struct str s = str_trim(str_sub(line, 0, off)), word;

	if (s.n > 30)
		return false;
	while (str_word(&s, &word)) {
		size_t n = word.n;

		while (n && (word.p[n - 1] == ':' || word.p[n - 1] == '['))
			n--;
		if (n > 1 && !str_eq_i(str_sub(word, 0, n), STR("commit")))
			return false;
	}
	return true;
}

/* Hex words that are no commits of the kernel, told by their line. */
bool hash_foreign_line(struct str s)
{
	static const char *const marks[] = {
		"clang version", "llvm", "LLVM", "compiler:", "gcc version",
		"GCC", "X.509", "BuildID", "Build ID", "BTF", "signature",
	};

	s = str_sub(s, 0, 400);
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (str_has(s, str_from(marks[i])))
			return true;
	return false;
}

/* Lengths that other things have as well need a word that says "commit". */
bool hash_odd_length(size_t n)
{
	return n == 8 || n == 16 || n == 20 || n == 24 || n == 32;
}

/*
 * Words that what follows is no commit: "index a..b" of a patch, "From <hash>
 * Mon" of a mbox, page tables; "#1 3f70a25b..." is the build of a kernel.
 */
bool hash_misleads(struct str line, size_t off)
{
	static const char *const words[] = {
		"index", "From", "extid", "PGD", "P4D", "PUD", "PMD", "PTE",
	};
	struct str s = str_trim_end(str_sub(line, off > 24 ? off - 24 : 0,
					    MIN(off, (size_t)24)));
	ptrdiff_t blank = str_rchr(s, ' ');
	struct str last = str_from_off(s, (size_t)(blank + 1));

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (str_eq(last, str_from(words[i])))
			return true;
	return last.n > 1 && last.p[0] == '#' && is_digit(last.p[1]);
}
