// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "watch.h"

#include "io/imap.h"

#define WATCH_MEMORY_MAX	((size_t)16 << 20)
#define IDLE_MS			(28 * 60 * 1000)	/* servers hang up after 30 */
/* reports may wait for an archive, or for what a round did not get done */
#define SLEEP_MAX_MS		(5 * 60 * 1000)

/* A folder that is waited for, on a connection of its own. */
struct folder {
	size_t source;		/* of the configuration */
	struct str name;
	struct imap *im;	/* NULL: not connected */
	int64_t renew;		/* clock_ms() when IDLE has to begin anew */
};

struct folder_list {
	struct folder *v;
	size_t nr, cap;
};

struct watch {
	struct round *r;
	struct arena arena;
	int64_t *due;		/* clock_ms() when each source is asked */
	bool *no_idle;		/* its server does not know IDLE */
	struct folder_list folders;
	struct pollfd *fds;
};

/* --- being told to stop --------------------------------------------------- */

/* The one thing a handler can reach: there is no argument to hand it over. */
static volatile sig_atomic_t stop;

/* A server that does not answer must not keep us: the state is whole anyway. */
static void on_stop(__maybe_unused int sig)
{
	stop = 1;
	alarm(1);
}

static void on_alarm(__maybe_unused int sig)
{
	_exit(EXIT_DONE);
}

static void handle_signals(void)
{
	struct sigaction stopping = { .sa_handler = on_stop,
				      .sa_flags = SA_RESTART };
	struct sigaction late = { .sa_handler = on_alarm };

	sigaction(SIGTERM, &stopping, NULL);
	sigaction(SIGINT, &stopping, NULL);
	sigaction(SIGALRM, &late, NULL);
}

static bool is_stopping(void)
{
	return stop;
}

/* --- waiting for folders -------------------------------------------------- */

static const struct config_source *source_of(const struct watch *w, size_t i)
{
	return &w->r->config->sources.v[i];
}

static void drop(struct folder *f)
{
	imap_close(f->im);
	f->im = NULL;
}

static int begin(struct folder *f, struct err *err)
{
	if (imap_idle_begin(f->im, err) < 0)
		return err->code;
	f->renew = clock_ms() + IDLE_MS;
	return 0;
}

static int connect_folder(struct watch *w, struct folder *f, struct err *err)
{
	const struct config_source *c = source_of(w, f->source);
	struct imap_folder examined;

	if (imap_open(&f->im, &c->imap, err) < 0)
		return err->code;
	w->no_idle[f->source] = !imap_has_idle(f->im);
	if (w->no_idle[f->source])
		return err_set(err, ERR_SOURCE, "the server does not know IDLE");
	if (imap_examine(f->im, f->name, &examined, err) < 0)
		return err->code;
	return begin(f, err);
}

/*
 * True when waiting begins here and now.  A folder that cannot be waited for is
 * no failure: its source is asked at its pace, and then this is tried again.
 */
static bool wait_for(struct watch *w, struct folder *f)
{
	struct err err = ERR_INIT;

	if (f->im || w->no_idle[f->source])
		return false;
	if (connect_folder(w, f, &err) == 0) {
		log_debug(&w->r->app->log, "%s: waits for mail in %.*s",
			  source_of(w, f->source)->name, STR_ARG(f->name));
		return true;
	}
	log_debug(&w->r->app->log, "%s: cannot wait for mail in %.*s: %s",
		  source_of(w, f->source)->name, STR_ARG(f->name), err.msg);
	if (f->im)
		drop(f);
	return false;
}

static bool wait_for_source(struct watch *w, size_t source)
{
	bool begun = false;

	for (size_t i = 0; i < w->folders.nr && !is_stopping(); i++)
		if (w->folders.v[i].source == source)
			begun |= wait_for(w, &w->folders.v[i]);
	return begun;
}

/* Do all folders of the source tell by themselves? */
static bool is_waited_for(const struct watch *w, size_t source)
{
	bool any = false;

	for (size_t i = 0; i < w->folders.nr; i++) {
		if (w->folders.v[i].source != source)
			continue;
		if (!w->folders.v[i].im)
			return false;
		any = true;
	}
	return any;
}

/* 1: there is news; 0: none. */
static int hear(struct folder *f, bool readable, struct err *err)
{
	int news = readable ? imap_idle_ready(f->im, err) : 0;

	if (news || clock_ms() < f->renew)
		return news;
	if (imap_idle_end(f->im, err) < 0 || begin(f, err) < 0)
		return err->code;
	return 1;	/* while it was not idle nobody told us */
}

static void listen_to(struct watch *w, struct folder *f, bool readable)
{
	struct err err = ERR_INIT;
	int news = hear(f, readable, &err);

	if (!news)
		return;
	w->due[f->source] = 0;
	if (news > 0)
		return;
	/* what is wrong shows when the source is asked, and is said then */
	log_debug(&w->r->app->log, "%s: waited in vain: %s",
		  source_of(w, f->source)->name, err.msg);
	drop(f);
}

/* --- rounds --------------------------------------------------------------- */

/* When the source is asked, should nothing tell us before. */
static int plan(struct watch *w, size_t i, struct err *err)
{
	int64_t now = clock_now(&w->r->app->clock), due;

	if (poll_due(w->r, source_of(w, i), &due, err) < 0)
		return err->code;
	w->due[i] = due <= now ? 0 : clock_ms() + (due - now) * 1000;
	return 0;
}

