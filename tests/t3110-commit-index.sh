#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The index of commits: kept in a file of our own, brought up to date, built
# again when it is damaged, done without when it cannot be written.

. tests/lib/test.sh

git init -q repo

commit() {
	git -C repo commit -q --allow-empty -m "$1"
	git -C repo rev-parse HEAD
}

# new_commits: how many were read this time
new_commits() {
	regbot revert -v --json --repo repo --index index/sub HEAD \
		>answer 2>err || :
	sed -n 's/.*: \([0-9]*\) commits are new$/\1/p' err
}

for i in 1 2 3 4 5; do
	commit "commit $i" >/dev/null
done

test_expect 'the first look reads all, the next one nothing' '
	[ "$(new_commits)" = 5 ]
	[ "$(new_commits)" = 0 ]
	ls index/sub/*.commits
	[ -z "$(find repo -name "*.commits")" ]
'

test_expect 'what is new is read, and nothing else' '
	commit "commit 6" >/dev/null
	commit "commit 7" >/dev/null
	[ "$(new_commits)" = 2 ]
'

test_expect 'history that was rewritten is read' '
	git -C repo reset -q --hard HEAD~3
	commit "commit 5 again" >/dev/null
	[ "$(new_commits)" = 1 ]
	regbot revert --json --repo repo --index index/sub "commit 5 again" |
		grep "\"result\":\"empty\""
'

test_expect 'a branch that is asked for is read as well' '
	git -C repo checkout -q -b other HEAD~2
	commit "other" >/dev/null
	git -C repo checkout -q master
	regbot revert -v --repo repo --index index/sub --onto other \
		"other" 2>err
	grep ": 1 commits are new" err
'

test_expect 'a damaged file is built again, and that is said' '
	for f in index/sub/*.commits; do
		printf "this is no database, and long enough to be looked at" >"$f"
	done
	[ "$(new_commits)" = 5 ]
	grep "built again" err
	[ "$(new_commits)" = 0 ]
'

test_expect 'so is one that was cut off' '
	for f in index/sub/*.commits; do
		size=$(wc -c <"$f")
		truncate -s $((size / 2)) "$f"
	done
	[ "$(new_commits)" = 5 ]
'

test_expect 'a file in the place of the directory: in memory, and said' '
	: >in-the-way
	regbot revert --json --repo repo --index in-the-way HEAD >answer 2>err
	grep "\"result\":\"empty\"" answer
	grep "in memory" err
'

test_expect 'two repositories do not share an index' '
	git init -q second
	git -C second commit -q --allow-empty -m "only here"
	exits_with 65 regbot revert --repo repo --index index/sub "only here"
	regbot revert --repo second --index index/sub "only here"
'

test_expect 'work trees of one repository do' '
	git -C repo worktree add -q ../linked other
	regbot revert -v --repo linked --index index/sub other 2>err
	grep ": [01] commits are new" err
'

test_expect 'two at once do not harm each other' '
	for i in $(seq 200); do
		echo "commit refs/heads/big"
		echo "committer A <a@x.example> $((1700000000 + i)) +0000"
		echo "data <<END"
		echo "big $i"
		echo "END"
		[ $i != 1 ] || echo "from refs/heads/master^0"
	done | git -C repo fast-import --quiet
	for i in 1 2 3; do
		regbot revert --json --repo repo --index index/sub --onto big \
			"big $i" >answer.$i 2>err.$i &
	done
	wait
	for i in 1 2 3; do
		grep "\"result\":\"empty\"" answer.$i
	done
'

test_expect 'fixes and reverts are found by id and by title' '
	bad=$(commit "net: a bad idea")
	echo x >repo/x
	git -C repo add x
	git -C repo commit -q -m "net: repair it" \
		-m "Fixes: $(echo $bad | cut -c1-12) (\"net: a bad idea\")"
	git -C repo commit -q --allow-empty -m "mm: no fix" \
		-m "This mentions $bad and Fixes nothing."
	git -C repo commit -q --allow-empty -m "net: repair more" \
		-m "Fixes: 0123456789ab (\"net: a bad idea\")"
	git -C repo commit -q --allow-empty -m "Revert \"net: a bad idea\"" \
		-m "This reverts commit $bad."
	git -C repo commit -q --allow-empty -m "Reapply \"net: a bad idea\"" \
		-m "This reverts commit $(git -C repo rev-parse HEAD)."
	regbot revert --json --repo repo --index index/sub $bad >answer
	cat answer
	grep "\"fixed_by\":\[{\"sha\":\"[0-9a-f]*\",\"title\":\"net: repair it\",\"where\":\"HEAD\",\"by_title\":false}" answer
	grep "\"title\":\"net: repair more\",\"where\":\"HEAD\",\"by_title\":true}\]" answer
	grep "\"reverted_by\":\[{\"sha\":\"[0-9a-f]*\",\"title\":\"Revert \\\\\"net: a bad idea\\\\\"\",\"where\":\"HEAD\",\"by_title\":false,\"undone\":true}\]" answer
'

test_expect 'a fix that names another commit of that title is not ours' '
	one=$(commit "fix a typo")
	two=$(GIT_AUTHOR_NAME=Other commit "fix a typo")
	git -C repo commit -q --allow-empty -m "fix the typo better" \
		-m "Fixes: $(echo $one | cut -c1-12) (\"fix a typo\")"
	regbot revert --json --repo repo --index index/sub $two >answer
	grep "\"fixed_by\":\[\]" answer
	regbot revert --json --repo repo --index index/sub $one >answer
	grep "\"fixed_by\":\[{" answer
'

test_done
