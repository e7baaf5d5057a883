// SPDX-License-Identifier: GPL-2.0-only
/*
 * Archives of public-inbox as a source: every mail once, in order, whatever
 * becomes of the repositories between two polls.
 */
#include "base/base.h"

#include <git2.h>
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "io/epoch.h"
#include "io/epoch_dir.h"
#include "io/source.h"

/*
 * What the scripts of the tests are made of.  A commit of the repository $g
 * (0.git) is made at the time $t, which rises by 1.
 */
static const char script_head[] =
	"set -e; exec 2>log; g=0.git; p=; t=1700000000\n"
	"export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null"
	" GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b.example"
	" GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b.example\n"
	"git() { command git --git-dir=$g \"$@\"; }\n"
	"epoch() { g=$1; p=; [ -e $g ] || command git init -q --bare -b master $g; }\n"
	"at() { g=$1; p=$(git rev-parse master); }\n"
	"tree() { printf '100644 blob %s\\t%s\\n'"
	" $(printf '%s\\n' \"$2\" | git hash-object -w --stdin) $1 | git mktree; }\n"
	"commit() { t=$((t+1)); p=$(GIT_AUTHOR_DATE=\"$t +0000\""
	" GIT_COMMITTER_DATE=\"$t +0000\" git commit-tree $1"
	" $([ -z \"$p\" ] || echo -p $p) -m x); git update-ref refs/heads/master $p; }\n"
	"mail() { for m; do commit $(tree m $m); done; }\n"
	"gone() { for m; do commit $(tree d $m); done; }\n"
	"blob() { printf '%s\\n' \"$1\" | git hash-object --stdin; }\n"
	"file() { echo $g/objects/$(echo $1 | sed 's,^..,&/,'); }\n";

struct world {
	struct arena a;
	char folder[64];
	FILE *log;
	char *log_text;
	size_t log_n;
	struct err err;
};

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));

	*w = (struct world){ 0 };
	arena_init(&w->a, (size_t)256 << 20);
	snprintf(w->folder, sizeof(w->folder), "/tmp/u-epoch.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	w->log = open_memstream(&w->log_text, &w->log_n);
	git_libgit2_init();
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	assert_int_equal(system(str_printf(&w->a, "rm -rf %s", w->folder).p), 0);
	fclose(w->log);
	free(w->log_text);
	arena_release(&w->a);
	free(w);
	git_libgit2_shutdown();
	return 0;
}

static void script(struct world *w, const char *text)
{
	struct str all = str_printf(&w->a, "cd %s\n%s%s", w->folder,
				    script_head, text);

	if (system(all.p))
		fail_msg("this script failed: %s", text);
}

/* What a script prints, without the LF at its end. */
static struct str output(struct world *w, const char *text)
{
	char line[256] = "";
	FILE *f;