static int ask(struct watch *w, size_t i, struct err *err)
{
	int code = poll_source(w->r, source_of(w, i));

	if (w->r->broken)
		return 0;
	if (code == EXIT_DONE && wait_for_source(w, i)) {
		w->due[i] = 0;	/* mail may have come before we waited */
		return 0;
	}
	if (code == EXIT_DONE && is_waited_for(w, i)) {
		w->due[i] = INT64_MAX;
		return 0;
	}
	return plan(w, i, err);
}

static int ask_all(struct watch *w, struct err *err)
{
	for (size_t i = 0; i < w->r->config->sources.nr; i++)
		if (!round_is_over(w->r) && w->due[i] <= clock_ms() &&
		    ask(w, i, err) < 0)
			return err->code;
	return 0;
}

/* --- between rounds ------------------------------------------------------- */

/* Milliseconds until something is due. */
static int64_t time_left(const struct watch *w)
{
	int64_t now = clock_ms(), next = now + SLEEP_MAX_MS;

	for (size_t i = 0; i < w->r->config->sources.nr; i++)
		next = MIN(next, w->due[i]);
	for (size_t i = 0; i < w->folders.nr; i++)
		if (w->folders.v[i].im)
			next = MIN(next, w->folders.v[i].renew);
	return MAX(next - now, INT64_C(0));
}

/* A signal between the last question and the sleep must end the sleep. */
static void sleep_until_news(struct watch *w)
{
	int64_t ms = time_left(w);
	struct timespec left = { .tv_sec = ms / 1000,
				 .tv_nsec = ms % 1000 * 1000000 };
	sigset_t stopping, before;

	sigemptyset(&stopping);
	sigaddset(&stopping, SIGTERM);
	sigaddset(&stopping, SIGINT);
	sigprocmask(SIG_BLOCK, &stopping, &before);
	if (!is_stopping() &&
	    ppoll(w->fds, w->folders.nr, &left, &before) < 0)
		for (size_t i = 0; i < w->folders.nr; i++)
			w->fds[i].revents = 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void wait_for_news(struct watch *w)
{
	for (size_t i = 0; i < w->folders.nr; i++) {
		const struct folder *f = &w->folders.v[i];

		w->fds[i] = (struct pollfd){
			.fd = f->im ? imap_idle_fd(f->im) : -1,
			.events = POLLIN,
		};
	}
	sleep_until_news(w);
	for (size_t i = 0; i < w->folders.nr && !is_stopping(); i++)
		if (w->folders.v[i].im)
			listen_to(w, &w->folders.v[i], w->fds[i].revents);
}

static void watch_init(struct watch *w, struct round *r)
{
	const struct config_source_list *list = &r->config->sources;

	*w = (struct watch){ .r = r };
	arena_init(&w->arena, WATCH_MEMORY_MAX);
	w->due = arena_alloc(&w->arena, (list->nr + 1) * sizeof(*w->due));
	w->no_idle = arena_alloc(&w->arena, list->nr + 1);
	for (size_t i = 0; i < list->nr; i++) {
		const struct str_list *names = &list->v[i].imap.folders;

		if (list->v[i].kind != SOURCE_IMAP)
			continue;
		for (size_t k = 0; k < names->nr; k++)
			*list_add(&w->arena, &w->folders) = (struct folder){
				.source = i, .name = names->v[k],
			};
	}
	w->fds = arena_alloc(&w->arena,
			     (w->folders.nr + 1) * sizeof(*w->fds));
}

static void watch_release(struct watch *w)
{
	for (size_t i = 0; i < w->folders.nr; i++)
		if (w->folders.v[i].im)
			drop(&w->folders.v[i]);
	arena_release(&w->arena);
}

/* Each source when the last poll of it says so, not all of them at once. */
static int plan_all(struct watch *w, struct err *err)
{
	for (size_t i = 0; i < w->r->config->sources.nr; i++)
		if (plan(w, i, err) < 0)
			return err->code;
	return 0;
}

/* Until somebody says stop, or the state fails. */
static int rounds(struct watch *w,
		  void (*say)(struct app *app,
			      const struct poll_counts *counts,
			      const struct poll_how *how))
{
	struct round *r = w->r;
	struct err err = ERR_INIT;

	if (plan_all(w, &err) < 0)
		return app_fail(r->app, &err);
	while (!is_stopping()) {
		r->counts = (struct poll_counts){ 0 };
		r->prepared = false;	/* trees may have got commits */
		if (ask_all(w, &err) < 0)
			return app_fail(r->app, &err);
		poll_finish(r);
		if (r->counts.read)
			say(r->app, &r->counts, r->how);
		if (r->broken)
			return EXIT_AGAIN;
		wait_for_news(w);
	}
	return EXIT_DONE;
}

int watch_run(struct app *app, const struct config *config,
	      const struct poll_how *how,
	      void (*say)(struct app *app, const struct poll_counts *counts,
			  const struct poll_how *how))
{
	struct err err = ERR_INIT;
	struct watch w;
	struct round r;
	int code;

	handle_signals();
	if (poll_open(&r, app, config, how, &err) < 0) {
		code = app_fail(app, &err);
		poll_close(&r);
		return code;
	}
	r.stop = is_stopping;
	watch_init(&w, &r);
	code = rounds(&w, say);
	watch_release(&w);
	poll_close(&r);
	return code;
}
