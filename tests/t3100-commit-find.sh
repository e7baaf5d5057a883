#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Finding the commit that is meant: by hash, title, author, Message-ID, and in
# a tree where it has another hash.

. tests/lib/test.sh
test_need python3 python3

git init -q repo

# commit NAME TITLE [BODY]: a file NAME; prints the id
commit() {
	echo "$2" >>"repo/$1"
	git -C repo add -A
	if [ -n "${3:-}" ]; then
		git -C repo commit -q -m "$2" -m "$3"
	else
		git -C repo commit -q -m "$2"
	fi
	git -C repo rev-parse HEAD
}

# finds ID WHAT [OPTION...]: WHAT is found to be the commit ID
finds() {
	want=$1
	shift
	rc=0
	regbot revert --json --repo repo --index index "$@" >answer || rc=$?
	cat answer
	[ "$rc" -le 1 ]
	grep "^{\"commit\":\"$want\",\"title\":\"" answer
}

commit base 'start' >/dev/null
foo=$(commit foo 'net: foo: fix the bar')
commit foo 'net: foo: a second one' >/dev/null
linked=$(commit linked 'mm: explain' 'Link: https://lore.kernel.org/r/20260102.abc%2B1@mail.example/')
twice1=$(commit a 'twice the same')
twice2=$(GIT_AUTHOR_NAME='Somebody Else' GIT_AUTHOR_EMAIL=else@x.example commit b 'twice the same')
latin=$(printf 'caf\351 in a title\n' >msg
	git -C repo -c i18n.commitEncoding=ISO-8859-1 commit -q --allow-empty -F ../msg
	git -C repo rev-parse HEAD)
git -C repo tag -a -m 'a tag' v1 "$foo"
tag=$(git -C repo rev-parse v1)

test_expect 'a full hash' 'finds $foo $foo'
test_expect 'a short one' 'finds $foo $(echo $foo | cut -c1-9)'
test_expect 'letters of either case' 'finds $foo $(echo $foo | tr a-f A-F)'
test_expect 'a title' 'finds $foo "net: foo: fix the bar"'
test_expect 'a title with other white space' 'finds $foo " net:  foo: fix
	the bar "'
test_expect 'a title in another charset' 'finds $latin "$(printf "caf\303\251 in a title")"'
test_expect 'hash and title as people write them' '
	finds $foo "$(echo $foo | cut -c1-12) (\"net: foo: fix the bar\")"
	grep "\"resolved_by\":null" answer
'
test_expect 'a hash with a title that is not its own is said' '
	finds $foo "$(echo $foo | cut -c1-12) (\"something else\")"
	grep "its title is another" answer
'
test_expect 'the Message-ID of its Link:' 'finds $linked "<20260102.abc+1@mail.example>"'

test_expect 'a title in other letters is another title' '
	exits_with 65 regbot revert --repo repo --index index "NET: foo: fix the bar"
'
test_expect 'part of a title is no title' '
	exits_with 65 regbot revert --repo repo --index index "net: foo: fix"
'

test_expect 'two commits of one title are said, not chosen from' '
	exits_with 1 regbot revert --json --repo repo --index index \
		"twice the same" >answer
	cat answer
	grep "\"result\":\"unknown\"" answer
	grep "\"$twice1 twice the same\"" answer
	grep "\"$twice2 twice the same\"" answer
'

test_expect 'the id of a tag means its commit, and that is said' '
	finds $foo $tag
	grep "id of a tag" answer
'

test_expect 'the id of a file is no commit' '
	exits_with 65 regbot revert --json --repo repo --index index \
		$(git -C repo rev-parse HEAD:foo) >answer
	grep "is a blob, not a commit" answer
'

# what stable trees and linux-next do
git -C repo checkout -q -b stable HEAD~6
git -C repo cherry-pick "$linked" >/dev/null
git -C repo commit -q --amend -m 'mm: explain' -m "commit $linked upstream."
backport=$(git -C repo rev-parse HEAD)
git -C repo cherry-pick "$foo" >/dev/null
same_title=$(git -C repo rev-parse HEAD)
git -C repo checkout -q master

test_expect 'a backport is found by the hash that it names' '
	finds $backport $linked --onto stable
	grep "backport, which names $linked" answer
	grep "\"result\":\"clean\"" answer
'

test_expect 'or by title and author' '
	finds $same_title $foo --onto stable
	grep "by its title and author" answer
'

test_expect 'but a full clone has the original first' '
	finds $linked $linked --onto master
	grep "\"resolved_by\":null" answer
'

test_expect 'a hash that was thrown away, by what the index remembers' '
	git -C repo checkout -q -b next
	next=$(commit next "drm: a change in next")
	regbot revert --repo repo --index index $next >/dev/null || :
	git -C repo checkout -q master
	echo "drm: a change in next" >repo/next
	git -C repo add -A
	git -C repo commit -q -m "drm: a change in next" -m "another message"
	git -C repo branch -q -D next
	git -C repo reflog expire --expire=now --all
	git -C repo gc -q --prune=now
	finds $(git -C repo rev-parse master) $next
	grep "$next is not in this tree; found by its title and author" answer
'

test_done
