// SPDX-License-Identifier: GPL-2.0-only
/*
 * A few messages are worked on here and now.  Where there are many, batches of
 * them go to children, one for each processor, whose output comes in the order
 * of the messages all the same: archives are read as fast as the machine can,
 * and a message that kills a parser costs itself.
 */
#include "base/base.h"

#include <signal.h>
#include <unistd.h>

#include "each_message.h"

#include "base/guard_each.h"

/* One message and what is understood of it; more than any should need. */
#define MESSAGE_MEMORY_MAX	((size_t)1 << 30)

/*
 * Messages for one child, whose start costs what the work on ten of them does,
 * and whose memory is copied when it is written to.
 */
#define BATCH_MAX	512
#define BATCH_BYTES	((size_t)8 << 20)
#define CHILDREN_MAX	16

/* Of one message; what is printed of it can be longer than the message. */
static const struct guard_limits limits = {
	.cpu_seconds = 60,
	.wall_seconds = 300,
	.answer = (size_t)512 << 20,
};

struct batch {
	struct arena arena;		/* of the messages */
	struct arena scratch;		/* of the child */
	struct raw_message v[BATCH_MAX];
	size_t nr;
	struct guard_each guard;
	struct each *each;
};

struct each {
	struct app *app;
	int (*work)(struct app *app, struct arena *a,
		    const struct raw_message *raw);
	const char *path;
	int code;			/* the worst so far */
	size_t nr_children;
	/* a ring: those that are worked on, then the one that is filled */
	struct batch batches[CHILDREN_MAX + 1];
	size_t first, working;
};

/* --- in a child ----------------------------------------------------------- */

/* The answer: the exit code, what goes to the log, a NUL, what is printed. */
static int answer(void *ctx, size_t i, struct buf *out)
{
	struct batch *b = ctx;
	struct app app = *b->each->app;
	char *log = NULL, *printed = NULL;
	size_t log_n = 0, printed_n = 0;

	app.log.out = open_memstream(&log, &log_n);
	app.out = open_memstream(&printed, &printed_n);
	if (!app.log.out || !app.out)
		return -1;
	arena_reset(&b->scratch);
	buf_addc(out, (char)b->each->work(&app, &b->scratch, &b->v[i]));
	fclose(app.log.out);
	fclose(app.out);
	buf_add(out, str_make(log, strlen(log)));
	buf_addc(out, '\0');
	buf_add(out, str_make(printed, printed_n));
	free(log);
	free(printed);
	return 0;
}

/* --- in the parent -------------------------------------------------------- */

static void take_answer(struct each *e, struct str bytes)
{
	struct str log;

	e->code = exit_worse(e->code, (unsigned char)bytes.p[0]);
	bytes = str_from_off(bytes, 1);
	str_split(&bytes, '\0', &log);
	if (log.n)
		fflush(e->app->out);	/* in order where both go to one place */
	fwrite(log.p, 1, log.n, e->app->log.out);
	fwrite(bytes.p, 1, bytes.n, e->app->out);
}

/* Waits for the first batch that is worked on. */
static int finish_first(struct each *e, struct err *err)
{
	struct batch *b = &e->batches[e->first];
	struct str bytes;
	int rc;

	while ((rc = guard_each_next(&b->guard, &bytes, err)) != 0) {
		if (rc > 0) {
			take_answer(e, bytes);
			continue;
		}
		if (rc != ERR_MSG)
			return rc;
		log_error(&e->app->log, "%.*s: %s",
			  STR_ARG(b->v[b->guard.done - 1].origin), err->msg);
		e->code = exit_worse(e->code, EXIT_PERSON);
	}
	guard_each_stop(&b->guard);
	arena_reset(&b->arena);
	b->nr = 0;
	e->first = (e->first + 1) % ARRAY_SIZE(e->batches);
	e->working--;
	return 0;
}