	script(w, str_printf(&w->a, "{ %s\n} >out", text).p);
	f = fopen(str_printf(&w->a, "%s/out", w->folder).p, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	return str_dup(&w->a, str_trim(str_from(line)));
}

struct poll {
	struct str mark;	/* moves on */
	size_t max;		/* mails; 0: all */
	int64_t since;		/* 0: TIME_NONE */
	const char *path;	/* below the folder */
	uint64_t total;
};

/*
 * One poll: the mails, joined by blanks, those taken back with a '-', and
 * "!" with the error in w->err at the end.
 */
static const char *poll_some(struct world *w, struct poll *p)
{
	const struct epoch_archive archive = {
		.path = str_printf(&w->a, "%s/%s", w->folder,
				   p->path ? p->path : "").p,
	};
	const struct log log = { .out = w->log, .level = LOG_NORMAL };
	const struct source_start start = {
		.mark = p->mark, .since = p->since ? p->since : TIME_NONE,
		.log = &log,
	};
	struct source *s __free(source) = NULL;
	struct str got = STR("");
	struct raw_message m;
	size_t nr = 0;
	int r = 1;

	assert_int_equal(source_epoch_open(&s, "list", &archive, &start,
					   &w->err), 0);
	while ((!p->max || nr++ < p->max) &&
	       (r = source_next(s, &m, &w->err)) > 0) {
		got = str_printf(&w->a, "%.*s%s%s%.*s", STR_ARG(got),
				 got.n ? " " : "", m.removed ? "-" : "",
				 STR_ARG(str_trim(m.bytes)));
		p->mark = str_dup(&w->a, m.mark);
	}
	if (!r && !str_is_none(m.mark))
		p->mark = str_dup(&w->a, m.mark);
	p->total = s->total;
	fflush(w->log);
	return r < 0 ? str_printf(&w->a, "%.*s!", STR_ARG(got)).p : got.p;
}

/* --- a straight line --------------------------------------------------- */

static void mails_come_oldest_first(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b c");
	assert_string_equal(poll_some(w, &p), "a b c");
	assert_int_equal(p.total, 3);
	assert_string_equal(poll_some(w, &p), "");
	assert_int_equal(p.total, 0);
	script(w, "at 0.git; mail d e");
	assert_string_equal(poll_some(w, &p), "d e");
	assert_int_equal(w->log_n, 0);
}

static void reading_goes_on_at_any_mark(void **state)
{
	struct world *w = *state;

	script(w, "epoch 0.git; mail a b; gone a; epoch 1.git; mail c d");
	for (size_t max = 1; max < 4; max++) {
		struct poll p = { .max = max };
		struct str all = STR("");
		const char *got;

		while (*(got = poll_some(w, &p)))
			all = str_printf(&w->a, "%s%s ", all.p, got);
		assert_string_equal(all.p, "b -a c d ");
	}
}

static void the_origin_names_epoch_and_commit(void **state)
{
	struct world *w = *state;
	const struct epoch_archive archive = { .path = w->folder };
	const struct source_start start = { .since = TIME_NONE };
	struct source *s __free(source) = NULL;
	struct raw_message m;
	struct str id;

	script(w, "epoch 7.git; mail a");
	id = output(w, "at 7.git; echo $p");
	source_epoch_open(&s, "list", &archive, &start, &w->err);
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_true(str_eq(m.origin, str_printf(&w->a, "list:7/%.12s", id.p)));
	assert_true(str_eq(m.mark, str_printf(&w->a, "epoch1 7 %s", id.p)));
}

static void loose_and_packed_are_the_same(void **state)
{
	struct world *w = *state;
	struct poll loose = { 0 }, packed = { 0 }, both = { 0 };

	script(w, "epoch 0.git; mail a '' b \"$(seq 50000)\"");
	poll_some(w, &loose);
	script(w, "at 0.git; git repack -q -a -d");
	assert_string_equal(poll_some(w, &packed), poll_some(w, &both));
	assert_true(str_eq(loose.mark, packed.mark));
	script(w, "at 0.git; mail c");
	assert_string_equal(poll_some(w, &packed), "c");
}

static void the_same_tree_again_is_no_mail(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a a b a");
	assert_string_equal(poll_some(w, &p), "a b a");
}

/* --- mails that were taken back ---------------------------------------- */

static void what_was_taken_back_unread_is_no_mail(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b c; gone b; mail d");
	assert_string_equal(poll_some(w, &p), "a c -b d");
	script(w, "at 0.git; gone a; mail a");
	assert_string_equal(poll_some(w, &p), "-a a");
	script(w, "at 0.git; mail e; gone e; mail e; gone e; mail f");
	assert_string_equal(poll_some(w, &p), "-e -e f");
}

static void a_later_epoch_takes_back_too(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b; epoch 1.git; mail c; gone a; mail d");
	assert_string_equal(poll_some(w, &p), "b c -a d");
	assert_int_equal(p.total, 5);
}

/* --- several epochs ---------------------------------------------------- */

static void new_epochs_follow(void **state)
{
	struct world *w = *state;
	struct poll p = { .path = "list" };

	script(w, "mkdir -p list/git; epoch list/git/9.git; mail a; epoch list/git/10.git; mail b");
	assert_string_equal(poll_some(w, &p), "a b");
	script(w, "epoch list/git/11.git; mkdir list/git/12.git.part list/all.git");
	assert_string_equal(poll_some(w, &p), "");
	script(w, "epoch list/git/11.git; mail c; epoch list/git/12.git; mail d");
	assert_string_equal(poll_some(w, &p), "c d");
}

static void the_end_of_the_old_epoch_may_come_late(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a; epoch 1.git; mail c");
	assert_string_equal(poll_some(w, &p), "a c");
	script(w, "at 0.git; mail b; at 1.git; mail d");
	assert_string_equal(poll_some(w, &p), "b d");
	assert_string_equal(poll_some(w, &p), "");
}

static void an_epoch_may_be_gone(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 }, q;

