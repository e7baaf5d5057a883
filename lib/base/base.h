/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included first by every file: the standard headers, attributes, scope-bound
 * cleanup, and the functions that are banned here.
 */
#ifndef BASE_H
#define BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define __printf(fmt, args)	__attribute__((format(printf, fmt, args)))
#define __must_check		__attribute__((warn_unused_result))
#define __maybe_unused		__attribute__((unused))
#define __noreturn		__attribute__((noreturn))

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)	((a) < (b) ? (a) : (b))
#define MAX(a, b)	((a) > (b) ? (a) : (b))

/*
 * Handles given back when their scope ends, after the kernel's
 * linux/cleanup.h:
 *
 *	DEFINE_FREE(commit, git_commit *, git_commit_free(*p))
 *	git_commit *tip __free(commit) = NULL;
 */
#define DEFINE_FREE(name, type, expr)					\
	static inline __maybe_unused void name##_cleanup_(type *p)	\
	{								\
		expr;							\
	}
#define __free(name)	__attribute__((cleanup(name##_cleanup_)))

DEFINE_FREE(mem, void *, free(*p))
DEFINE_FREE(file, FILE *, if (*p) fclose(*p))

/*
 * Memory from malloc() that cannot be NULL.  Without memory the program ends
 * in this one place: state is transactional, so nothing is lost.
 */
void *mem_alloc(size_t n) __must_check;
void *mem_realloc(void *p, size_t n) __must_check;
__noreturn void mem_exhausted(void);

/* Not to be used: no bounds, hidden state, or errors that cannot be seen. */
#define BANNED(f)	use_of_##f##_is_banned
#undef strcpy
#define strcpy(...)	BANNED(strcpy)
#undef strcat
#define strcat(...)	BANNED(strcat)
#undef strncpy
#define strncpy(...)	BANNED(strncpy)
#undef strncat
#define strncat(...)	BANNED(strncat)
#undef sprintf
#define sprintf(...)	BANNED(sprintf)
#undef vsprintf
#define vsprintf(...)	BANNED(vsprintf)
#undef strtok
#define strtok(...)	BANNED(strtok)
#undef atoi
#define atoi(...)	BANNED(atoi)
#undef atol
#define atol(...)	BANNED(atol)
#undef gmtime
#define gmtime(...)	BANNED(gmtime)
#undef localtime
#define localtime(...)	BANNED(localtime)
#undef ctime
#define ctime(...)	BANNED(ctime)
#undef asctime
#define asctime(...)	BANNED(asctime)
#undef alloca
#define alloca(...)	BANNED(alloca)

#endif
