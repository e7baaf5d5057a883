#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The sample repository: its ids are constants, and what other tests rely on
# in it holds for real git.
# shellcheck disable=SC1091,SC2016,SC2034
. tests/lib/test.sh

"$TOP/tests/helper/sample-repo" "$TRASH/linux" "$TRASH/ids" || exit 1

id() {
	sed -n "s/^$1 //p" "$TOP/tests/helper/sample-repo.ids"
}

linux() {
	git -C "$TRASH/linux" "$@"
}

# revert NAME ONTO: what git prints, exit status 0 clean, 1 conflict
revert() {
	linux checkout -q --detach "$2" &&
	linux revert --no-commit "$(id "$1")" >"$TRASH/out" 2>&1
	reverted=$?
	linux diff --name-only --diff-filter=U >"$TRASH/unmerged"
	if linux diff --cached --quiet; then empty=yes; else empty=no; fi
	linux reset -q --hard && linux checkout -q master
	return "$reverted"
}

# After a change of the history: tests/helper/renew-sample-ids
test_expect 'the ids are the constants that tests and mail name' '
	diff "$TOP/tests/helper/sample-repo.ids" ids
'

test_expect 'the configuration of the user changes nothing' '
	git config --global core.autocrlf true &&
	git config --global commit.gpgsign true &&
	git config --global i18n.commitEncoding latin1 &&
	git config --global core.abbrev 7 &&
	TZ=Asia/Kolkata "$TOP/tests/helper/sample-repo" again ids.again &&
	diff ids ids.again &&
	rm -rf again "$HOME/.gitconfig"
'

test_expect 'a second run does not touch a repository that is there' '
	exits_with 1 "$TOP/tests/helper/sample-repo" linux 2>err &&
	grep -q "there is a repository already" err
'

test_expect 'the repository is sound and its work tree is clean' '
	linux fsck --strict &&
	test -z "$(linux status --porcelain)" &&
	test -f linux/MAINTAINERS
'

test_expect 'mainline, next and stable stand on their tags' '
	for pair in master:v6.12 next:next-20241105 linux-6.6.y:v6.6.58; do
		test "$(linux rev-parse "${pair%%:*}")" = \
			"$(linux rev-parse "${pair#*:}^{commit}")" || exit 1
	done
	test "$(linux for-each-ref --format=x refs/heads | wc -l)" -eq 3
'

for name in clean-culprit cc-culprit pending-culprit unrelated check \
	renamed-culprit next-mainline lockdep-culprit syzbot-culprit reapplied \
	old-culprit; do
	test_expect "$name reverts cleanly on mainline" "
		revert $name master && test \$empty = no
	"
done

test_expect 'the backport reverts cleanly on the stable series' '
	revert stable-backport linux-6.6.y &&
	linux log -1 --format=%b "$(id stable-backport)" >body &&
	grep -qx "commit $(id clean-culprit) upstream." body &&
	linux log -1 --format=%b "$(id stable-tapir)" >body &&
	grep -Fqx "[ Upstream commit $(id cc-culprit) ]" body
'

test_expect 'conflict-culprit conflicts, and two named commits are why' '
	not revert conflict-culprit master &&
	printf "fs/quillfs/journal.c\nfs/quillfs/quillfs.h\n" >want &&
	diff want unmerged &&
	linux log --format=%H "$(id conflict-culprit)..master" -- \
		fs/quillfs/journal.c >later &&
	printf "%s\n" "$(id conflict-later-2)" "$(id conflict-later-1)" >want &&
	diff want later &&
	revert conflict-culprit v6.11-rc1
'

test_expect 'removed-culprit conflicts with the removal of its file' '
	not revert removed-culprit master && grep -q "modify/delete" out
'

test_expect 'reverted-culprit is reverted, and its revert is empty' '
	linux log --format=%H --grep="^This reverts commit $(id reverted-culprit)" \
		master >by &&
	test "$(cat by)" = "$(id reverted-revert)"
	revert reverted-culprit master || :
	test $empty = yes
'

test_expect 'fixed-culprit is fixed in mainline, pending-culprit in next only' '
	for case in fixed:master pending:next; do
		linux log --format=%H \
			--grep="^Fixes: $(id ${case%%:*}-culprit | cut -c1-12) " \
			${case#*:} >by &&
		test "$(cat by)" = "$(id ${case%%:*}-fix)" || exit 1
	done
	not linux merge-base --is-ancestor "$(id pending-fix)" master &&
	linux merge-base --is-ancestor "$(id pending-culprit)" master
'

test_expect 'next-copy and next-mainline are one change by one author' '
	not linux merge-base --is-ancestor "$(id next-copy)" master &&
	not linux merge-base --is-ancestor "$(id next-mainline)" next &&
	linux log -1 --format="%s %an %ae %at" "$(id next-copy)" >copy &&
	linux log -1 --format="%s %an %ae %at" "$(id next-mainline)" >original &&
	diff copy original
'

test_expect 'next-only has no counterpart in mainline' '
	not linux merge-base --is-ancestor "$(id next-only)" master &&
	linux log -1 --format=%s "$(id next-only)" >title &&
	linux log --format=%s master | not grep -Fxf title
'

test_expect 'the merge has two parents and brings clean-culprit' '
	test "$(linux rev-list --parents -1 "$(id merge)" | wc -w)" -eq 3 &&
	linux merge-base --is-ancestor "$(id clean-culprit)" "$(id merge)" &&
	not linux merge-base --is-ancestor "$(id clean-culprit)" "$(id merge)^1"
'

touches() {
	linux diff-tree --no-commit-id --name-only -r "$(id "$1")"
}

test_expect 'a release, a MAINTAINERS and a documentation commit touch no code' '
	test "$(touches v6.11)" = Makefile &&
	test "$(touches maintainers-only)" = MAINTAINERS &&
	test "$(touches docs-only)" = Documentation/filesystems/quillfs.rst
'

test_expect 'check adds a WARN and nothing that could fail' '
	linux show --format= "$(id check)" | grep -q "^+.*WARN_ON_ONCE("
'

test_expect 'two commits have the same title and different authors' '
	linux log -1 --format=%s "$(id ambiguous-1)" >one &&
	linux log -1 --format=%s "$(id ambiguous-2)" >two &&
	diff one two &&
	test "$(linux log -1 --format=%ae "$(id ambiguous-1)")" != \
		"$(linux log -1 --format=%ae "$(id ambiguous-2)")"
'

test_expect 'the bystanders of cc-culprit appear in Cc: tags only' '
	linux log --all --format="%an %cn %b" >all &&
	grep -v "^Cc: " all >others &&
	for person in "Aldo Fenwick" "Beata Kolar" "Cyrus Pell" \
		"Drita Hoxha" "Percival Lowe"; do
		grep -q "^Cc: $person" all || exit 1
		not grep "$person" others linux/MAINTAINERS || exit 1
	done
'

test_expect 'an old address of an author is mapped to the present one' '
	test "$(linux log -1 --format=%ae "$(id clean-culprit)")" = \
		nokafor@oldcorp.example &&
	test "$(linux log -1 --format=%aE "$(id clean-culprit)")" = \
		nadia.okafor@larchnic.example
'

test_expect 'MAINTAINERS ends with THE REST, whose chief is never written to' '
	sed -n "/^THE REST$/,\$p" linux/MAINTAINERS | grep -q "^M:.*Torvalds" &&
	test "$(grep -c "^S:	" linux/MAINTAINERS)" -ge 12
'

test_done