	script(w, "epoch 0.git; mail a; epoch 1.git; mail b");
	assert_string_equal(poll_some(w, &p), "a b");
	script(w, "rm -r 0.git");
	assert_string_equal(poll_some(w, &p), "");
	q = p;
	script(w, "rm -r 1.git; epoch 2.git; mail c");
	assert_string_equal(poll_some(w, &q), "c");
	assert_non_null(strstr(w->log_text, "list: epoch 1, read last, is not in"));
	script(w, "mv 2.git 0.git");
	assert_string_equal(poll_some(w, &p), "!");
	assert_int_equal(w->err.code, ERR_SOURCE);
}

static void nothing_there_is_said(void **state)
{
	struct world *w = *state;
	struct poll p = { .path = "none" }, q = { 0 };

	assert_string_equal(poll_some(w, &p), "!");
	assert_int_equal(w->err.code, ERR_SOURCE);
	assert_non_null(strstr(w->err.msg, "No such file"));
	assert_string_equal(poll_some(w, &q), "!");
	assert_non_null(strstr(w->err.msg, "holds no repository"));
	script(w, "epoch 0.git");
	assert_string_equal(poll_some(w, &q), "");
}

/* --- history that was rewritten ---------------------------------------- */

static void rewritten_history_is_read_from_where_it_parted(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b c");
	poll_some(w, &p);
	script(w, "at 0.git; p=$(git rev-parse master~2); mail B c d");
	assert_string_equal(poll_some(w, &p), "B c d");
	assert_non_null(strstr(w->log_text, "warning: list: epoch 0: commit"));
	assert_string_equal(poll_some(w, &p), "");
}

static void history_without_the_mark_is_read_whole(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 }, q;

	script(w, "epoch 0.git; mail a b");
	poll_some(w, &p);
	script(w, "rm -r 0.git; t=1800000000; epoch 0.git; mail a b c");
	q = p;
	assert_string_equal(poll_some(w, &p), "a b c");
	q.since = 1800000003;
	assert_string_equal(poll_some(w, &q), "c");
}

static void history_may_go_back(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b c");
	poll_some(w, &p);
	script(w, "at 0.git; git update-ref refs/heads/master master~1");
	assert_string_equal(poll_some(w, &p), "");
	script(w, "at 0.git; mail d");
	assert_string_equal(poll_some(w, &p), "d");
}

static void side_lines_are_read_once(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };
	const char *got;

	script(w, "epoch 0.git; mail a b; b=$p; mail c; c=$p; p=$b; mail s\n"
	       "p=\"$c -p $p\"; mail m");
	got = poll_some(w, &p);
	assert_true(!strcmp(got, "a b c s m") || !strcmp(got, "a b s c m"));
	script(w, "at 0.git; c=$p; p=$(git rev-parse master~2); mail x\n"
	       "p=\"$c -p $p\"; mail y");
	assert_string_equal(poll_some(w, &p), "x y");
	assert_string_equal(poll_some(w, &p), "");
}

/* --- beginning in the middle ------------------------------------------- */

static void since_is_a_time_of_commits(void **state)
{
	struct world *w = *state;
	struct poll p = { .since = 1700000003 };

	script(w, "epoch 0.git; mail a b; t=1600000000; mail late; t=1700000002;"
	       " mail c; t=1600000001; mail later; epoch 1.git; t=1700000009; mail d");
	assert_string_equal(poll_some(w, &p), "c later d");
	assert_int_equal(p.total, 3);
	script(w, "at 1.git; t=1500000000; mail old; epoch 2.git; mail older");
	assert_string_equal(poll_some(w, &p), "old older");
}

static void since_leaves_old_epochs_out(void **state)
{
	struct world *w = *state;
	struct poll p = { .since = 1800000000 };

	script(w, "epoch 0.git; mail a; epoch 1.git; mail b");
	assert_string_equal(poll_some(w, &p), "");
	script(w, "at 0.git; mail c; at 1.git; mail d");
	assert_string_equal(poll_some(w, &p), "c d");
}

/* --- damage ------------------------------------------------------------ */

static void one_bad_mail_stops_nobody(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b c d e f g\n"
	       "rm $(file $(blob b)); f=$(file $(blob c)); chmod u+w $f; truncate -s 12 $f\n"
	       "f=$(file $(blob d)); chmod u+w $f; echo nonsense >$f\n"
	       "f=$(file $(blob f)); chmod u+w $f\n"
	       "python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.compress(b\"blob 9\\0ab\"))' >$f\n"
	       "rm $(file $(git rev-parse master~2^{tree}))");
	assert_string_equal(poll_some(w, &p), "a g!");
	assert_int_equal(w->err.code, ERR_SOURCE);
	assert_non_null(strstr(w->err.msg, "list: 5 mails could not be read"));
	assert_non_null(strstr(w->log_text, "is missing"));
	assert_non_null(strstr(w->log_text, "is damaged"));
	assert_string_equal(poll_some(w, &p), "");
}

