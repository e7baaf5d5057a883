// SPDX-License-Identifier: GPL-2.0-only
/* One file, three versions; see merge.h. */
#include "git/merge.h"

/* How far git looks for a NUL before it calls a file text. */
#define BINARY_LOOK	8000

static bool is_binary(struct str data)
{
	return data.n && memchr(data.p, '\0', MIN(data.n, (size_t)BINARY_LOOK));
}

/* @base of another type counts as empty: a merge of two. */
static int merge_text(git_oid *out, bool *clean, struct merge *m,
		      const struct tree_side *base,
		      const struct tree_side *ours,
		      const struct tree_side *theirs, struct err *err)
{
	const struct tree_side *side[MERGE_SIDES] = { base, ours, theirs };
	git_odb_object *object[MERGE_SIDES] = { NULL };
	git_merge_file_input input[MERGE_SIDES];
	git_merge_file_options opt;
	git_merge_file_result result = { 0 };
	int code = 0;

	*clean = true;
	git_merge_file_options_init(&opt, GIT_MERGE_FILE_OPTIONS_VERSION);
	/* nearest to the histogram diff of git, which libgit2 has not */
	opt.flags = GIT_MERGE_FILE_DIFF_MINIMAL;
	for (int i = 0; i < MERGE_SIDES; i++) {
		struct str data = STR("");

		git_merge_file_input_init(&input[i],
					  GIT_MERGE_FILE_INPUT_VERSION);
		if (tree_side_is_file(side[i])) {
			code = tree_read(&object[i], m->tree, &side[i]->id,
					 GIT_OBJECT_BLOB, err);
			if (code < 0)
				goto out;
			data = tree_bytes(object[i]);
		}
		*clean &= !is_binary(data);
		input[i].ptr = data.p;
		input[i].size = data.n;
		input[i].mode = GIT_FILEMODE_BLOB;
	}
	if (!*clean)
		goto out;
	if (git_merge_file(&result, &input[MERGE_BASE], &input[MERGE_OURS],
			   &input[MERGE_THEIRS], &opt) < 0) {
		code = tree_err(m->tree, err, "merging a file");
		goto out;
	}
	*clean = result.automergeable;
	if (*clean)
		code = tree_write(out, m->tree, GIT_OBJECT_BLOB,
				  str_make(result.ptr, result.len), err);
out:
	git_merge_file_result_free(&result);
	for (int i = 0; i < MERGE_SIDES; i++)
		git_odb_object_free(object[i]);
	return code;
}

int merge_content(struct tree_side *out, bool *clean, struct merge *m,
		  const struct tree_side *base, const struct tree_side *ours,
		  const struct tree_side *theirs, struct err *err)
{
	bool same_mode = ours->mode == theirs->mode || ours->mode == base->mode;
	bool same_text = false;

	out->mode = same_mode ? theirs->mode : ours->mode;
	*clean = same_mode || theirs->mode == base->mode;
	if (git_oid_equal(&ours->id, &theirs->id) ||
	    (base->mode && git_oid_equal(&ours->id, &base->id)))
		out->id = theirs->id;
	else if (base->mode && git_oid_equal(&theirs->id, &base->id))
		out->id = ours->id;
	else if (!tree_side_is_file(ours))
		*clean = false;	/* two links, or two submodules */
	else if (merge_text(&out->id, &same_text, m, base, ours, theirs,
			    err) < 0)
		return err->code;
	else
		*clean &= same_text;
	return 0;
}
