#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The revert check against git revert in a work tree: the same class, the same
# tree, the same conflicted paths, and nothing written to the repository.

. tests/lib/test.sh
test_need python3 python3

git init -q repo
git -C repo config merge.renames true

# lines FROM TO: a file of numbered lines
lines() {
	seq "$1" "$2" | sed 's/^/line /'
}

# commit TITLE: everything in the work tree of repo; prints the id
commit() {
	git -C repo add -A
	git -C repo commit -q --allow-empty -m "$1"
	git -C repo rev-parse HEAD
}

# field NAME: of the JSON on standard input; conflicts as lines PATH:KIND
field() {
	python3 -c '
import json, sys
for line in sys.stdin:
    v = json.loads(line)[sys.argv[1]]
    if isinstance(v, list):
        v = "\n".join(sorted(x["path"] + ":" + x["kind"] for x in v))
    print(v)' "$1"
}

# ask COMMIT [OPTION...]: the JSON answer into ./answer
ask() {
	rc=0
	regbot revert --json --repo repo --index index "$@" >answer || rc=$?
	[ "$rc" -le 1 ]
}

# like_git COMMIT: the answer is what git revert does with it
like_git() {
	ask "$1"
	rm -rf oracle
	git clone -q repo oracle
	mainline=$(git -C oracle rev-list --parents -n 1 "$1" |
		   awk '{ print (NF > 2 ? "-m1" : "") }')
	want=clean
	# shellcheck disable=SC2086
	git -C oracle revert --no-commit $mainline "$1" || want=conflict
	if [ "$want" = conflict ]; then
		git -C oracle diff --name-only --diff-filter=U | sort >want
	else
		: >want
		git -C oracle write-tree >tree
		[ "$(cat tree)" != "$(git -C oracle rev-parse 'HEAD^{tree}')" ] ||
			want=empty
		[ "$(field tree <answer)" = "$(cat tree)" ]
	fi
	field conflicts <answer | sed '/^$/d; s/:.*//' | sort >got
	cat answer
	[ "$(field result <answer)" = "$want" ]
	[ "$want" != conflict ] || diff want got
}

mkdir -p repo/drivers/net repo/lib
lines 1 40 >repo/drivers/net/foo.c
lines 100 140 >repo/lib/bar.c
lines 200 260 >repo/lib/old.c
printf '\0binary' >repo/logo.bin
ln -s lib/bar.c repo/link
root=$(commit 'start of it all')
sed -i 's/line 5$/line five/' repo/drivers/net/foo.c
five=$(commit 'net: foo: spell out five')
sed -i 's/line 30$/line thirty/' repo/drivers/net/foo.c
thirty=$(commit 'net: foo: spell out thirty')

test_expect 'a change that nobody touched since reverts cleanly' '
	like_git $five
	[ "$(field result <answer)" = clean ]
'

test_expect 'exit status 0 when clean' '
	exits_with 0 regbot revert --repo repo --index index $five
'

sed -i 's/line thirty$/line 30 again/' repo/drivers/net/foo.c
again=$(commit 'net: foo: thirty, differently')

test_expect 'a later change of the same line is a content conflict' '
	like_git $thirty
	[ "$(field conflicts <answer)" = drivers/net/foo.c:content ]
	exits_with 1 regbot revert --repo repo --index index $thirty
'

test_expect 'and the later commit is named, with how many there are' '
	ask $thirty
	grep -q "\"later\":\[{\"sha\":\"$again\",\"title\":\"net: foo: thirty, differently\"}\],\"later_total\":1" answer
'

git -C repo revert -n "$five" >/dev/null
sed -i 's/$/ /' repo/lib/bar.c
five_reverted=$(commit 'Revert "net: foo: spell out five"')

test_expect 'what was undone already leaves the target as it is' '
	like_git $five
	[ "$(field result <answer)" = empty ]
'

test_expect 'the revert is named, found by its title' '
	grep "\"reverted_by\":\[{\"sha\":\"$five_reverted\"" answer
	grep "\"by_title\":true,\"undone\":false" answer
'

git -C repo mv lib/old.c lib/new.c
commit 'lib: rename old to new' >/dev/null
sed -i 's/line 210$/line two hundred and ten/' repo/lib/new.c
renamed=$(commit 'lib: spell out 210')
mkdir -p repo/lib/sub
git -C repo mv lib/new.c lib/sub/newer.c
commit 'lib: move it again' >/dev/null

test_expect 'a file that was renamed since is followed' '
	like_git $renamed
	[ "$(field result <answer)" = clean ]
'

lines 300 340 >repo/drivers/net/other.c
git -C repo rm -q drivers/net/foo.c
commit 'net: drop foo' >/dev/null

test_expect 'a file that is gone: modify/delete' '
	like_git $thirty
	[ "$(field conflicts <answer)" = drivers/net/foo.c:modify/delete ]
'

lines 1 30 >repo/drivers/net/new1.c
lines 50 80 >repo/drivers/net/new2.c
commit 'net: two files' >/dev/null
mkdir -p repo/drivers/wire
git -C repo mv drivers/net/new1.c drivers/net/new2.c drivers/wire
git -C repo mv drivers/net/other.c drivers/wire
moved_dir=$(commit 'net: move to drivers/wire')
lines 400 420 >repo/drivers/wire/third.c
commit 'wire: a third file' >/dev/null

