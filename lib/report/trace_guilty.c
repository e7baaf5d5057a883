// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_guilty.h"

#include "report/trace_pattern.h"

/* Helpers are called by the guilty; patterns of paths. */
static const char *const helpers[] = {
	"%*.h%$",
	/* libraries, checkers, what prints the report */
	"^lib/", "^virt/lib/", "^tools/", "^trusty/",
	"^mm/{kasan|kmsan|kfence}/", "^kernel/kcsan/", "^kernel/printk/",
	"^kernel/{kcov|panic|bug|stacktrace|hung_task|watchdog}.c",
	"^arch/%*/kernel/{apic/|traps|stacktrace|dumpstack|unwind}",
	"^arch/%*/kernel/{entry|irq|process|syscall|debug-monitors|nmi}",
	"^arch/%*/mm/{fault|physaddr|extable}.c", "^arch/%*/{entry|lib}/",
	/* memory */
	"^mm/{slab|slub|slob|page_alloc|percpu|vmalloc|util|mempool|memory}",
	"^mm/{filemap|truncate|folio-compat|swap|gup|maccess|usercopy}",
	"^mm/{kmemleak|debug}",
	/* locks, scheduler, timers, deferred work */
	"^kernel/{locking|sched|rcu|time|entry|irq|futex}/",
	"^kernel/{softirq|kthread|workqueue|smp|smpboot|stop_machine}",
	"^kernel/{task_work|exit|fork|signal|futex|context_tracking}",
	"^drivers/{clocksource|irqchip}/",
	/* cores that everybody calls */
	"^net/core/{dev|sock|skbuff|datagram|stream}.c", "^net/socket.c",
	"^fs/{dcache|inode|file_table|read_write}.c", "^fs/proc/generic.c",
	"^drivers/usb/core/{urb|hcd|message}.c",
	"^drivers/base/{core|dd|bus|devres|class}.c",
	"^drivers/tty/{tty_ldsem|tty_port}.c",
};

static bool is_helper(struct str file)
{
	for (size_t i = 0; i < ARRAY_SIZE(helpers); i++) {
		struct pattern_match m = { .nr = 0 };

		if (pattern_in_line(helpers[i], file, &m))
			return true;
	}
	return false;
}

static bool path_char(char c)
{
	return is_alnum(c) || c == '_' || c == '-' || c == '/' || c == '.';
}

/* The path before the colon at @at in @line, if it is one of a source. */
static struct str path_before(struct str line, size_t at)
{
	size_t from = at;
	struct str path;

	while (from && path_char(line.p[from - 1]))
		from--;
	path = str_sub(line, from, at - from);
	if (path.n < 3 || (!str_ends(path, STR(".c")) &&
			   !str_ends(path, STR(".h")) &&
			   !str_ends(path, STR(".rs"))))
		return STR_NONE;
	str_skip(&path, STR("./"));
	return path;
}

/* The first "path.c:123" in @line, or STR_NONE. */
static struct str first_path(struct str line)
{
	for (size_t i = 1; i + 1 < line.n; i++) {
		struct str path;
		const char *colon = memchr(line.p + i, ':', line.n - i - 1);

		if (!colon)
			break;
		i = (size_t)(colon - line.p);
		if (!is_digit(line.p[i + 1]))
			continue;
		path = path_before(line, i);
		if (!str_is_none(path))
			return path;
	}
	return STR_NONE;
}

/* "arch/x86/kvm/../../../virt/kvm/eventfd.c" without its detours */
static struct str straight(struct arena *a, struct str path)
{
	struct str part, rest = path;
	char *out;
	size_t n = 0;

	if (!str_has(path, STR("../")))
		return path;
	out = arena_alloc(a, path.n + 1);
	while (str_split(&rest, '/', &part)) {
		if (str_eq(part, STR("..")) && n) {
			n = (size_t)(str_rchr(str_make(out, n), '/') + 1);
			n -= n > 0;
			continue;
		}
		if (n)
			out[n++] = '/';
		memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	return str_make(out, n);
}

static struct str folder(struct str path)
{
	ptrdiff_t at = str_rchr(path, '/');

	return str_sub(path, 0, at < 0 ? 0 : (size_t)at);
}

/* " #0: (&lock){..}, at: func file.c:1": who holds a lock is no culprit */
static bool is_lock_line(struct str line)
{
	struct pattern_match m = { .nr = 0 };

	return pattern_in_line("^%_#%d: ", line, &m);
}

/* A stall begins below the interrupt that found it. */
static size_t first_line(const struct trace_report *r, struct str title)
{
	if (!str_starts(title, STR("INFO: rcu detected stall")))
		return 0;
	for (size_t i = 0; i < r->lines.nr; i++) {
		struct str s = r->lines.v[i];

		if (str_has(s, STR("apic_timer_interrupt+")) ||
		    str_has(s, STR("el1_irq+")) ||
		    str_has(s, STR("el1h_64_irq+")) ||
		    str_has(s, STR("__irq_svc")))
			return i + 1;
	}
	return 0;
}

/* Does @path lie in a folder below that of @guilty, by two levels or more? */
static bool lies_deeper(struct str path, struct str guilty)
{
	struct str home = folder(guilty);

	return str_starts(path, home) && path.n > home.n + 1 &&
	       path.p[home.n] == '/' &&
	       str_chr(str_from_off(path, home.n + 1), '/') > 0;
}

struct str trace_guilty(struct arena *a, const struct trace_report *r,
			struct str title)
{
	struct str guilty = STR_NONE;
	bool found = false;

	for (size_t i = first_line(r, title); i < r->lines.nr; i++) {
		struct str path = first_path(r->lines.v[i]);

		if (str_is_none(path))
			continue;
		path = straight(a, path);
		if (str_is_none(guilty))
			guilty = path;
		/* logs of builds have thousands of paths: the cheap test first */
		if (found && !lies_deeper(path, guilty))
			continue;
		if (is_helper(path) || is_lock_line(r->lines.v[i]))
			continue;
		guilty = path;
		found = true;
	}
	return guilty;
}