static void a_bad_mail_at_the_end_is_tried_again(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 };

	script(w, "epoch 0.git; mail a b; mv $(file $(blob b)) kept");
	assert_string_equal(poll_some(w, &p), "a!");
	assert_string_equal(poll_some(w, &p), "!");
	script(w, "mv kept $(file $(blob b))");
	assert_string_equal(poll_some(w, &p), "b");
}

static void a_broken_chain_ends_the_source(void **state)
{
	struct world *w = *state;
	struct poll p = { .max = 2 };

	script(w, "epoch 0.git; mail a b");
	poll_some(w, &p);
	p.max = 0;
	script(w, "at 0.git; mail c d e; f=$(file $(git rev-parse master~1)); chmod u+w $f; truncate -s 30 $f");
	assert_string_equal(poll_some(w, &p), "!");
	assert_int_equal(w->err.code, ERR_SOURCE);
	assert_non_null(strstr(w->err.msg, "fsck"));
	assert_string_equal(poll_some(w, &p), "!");
}

static void behind_an_error_is_the_end(void **state)
{
	struct world *w = *state;
	const struct epoch_archive archive = { .path = w->folder };
	const struct source_start start = { .since = TIME_NONE };
	struct source *s __free(source) = NULL;
	struct raw_message m;

	script(w, "epoch 0.git; mail a; epoch 1.git; mail b c; rm $(file $(git rev-parse master~1))");
	source_epoch_open(&s, "list", &archive, &start, &w->err);
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_int_equal(source_next(s, &m, &w->err), ERR_SOURCE);
	assert_int_equal(source_next(s, &m, &w->err), 0);
	assert_true(str_is_none(m.mark));
}

static void damaged_packs_are_no_end(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 }, q = { 0 };
	const char *got;

	script(w, "epoch 0.git; mail a b c; git repack -q -a -d\n"
	       "mail d; f=$(ls 0.git/objects/pack/*.pack); chmod u+w $f\n"
	       "n=$(git verify-pack -v $f | sed -n \"s/^$(blob b) .* \\([0-9]*\\)\\$/\\1/p\")\n"
	       "printf '\\377\\377\\377' | dd of=$f bs=1 seek=$((n + 3)) conv=notrunc");
	got = poll_some(w, &p);
	assert_string_equal(got, "a c d!");
	script(w, "truncate -s 40 0.git/objects/pack/*.pack");
	assert_string_equal(poll_some(w, &q), "!");
}

/* --- odd repositories -------------------------------------------------- */

static void other_shapes_are_read(void **state)
{
	struct world *w = *state;
	struct poll tree = { .path = "tree" }, bare = { .path = "0.git" },
		    shallow = { .path = "shallow" }, other = { .path = "other" };

	script(w, "epoch 0.git; mail a b c\n"
	       "command git clone -q 0.git tree\n"
	       "command git clone -q --bare --depth 2 file://$PWD/0.git shallow\n"
	       "command git clone -q --bare --shared 0.git other");
	assert_string_equal(poll_some(w, &tree), "a b c");
	assert_string_equal(poll_some(w, &bare), "a b c");
	assert_string_equal(poll_some(w, &shallow), "b c");
	assert_string_equal(poll_some(w, &other), "a b c");
}

static void what_cannot_be_read_says_why(void **state)
{
	struct world *w = *state;
	struct poll old = { .path = "old.git" }, all = { .path = "all.git" };

	script(w, "epoch old.git; commit $(tree ab a); commit $(tree cd b)");
	assert_string_equal(poll_some(w, &old), "!");
	assert_non_null(strstr(w->err.msg, "public-inbox-convert"));
	script(w, "epoch all.git; mkdir -p all.git/objects/info; echo ../../0.git/objects >all.git/objects/info/alternates");
	assert_string_equal(poll_some(w, &all), "!");
	assert_non_null(strstr(w->err.msg, "give the folder that holds"));
}

/* libgit2 leaks at each look into a repository of this kind. */
#ifndef REGBOT_SANITIZE
static void other_hashes_are_refused(void **state)
{
	struct world *w = *state;
	struct poll p = { .path = "256.git" };

	script(w, "command git init -q --bare --object-format=sha256 256.git");
	assert_string_equal(poll_some(w, &p), "!");
	assert_int_equal(w->err.code, ERR_SOURCE);
	assert_non_null(strstr(w->err.msg, "SHA-256"));
}
#endif

