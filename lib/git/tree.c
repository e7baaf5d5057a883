// SPDX-License-Identifier: GPL-2.0-only
#include "git/tree.h"

#include <errno.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/commit_index.h"
#include "git/rename_score.h"

/* Above the loose files (1) and packs (2) of every repository. */
#define SCRATCH_PRIORITY	999

/*
 * Packs that libgit2 keeps open at once; without a limit a few trees of many
 * packs use up the descriptors of the process.
 */
#define PACKS_OPEN	256

/*
 * Trees up to this size are kept when read (the default is 4096 bytes, which
 * leaves out the top of a kernel tree), within libgit2's limit for all.
 */
#define TREE_KEPT	(64 << 10)

/* Extensions of a repository that change nothing for somebody who reads it. */
static const char *const harmless[] = {
	"worktreeconfig",	/* settings of one work tree: none matter here */
	"relativeworktrees",	/* libgit2 follows relative links anyway */
	"preciousobjects",	/* nothing is ever deleted here */
	"partialclone",		/* see tree_open() in tree.h */
};

/* And those that make it unreadable, with what to do about it. */
static const struct extension {
	const char *name, *what;
} unreadable[] = {
	{ "objectformat",
	  "the repository uses SHA-256 ids, which libgit2 cannot read (give a clone that uses SHA-1, as kernel.org serves it)" },
	{ "refstorage",
	  "the repository keeps its refs as a reftable, which libgit2 cannot read (git refs migrate --ref-format=files, or give a bare clone)" },
};

int tree_err(const struct tree *t, struct err *err, const char *what)
{
	const git_error *last = git_error_last();

	return err_set(err, ERR_TREE, "%s: while %s: %s", t->path, what,
		       last && last->message ? last->message : "unknown error");
}

static bool exists(const char *dir, const char *name)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s", dir, name);

	return n > 0 && (size_t)n < sizeof(path) && !access(path, F_OK);
}

/* Does @path look like a repository, whatever libgit2 says? */
static bool looks_like_one(const char *path)
{
	return exists(path, ".git") ||
	       (exists(path, "objects") && exists(path, "refs"));
}

static bool owned_by_another(const char *path)
{
	struct stat st;

	return !stat(path, &st) && st.st_uid != geteuid();
}

static int owner_err(struct err *err, const char *path)
{
	char real[PATH_MAX];

	return err_set(err, ERR_TREE, "%s: belongs to another user, so git does not trust it (git config --global --add safe.directory %s)",
		       path, realpath(path, real) ? real : path);
}

/* libgit2's "unsupported extension name extensions.<name>" in plain words. */
static int extension_err(struct err *err, const char *path, const char *msg)
{
	const char *name = strstr(msg, "extensions.");

	if (!name)
		return 0;
	name += strlen("extensions.");
	for (size_t i = 0; i < ARRAY_SIZE(unreadable); i++)
		if (!strcasecmp(name, unreadable[i].name))
			return err_set(err, ERR_TREE, "%s: %s", path,
				       unreadable[i].what);
	return err_set(err, ERR_TREE, "%s: uses the extension \"%.60s\", which libgit2 does not know (give a bare clone: git clone --bare %s DIR)",
		       path, name, path);
}

/* Why git_repository_open_ext() failed with @code. */
static int open_err(struct err *err, const char *path, int code)
{
	const git_error *last = git_error_last();
	const char *msg = last && last->message ? last->message : "";

	if (access(path, F_OK) && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_TREE, "%s: no such directory (check the path of the repository)",
			       path);
	if (access(path, R_OK | X_OK))
		return err_errno(err, ERR_TREE, "%s: cannot be read (chmod or chown it)",
				 path);
	/*
	 * libgit2 before 1.6 says "not found" instead of "owner" when the
	 * user has no safe.directory at all.
	 */
	if (code == GIT_EOWNER ||
	    (code == GIT_ENOTFOUND && looks_like_one(path) &&
	     owned_by_another(path)))
		return owner_err(err, path);
	if (extension_err(err, path, msg))
		return err->code;
	if (strstr(msg, "unsupported repository version"))
		return err_set(err, ERR_TREE, "%s: %s (give a bare clone made by an older git)",
			       path, msg);
	if (code == GIT_ENOTFOUND && !looks_like_one(path))
		return err_set(err, ERR_TREE, "%s: not a git repository (give a work tree, a .git directory or a bare repository)",
			       path);
	return err_set(err, ERR_TREE, "%s: cannot be opened: %s (see git -C %s fsck)",
		       path, *msg ? msg : "damaged repository", path);
}

/*
 * These settings hold for the whole process and are the same for all trees, so
 * that setting them again changes nothing.
 */
static void set_options(void)
{
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless,
			 ARRAY_SIZE(harmless));
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT, (size_t)PACKS_OPEN);
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
			 (size_t)TREE_KEPT);
}

void tree_verify(bool on)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, (int)on);
}

static int has_refs(git_repository *repo)
{
	git_reference_iterator *it = NULL;
	const char *name;
	int any = 0;

	if (!git_reference_iterator_new(&it, repo))
		any = !git_reference_next_name(&name, it);
	git_reference_iterator_free(it);
	return any;
}

static bool says_partial(const char *key)
{
	struct str name = str_from(key);

	return str_eq(name, STR("extensions.partialclone")) ||
	       (str_starts(name, STR("remote.")) &&
		str_ends(name, STR(".promisor")));
}

/* Entry by entry: the look-up by pattern of libgit2 1.5 leaks. */
static bool has_promisor(git_repository *repo)
{
	git_config *config = NULL;
	git_config_iterator *it = NULL;
	git_config_entry *entry;
	bool found = false;

	if (!git_repository_config_snapshot(&config, repo) &&
	    !git_config_iterator_new(&it, config))
		while (!found && !git_config_next(&entry, it))
			found = says_partial(entry->name);
	git_config_iterator_free(it);
	git_config_free(config);
	return found;
}

