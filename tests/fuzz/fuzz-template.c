// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of strangers in a shipped template: the first bytes choose which, the
 * rest, cut at NUL, are the values.  The draft must be one that can be sent,
 * and no line of it may be one that programs obey.
 */
#include "base/base.h"

#include "mail/write.h"
#include "reply/template.h"
#include "reply/wrap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"Subject: {{a}} {{b}}\n"
	"{{#a}}\n{{a}} and {{b}}{{/a}}{{^b}} or {{a}}\n{{/b}}\n\n"
	"|{{a}}\n|{{b}} {{a}}\n  {{b}}\n{{#list}}\n|{{c}}{{#c}} {{b}}\n{{/c}}\n{{/list}}\n"
	"{{b}} {{a}} {{b}}\n";

static const char *folder(void)
{
	static char dir[] = "/tmp/fuzz-template.XXXXXX";
	static bool made;
	char path[64];

	if (made)
		return dir;
	made = mkdtemp(dir);
	snprintf(path, sizeof(path), "%s/t.txt", dir);

	FILE *f __free(file) = fopen(path, "w");

	if (!made || !f || fputs(text, f) < 0)
		abort();
	return dir;
}

static void check(struct str body)
{
	struct str line;

	while (str_line(&body, &line))
		if (line_is_marked(line))
			abort();
	if (!str_is_utf8(body))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *dirs[] = { folder(), NULL };
	struct str rest = str_make((const char *)data, size), value = STR("");
	struct arena a __free(arena);
	struct buf body __free(buf);
	struct err err = ERR_INIT;
	struct template *t;
	struct str subject;
	struct vars *v;

	arena_init(&a, (size_t)256 << 20);
	buf_init(&body, 8 << 20);
	v = vars_new(&a);
	str_split(&rest, '\0', &value);
	vars_set(v, "a", value);
	value = STR("");
	str_split(&rest, '\0', &value);
	vars_set(v, "b", value);
	vars_set(v, "list", STR_NONE);
	while (str_split(&rest, '\0', &value))
		vars_set(vars_add(v, "list"), "c", value);
	if (template_load(&t, &a, dirs, "t", &err) < 0)
		abort();
	if (template_render(&body, &subject, &a, t, v, &err) == 0)
		check(buf_str(&body));
	return 0;
}