static void a_mark_that_is_none_reads_all(void **state)
{
	static const char *const marks[] = {
		"", "epoch1", "epoch1 0", "epoch1 0 abc", "epoch1 x y z",
		"epoch2 0 0123456789012345678901234567890123456789",
		"epoch1 99999999999 0123456789012345678901234567890123456789",
	};
	struct world *w = *state;

	script(w, "epoch 0.git; mail a");
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		struct poll p = { .mark = str_from(marks[i]) };

		assert_string_equal(poll_some(w, &p), "a");
	}
}

static void an_operand_may_be_an_archive(void **state)
{
	struct world *w = *state;
	struct source *s __free(source) = NULL;
	struct raw_message m;
	struct arena *a = &w->a;

	script(w, "epoch 0.git; mail a; mkdir x; command git init -q x/y; echo >x/y/b.eml; mkdir x/z; >x/z/b.eml\n"
	       "mkdir -p l/git; cp -r 0.git l/git/3.git; command git clone -q 0.git t");
	assert_true(epoch_dir_is_one(w->folder));
	assert_true(epoch_dir_is_one(str_printf(a, "%s/0.git", w->folder).p));
	assert_true(epoch_dir_is_one(str_printf(a, "%s/l", w->folder).p));
	assert_true(epoch_dir_is_one(str_printf(a, "%s/t", w->folder).p));
	assert_false(epoch_dir_is_one(str_printf(a, "%s/x", w->folder).p));
	assert_false(epoch_dir_is_one(str_printf(a, "%s/x/y", w->folder).p));
	assert_false(epoch_dir_is_one(str_printf(a, "%s/x/z", w->folder).p));
	assert_false(epoch_dir_is_one(str_printf(a, "%s/none", w->folder).p));
	assert_int_equal(source_any_open(&s, w->folder, &w->err), 0);
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_true(str_eq(m.bytes, STR("a\n")));
	assert_int_equal(source_next(s, &m, &w->err), 0);
}

static void thousands_are_read_in_order(void **state)
{
	struct world *w = *state;
	struct poll p = { 0 }, q = { 0 };
	const char *got;
	char want[16];
	size_t nr = 0;

	script(w, "epoch 0.git; seq 5000 | awk '{ printf \"commit refs/heads/master\\n"
	       "committer A <a@b.example> %d +0000\\ndata 1\\nx\\n"
	       "M 100644 inline m\\ndata %d\\n%s\\n\", 1700000000 + $1, length($0), $0 }' |"
	       " git fast-import --quiet");
	got = poll_some(w, &p);
	while (*got) {
		snprintf(want, sizeof(want), "%zu", ++nr);
		assert_memory_equal(got, want, strlen(want));
		got += strlen(want);
		got += *got == ' ';
	}
	assert_int_equal(nr, 5000);
	q.since = 1700004990;
	assert_string_equal(poll_some(w, &q),
			    "4990 4991 4992 4993 4994 4995 4996 4997 4998 4999 5000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		T(mails_come_oldest_first),
		T(reading_goes_on_at_any_mark),
		T(the_origin_names_epoch_and_commit),
		T(loose_and_packed_are_the_same),
		T(the_same_tree_again_is_no_mail),
		T(what_was_taken_back_unread_is_no_mail),
		T(a_later_epoch_takes_back_too),
		T(new_epochs_follow),
		T(the_end_of_the_old_epoch_may_come_late),
		T(an_epoch_may_be_gone),
		T(nothing_there_is_said),
		T(rewritten_history_is_read_from_where_it_parted),
		T(history_without_the_mark_is_read_whole),
		T(history_may_go_back),
		T(side_lines_are_read_once),
		T(since_is_a_time_of_commits),
		T(since_leaves_old_epochs_out),
		T(one_bad_mail_stops_nobody),
		T(a_bad_mail_at_the_end_is_tried_again),
		T(a_broken_chain_ends_the_source),
		T(behind_an_error_is_the_end),
		T(damaged_packs_are_no_end),
		T(other_shapes_are_read),
		T(what_cannot_be_read_says_why),
#ifndef REGBOT_SANITIZE
		T(other_hashes_are_refused),
#endif
		T(a_mark_that_is_none_reads_all),
		T(an_operand_may_be_an_archive),
		T(thousands_are_read_in_order),
#undef T
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
