#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# regbot revert --format-patch: git am makes exactly the tree that was checked.

. tests/lib/test.sh
test_need python3 python3

git init -q repo
export REGBOT_DATE=1700000000

commit() {
	git -C repo add -A
	git -C repo commit -q --allow-empty -m "$1"
	git -C repo rev-parse HEAD
}

# am_gives_tree COMMIT: the patch applies and leaves the tree that was said
am_gives_tree() {
	regbot revert --json --repo repo --index index "$1" >answer
	regbot revert --format-patch --repo repo --index index "$1" >./patch
	cat patch
	rm -rf work
	git clone -q repo work
	git -C work am -q <./patch
	tree=$(git -C work rev-parse 'HEAD^{tree}')
	grep "\"tree\":\"$tree\"" answer
}

subject() {
	git -C work log -1 --format=%s
}

mkdir -p repo/dir
seq 1 50 >repo/dir/file.c
seq 100 150 >repo/mode.sh
seq 1 9 | sed 's/$/\r/' >repo/dos.txt
printf '\0\1\2binary' >repo/logo.bin
printf 'no newline at the end' >repo/last
ln -s dir/file.c repo/link
commit 'start' >/dev/null
sed -i 's/^7$/seven/' repo/dir/file.c
text=$(commit 'dir: file: spell out seven, in a title that is so long that the header must be folded')
printf '\0\1\2binary, changed' >repo/logo.bin
binary=$(commit 'logo: redraw')
sed -i 's/^3/three/' repo/dos.txt
dos=$(commit 'dos: three')
chmod +x repo/mode.sh
mode=$(commit 'mode: executable')
ln -sfn mode.sh repo/link
link=$(commit 'link: elsewhere')
printf 'none at the end' >repo/last
last=$(commit 'last: shorter')
git -C repo rm -q dir/file.c
gone=$(commit 'dir: remove file')
awk 'BEGIN { for (i = 0; i < 300; i++) printf "long "; print "" }' >repo/wide
wide=$(commit 'wide: add a line of 1500 bytes')
printf 'na\303\257ve, caf\351\n' >repo/accent
accent=$(printf 'th\303\251\303\242tre: "quoted" na\303\257vet\303\251, and so on and on and on until it folds\n' >msg
	git -C repo add -A
	git -C repo commit -q -F ../msg
	git -C repo rev-parse HEAD)

git -C repo revert --no-edit "$gone" >/dev/null

test_expect 'text; the subject survives folding' '
	am_gives_tree $text
	[ "$(subject)" = "Revert \"dir: file: spell out seven, in a title that is so long that the header must be folded\"" ]
'

test_expect 'a binary file' '
	am_gives_tree $binary
'

test_expect 'lines that end in CR LF' '
	am_gives_tree $dos
	grep "^Content-Transfer-Encoding: quoted-printable" patch
'

test_expect 'a mode' '
	am_gives_tree $mode
'

test_expect 'a symbolic link' '
	am_gives_tree $link
'

test_expect 'a last line without its end' '
	am_gives_tree $last
'

test_expect 'a line too long for a mail' '
	am_gives_tree $wide
	[ "$(awk "length > 990" patch | wc -l)" = 0 ]
'

test_expect 'a title that is not ASCII' '
	am_gives_tree $accent
	subject >got
	printf "Revert \"%s\"\n" "$(cat msg)" >want
	diff want got
'

test_expect 'author and date are those of the person and the clock' '
	git -C repo config user.name "$(printf "J\303\266rg M. M\303\274ller, Dr")"
	am_gives_tree $mode
	git -C work log -1 --format=%an,%ae,%at >got
	git -C repo config user.name | sed "s/$/,tester@regbot.example,1700000000/" >want
	diff want got
	git -C repo config --unset user.name
'

test_expect 'the message says what is reverted and leaves room for the reason' '
	am_gives_tree $mode
	git -C work log -1 --format=%B >got
	{
		echo "Revert \"mode: executable\""
		echo
		echo "This reverts commit $mode."
		echo
		echo "[ Write here in your own words why: what breaks, for whom, and how it"
		echo "  was found; then sign it off yourself (git commit --amend -s). ]"
		echo
		echo "Fixes: $(echo $mode | cut -c1-12) (\"mode: executable\")"
		echo
	} >want
	diff want got
	not grep "^Signed-off-by" patch
'

test_expect 'the revert of a revert is a Reapply' '
	revert=$(git -C repo rev-parse HEAD)
	am_gives_tree $revert
	[ "$(subject)" = "Reapply \"dir: remove file\"" ]
'

test_expect 'a submodule' '
	git -C repo update-index --add \
		--cacheinfo 160000,1111111111111111111111111111111111111111,sub
	git -C repo commit -q -m "sub: one"
	git -C repo update-index \
		--cacheinfo 160000,2222222222222222222222222222222222222222,sub
	git -C repo commit -q -m "sub: two"
	am_gives_tree $(git -C repo rev-parse HEAD)
'

test_expect 'no patch when the revert is not clean, and one line says so' '
	exits_with 0 regbot revert --format-patch --repo repo --index index $gone \
		>patch 2>err
	[ ! -s patch ]
	grep "not clean (empty)" err
	exits_with 1 regbot revert --format-patch --repo repo --index index \
		$(git -C repo rev-list --max-parents=0 HEAD) >patch 2>err
	[ ! -s patch ]
	[ "$(wc -l <err)" = 1 ]
'

test_done