static void batch_init(struct batch *b)
{
	arena_init(&b->arena, MESSAGE_MEMORY_MAX);
	arena_init(&b->scratch, MESSAGE_MEMORY_MAX);
}

static struct batch *filling(struct each *e)
{
	return &e->batches[(e->first + e->working) % ARRAY_SIZE(e->batches)];
}

/* The batch that was filled goes to a child, as soon as one is free. */
static int hand_over(struct each *e, struct err *err)
{
	struct batch *b = filling(e);

	if (e->working == e->nr_children && finish_first(e, err) < 0)
		return err->code;
	b->each = e;
	e->working++;
	return guard_each_start(&b->guard, &limits, b->nr, answer, b, err);
}

static bool is_full(const struct batch *b)
{
	return b->nr == BATCH_MAX || b->arena.used >= BATCH_BYTES;
}

static void add(struct batch *b, const struct raw_message *raw)
{
	b->v[b->nr++] = (struct raw_message){
		.bytes = str_dup(&b->arena, raw->bytes),
		.origin = str_dup(&b->arena, raw->origin),
		.mark = STR_NONE,
	};
}

/* The last ones; all of them, where they are few. */
static int finish(struct each *e, struct err *err)
{
	struct batch *b = filling(e);

	if (!e->working) {
		for (size_t i = 0; i < b->nr; i++) {
			arena_reset(&b->scratch);
			e->code = exit_worse(e->code,
					     e->work(e->app, &b->scratch,
						     &b->v[i]));
		}
		b->nr = 0;
		arena_reset(&b->arena);
		return 0;
	}
	if (b->nr && hand_over(e, err) < 0)
		return err->code;
	while (e->working)
		if (finish_first(e, err) < 0)
			return err->code;
	return 0;
}

/* What was read before the source failed counts. */
static int read_all(struct each *e, struct source *source, struct err *err)
{
	struct err trouble = ERR_INIT;
	struct raw_message raw;
	int got;

	while ((got = source_next(source, &raw, &trouble)) > 0) {
		if (raw.removed)
			continue;
		if (is_full(filling(e)) && hand_over(e, err) < 0)
			return err->code;
		add(filling(e), &raw);
	}
	if (finish(e, err) < 0)
		return err->code;
	*err = trouble;
	return got;
}

static int each_of(struct each *e, const char *path)
{
	struct source *source __free(source) = NULL;
	struct err err = ERR_INIT;

	/* a FILE is input; sources of the configuration are something else */
	if (source_any_open(&source, path, &err) < 0) {
		log_error(&e->app->log, "%s", err.msg);
		return EXIT_INPUT;
	}
	e->code = EXIT_DONE;
	if (read_all(e, source, &err) < 0)
		e->code = exit_worse(e->code, app_fail(e->app, &err));
	return e->code;
}

static size_t processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return (size_t)MIN(MAX(n, 1L), (long)CHILDREN_MAX);
}

int each_message(struct app *app, const struct usage *usage, int argc,
		 char **argv,
		 int (*work)(struct app *app, struct arena *a,
			     const struct raw_message *raw))
{
	int code = options_parse(app, usage, &argc, &argv);
	struct each *e;

	if (code != OPTIONS_GO_ON)
		return code;
	/* these commands have no connections; "| head" ends them */
	signal(SIGPIPE, SIG_DFL);
	code = EXIT_DONE;
	e = mem_alloc(sizeof(*e));
	*e = (struct each){
		.app = app, .work = work, .nr_children = processors(),
	};
	for (size_t i = 0; i < ARRAY_SIZE(e->batches); i++)
		batch_init(&e->batches[i]);
	for (int i = 0; i < argc; i++)
		code = exit_worse(code, each_of(e, argv[i]));
	for (size_t i = 0; i < ARRAY_SIZE(e->batches); i++) {
		guard_each_stop(&e->batches[i].guard);
		arena_release(&e->batches[i].arena);
		arena_release(&e->batches[i].scratch);
	}
	free(e);
	return code;
}