/* What is open, and still of no use? */
static int check_usable(struct tree *t, struct err *err)
{
	if (git_repository_is_shallow(t->repo) > 0)
		return err_set(err, ERR_TREE, "%s: a shallow clone, whose history is cut off (git -C %s fetch --unshallow)",
			       t->path, t->path);
	if (!has_refs(t->repo) && git_repository_head_detached(t->repo) != 1)
		return err_set(err, ERR_TREE, "%s: an empty repository, without a commit (git -C %s fetch its remote first)",
			       t->path, t->path);
	t->partial = has_promisor(t->repo);
	return 0;
}

static int open_scratch(struct tree *t, struct err *err)
{
	git_odb_backend *scratch = NULL;

	if (git_repository_odb(&t->odb, t->repo) < 0 ||
	    git_mempack_new(&scratch) < 0)
		return tree_err(t, err, "opening the objects");
	if (git_odb_add_backend(t->odb, scratch, SCRATCH_PRIORITY) < 0) {
		scratch->free(scratch);
		return tree_err(t, err, "opening the objects");
	}
	t->scratch = scratch;	/* the odb owns it */
	return 0;
}

int tree_open_repository(git_repository **out, const char *path,
			 struct err *err)
{
	unsigned int flags = GIT_REPOSITORY_OPEN_NO_SEARCH;
	int code;

	if (!path || !strcmp(path, ".")) {
		path = ".";
		flags = GIT_REPOSITORY_OPEN_CROSS_FS;
	}
	set_options();
	code = git_repository_open_ext(out, path, flags, NULL);
	return code < 0 ? open_err(err, path, code) : 0;
}

int tree_open(struct tree **out, const char *path, struct err *err)
{
	struct tree *t __free(tree) = mem_alloc(sizeof(*t));

	*t = (struct tree){ .path = strdup(path ? path : ".") };
	if (!t->path)
		mem_exhausted();
	if (tree_open_repository(&t->repo, path, err) < 0 ||
	    check_usable(t, err) < 0 || open_scratch(t, err) < 0)
		return err->code;
	*out = t;
	t = NULL;
	return 0;
}

int tree_ref(git_oid *out, const struct tree *t, const char *ref,
	     struct err *err)
{
	git_object *named __free(git_object) = NULL;
	git_object *commit __free(git_object) = NULL;
	int code = git_revparse_single(&named, t->repo, ref);

	if (code == GIT_EAMBIGUOUS)
		return err_set(err, ERR_TREE, "%s: \"%s\" names more than one object (give more digits, or the name of a branch)",
			       t->path, ref);
	if (code < 0)
		return err_set(err, ERR_TREE, "%s: no branch, tag or commit \"%s\" (git -C %s fetch, or see git branch -a)",
			       t->path, ref, t->path);
	if (git_object_peel(&commit, named, GIT_OBJECT_COMMIT) < 0)
		return err_set(err, ERR_TREE, "%s: \"%s\" is a %s, not a commit (give a branch, tag or commit)",
			       t->path, ref,
			       git_object_type2string(git_object_type(named)));
	git_oid_cpy(out, git_object_id(commit));
	return 0;
}

int tree_add_branch(struct tree *t, const char *name, const char *ref,
		    enum branch_role role, struct err *err)
{
	struct branch b = { .role = role };

	if (tree_ref(&b.tip, t, ref, err) < 0)
		return err->code;
	b.name = strdup(name ? name : ref);
	b.ref = strdup(ref);
	if (!b.name || !b.ref)
		mem_exhausted();
	t->branches = mem_realloc(t->branches,
				  (t->nr_branches + 1) * sizeof(b));
	t->branches[t->nr_branches++] = b;
	return 0;
}

/* The text of .mailmap in @tip's tree, or NULL. */
static git_blob *mailmap_blob(const struct tree *t, const git_oid *tip)
{
	git_commit *commit __free(git_commit) = NULL;
	git_tree *root __free(git_tree) = NULL;
	const git_tree_entry *entry;
	git_blob *blob = NULL;

	if (git_commit_lookup(&commit, t->repo, tip) < 0 ||
	    git_commit_tree(&root, commit) < 0)
		return NULL;
	entry = git_tree_entry_byname(root, ".mailmap");
	if (entry && git_blob_lookup(&blob, t->repo,
				     git_tree_entry_id(entry)) < 0)
		return NULL;
	return blob;
}

const git_mailmap *tree_mailmap(struct tree *t)
{
	git_blob *blob __free(git_blob) = NULL;
	git_oid tip;

	if (t->mailmap_read)
		return t->mailmap;
	t->mailmap_read = true;
	if (t->nr_branches)
		git_oid_cpy(&tip, &t->branches[0].tip);
	else if (git_reference_name_to_id(&tip, t->repo, "HEAD") < 0)
		return NULL;
	blob = mailmap_blob(t, &tip);
	if (blob && git_mailmap_from_buffer(&t->mailmap,
					    git_blob_rawcontent(blob),
					    git_blob_rawsize(blob)) < 0)
		t->mailmap = NULL;
	return t->mailmap;
}

void tree_close(struct tree *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->nr_branches; i++) {
		free(t->branches[i].name);
		free(t->branches[i].ref);
	}
	free(t->branches);
	commit_index_close(t->index);
	rename_cache_free(t->renames);
	git_mailmap_free(t->mailmap);
	git_odb_free(t->odb);
	git_repository_free(t->repo);
	free(t->path);
	free(t);
}