test_expect 'a file added to a directory that would move back' '
	like_git $moved_dir
	[ "$(field conflicts <answer)" = "drivers/net/third.c:file location" ]
'

printf '\0binary, changed' >repo/logo.bin
ln -sfn lib/sub repo/link
binary=$(commit 'change what has no lines')
printf '\0binary, once more' >repo/logo.bin
ln -sfn lib repo/link
commit 'change it again' >/dev/null

test_expect 'binary files and links that both changed are conflicts' '
	like_git $binary
	[ "$(field conflicts <answer | tr "\n" " ")" = "link:content logo.bin:content " ]
'

chmod +x repo/lib/bar.c
mode=$(commit 'lib: make bar executable')
sed -i 's/line 101 /line one/' repo/lib/bar.c
commit 'lib: spell out 101' >/dev/null

test_expect 'a mode is put back below a changed file' '
	like_git $mode
	[ "$(field result <answer)" = clean ]
'

git -C repo rm -q lib/bar.c
mkdir repo/lib/bar.c
lines 1 3 >repo/lib/bar.c/inside
file_to_dir=$(commit 'lib: bar becomes a directory')

test_expect 'a directory becomes a file again' '
	like_git $file_to_dir
	[ "$(field result <answer)" = clean ]
'

lines 7 9 >repo/lib/bar.c/more
commit 'lib: a second file in bar' >/dev/null

test_expect 'unless something else is in it by now' '
	ask $file_to_dir
	[ "$(field result <answer)" = conflict ]
'

test_expect 'the first commit of all can be tried' '
	ask $root
	[ "$(field result <answer)" = conflict ]
	[ "$(field mainline <answer)" = 0 ]
'

git -C repo checkout -q -b side
lines 1 9 >repo/side.c
commit 'side: a file' >/dev/null
git -C repo checkout -q master
lines 1 9 >repo/main.c
commit 'main: a file' >/dev/null
git -C repo merge -q --no-ff -m "Merge branch 'side'" side
merge=$(git -C repo rev-parse HEAD)
git -C repo checkout -q -b elsewhere HEAD^
lines 500 520 >repo/else.c
stray=$(commit 'elsewhere: a file')
git -C repo checkout -q master

test_expect 'a merge is tried against its first parent, and that is said' '
	like_git $merge
	[ "$(field mainline <answer)" = 1 ]
	[ "$(field result <answer)" = clean ]
'

test_expect 'a commit of another branch is not an ancestor' '
	ask $stray
	[ "$(field result <answer)" = not-an-ancestor ]
	exits_with 1 regbot revert --repo repo --index index $stray
'

test_expect 'and is tried anyway on request' '
	ask $stray --anyway
	[ "$(field result <answer)" = empty ]
'

test_expect '--onto may be given again; one line for each' '
	ask $stray --onto elsewhere --onto master
	field result <answer >got
	printf "clean\nnot-an-ancestor\n" >want
	diff want got
	field onto <answer | tr "\n" " " | grep "elsewhere master"
'

test_expect 'in batches, lines COMMIT TARGET, in their order' '
	printf "%s master\n%s elsewhere\nelsewhere: a file  elsewhere\n" $stray $stray |
	regbot revert --batch --json --repo repo --index index >answer || :
	field result <answer >got
	printf "not-an-ancestor\nclean\nclean\n" >want
	diff want got
'

test_expect 'a bad line of a batch is said and the rest goes on' '
	printf "nonsense\n%s nowhere\n%s elsewhere\n" $stray $stray >batch
	exits_with 69 regbot revert --batch --json --repo repo --index index \
		<batch >answer 2>err
	[ "$(field result <answer)" = clean ]
	[ "$(wc -l <err)" = 2 ]
'

test_expect 'members stand in their fixed order' '
	ask $thirty
	python3 -c "
import json
keys = list(json.loads(open(\"answer\").readline()))
assert keys[:12] == [\"commit\", \"title\", \"mainline\", \"onto\", \"target\",
    \"result\", \"tree\", \"conflicts\", \"fixed_by\", \"reverted_by\",
    \"resolved_by\", \"command\"], keys"
'

test_expect 'an unknown commit is an answer, with exit status 65' '
	exits_with 65 regbot revert --json --repo repo --index index \
		0123456789abcdef0123456789abcdef01234567 >answer
	[ "$(field result <answer)" = unknown ]
'

test_expect 'a missing file is unknown and named, never a conflict' '
	cp -r repo/.git broken.git
	git -C broken.git config core.bare true
	blob=$(git -C repo rev-parse $thirty:drivers/net/foo.c)
	rm -f broken.git/objects/$(echo $blob | sed "s,^..,&/,")
	exits_with 1 regbot revert --json --repo broken.git --index index \
		--onto $again $thirty >answer
	cat answer
	[ "$(field result <answer)" = unknown ]
	grep $blob answer
'

test_expect 'nothing was written to the repository' '
	git -C repo count-objects -v >before
	git -C repo for-each-ref >>before
	find repo -newer before -print >touched
	for c in $five $thirty $renamed $moved_dir $merge $mode; do
		ask $c
		regbot revert --format-patch --repo repo --index index $c \
			>/dev/null 2>&1 || :
	done
	git -C repo count-objects -v >after
	git -C repo for-each-ref >>after
	diff before after
	find repo -newer before -print >touched
	[ ! -s touched ]
'

test_done
