#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Repositories that cannot be used: one line says why and how to mend it, with
# exit status 69; and those that look odd but can.

. tests/lib/test.sh

# libgit2 1.5 itself leaks a little when it looks at extensions.*
echo 'leak:libpcre2' >lsan.supp
export LSAN_OPTIONS="suppressions=$TRASH/lsan.supp:print_suppressions=0"

git init -q repo
git -C repo commit -q --allow-empty -m one
git -C repo commit -q --allow-empty -m two

# refused PATTERN ARGUMENT...: fails with one line that has PATTERN
refused() {
	pattern=$1
	shift
	exits_with 69 regbot revert --index index "$@" HEAD >out 2>err
	cat err
	[ ! -s out ]
	[ "$(wc -l <err)" = 1 ]
	grep -- "$pattern" err
}

works() {
	regbot revert --index index --repo "$@" >out 2>err || { cat err; return 1; }
}

test_expect 'no such directory' '
	refused "nowhere: no such directory (" --repo nowhere
'
test_expect 'not a repository' '
	mkdir plain
	refused "plain: not a git repository (" --repo plain
'
test_expect 'an empty repository' '
	git init -q empty
	refused "empty: an empty repository" --repo empty
'
test_expect 'no such branch' '
	refused "no branch, tag or commit \"v9\" (git -C repo fetch" \
		--repo repo --onto v9
'
test_expect 'a branch that is no commit' '
	refused "is a tree, not a commit (" --repo repo --onto "HEAD^{tree}"
'
test_expect 'a shallow clone' '
	git clone -q --depth 1 "file://$TRASH/repo" shallow
	refused "fetch --unshallow)" --repo shallow
'
test_expect 'SHA-256' '
	git init -q --object-format=sha256 sha256
	git -C sha256 commit -q --allow-empty -m one
	refused "SHA-256 ids" --repo sha256
'
test_expect 'a reftable' '
	cp -r repo reftable
	git -C reftable config core.repositoryFormatVersion 1
	git -C reftable config extensions.refStorage reftable
	refused "git refs migrate --ref-format=files" --repo reftable
'
test_expect 'an extension that nobody knows' '
	cp -r repo odd
	git -C odd config core.repositoryFormatVersion 1
	git -C odd config extensions.futurething true
	refused "\"futurething\".*git clone --bare" --repo odd
'

if [ "$(id -u)" = 0 ]; then
	test_expect 'a repository of somebody else' '
		cp -r repo foreign
		chown -R 12345 foreign
		refused "git config --global --add safe.directory $TRASH/foreign" \
			--repo foreign
	'
	test_expect 'also when another directory is trusted already' '
		git config --file "$GIT_CONFIG_GLOBAL" safe.directory /elsewhere
		refused "safe.directory $TRASH/foreign" --repo foreign
	'
	test_expect 'which works after the command that was given' '
		git config --file "$GIT_CONFIG_GLOBAL" --add safe.directory \
			"$TRASH/foreign"
		HOME=$HOME works foreign HEAD
	'
fi

test_expect 'a work tree, its .git, a bare clone, a linked work tree' '
	git clone -q --bare repo bare.git
	git -C repo worktree add -q ../linked
	for r in repo repo/.git bare.git linked; do
		works $r HEAD
	done
'
test_expect 'per-worktree settings, as git sparse-checkout makes them' '
	git -C repo config core.repositoryFormatVersion 1
	git -C repo config extensions.worktreeConfig true
	works repo HEAD
'
test_expect 'from a folder inside it' '
	mkdir -p repo/deep/er
	cd repo/deep/er
	regbot revert --index ../../../index HEAD
'
test_expect 'a partial clone, as long as what is asked for is there' '
	seq 1 100 >repo/file
	git -C repo add file
	git -C repo commit -q -m "add file"
	sed -i s/^5/five/ repo/file
	git -C repo commit -q -a -m "spell out five"
	sed -i s/^90/ninety/ repo/file
	git -C repo commit -q -a -m "spell out ninety"
	git -C repo config uploadpack.allowFilter true
	git clone -q --no-checkout --filter=blob:none "file://$TRASH/repo" partial
	works partial "spell out ninety"
	exits_with 1 regbot revert --json --index index --repo partial \
		"spell out five" >answer
	grep "\"result\":\"unknown\"" answer
	grep "(blob) is missing in this partial clone (git -C partial cat-file" \
		answer
'

test_done
