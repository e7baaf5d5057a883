#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Work by hand without a configuration: from where the person stands.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

demo_repo
mail=$TOP/tests/demo/mail/01-bisect-log.eml

test_expect 'in a kernel checkout the tree and the identity are found' '
	cd linux
	regbot reply "$mail" >../draft 2>../err
	grep -qx "From: A Tester <tester@regbot.example>" ../draft
	grep -q "^In-Reply-To: <20241118211407" ../draft
	grep -q "applies without conflicts" ../draft
	[ ! -s ../err ]
'
test_expect 'a repository that is no kernel tree is not asked' '
	git init -q plain
	git -C plain commit -q --allow-empty -m empty
	cd plain
	exits_with 1 regbot reply "$mail" 2>err
	grep -q "nothing is drafted: there was no tree to ask" err
'
test_expect 'the tree and its branches may be named' '
	regbot explain --repo linux --onto master --onto linux-6.6.y "$mail" >out
	grep -q "^Revert      on master (.*): clean" out
	grep -q "on linux-6.6.y (.*): clean" out
'
test_expect 'a tree or branch that is named has to be there' '
	exits_with 69 regbot reply --repo nosuch "$mail" 2>err
	[ "$(wc -l <err)" = 1 ]
	grep -q "^regbot: nosuch: no such directory" err
	exits_with 69 regbot reply --repo linux --onto nosuch "$mail" 2>err
	grep -q "no branch, tag or commit \"nosuch\"" err
	exits_with 69 env -C linux regbot reply --onto nosuch "$mail" 2>err
	grep -q "no branch, tag or commit \"nosuch\"" err
'
test_expect 'branches may be named in the tree of the configuration' '
	cat >trees.json <<-END
	{ "identity": { "name": "A", "address": "a@b.example" },
	  "state": "state", "trees": [ { "path": "linux" } ] }
	END
	regbot explain --config trees.json --onto linux-6.6.y "$mail" >out
	grep -q "^Revert      on linux-6.6.y (.*): clean" out
'
test_expect 'a mail on standard input' '
	regbot reply --repo linux - <"$mail" >stdin 2>err
	cmp stdin draft
'
test_expect 'as files: the mail, and the revert beside it' '
	regbot reply --repo linux -o out.d "$mail" >names
	[ "$(wc -l <names)" = 2 ]
	regbot lint "$(sed -n 1p names)"
	git clone -q linux tree
	git -C tree am -q "$TRASH/$(sed -n 2p names)"
	git -C tree show -s --format=%s | grep "^Revert \"net: larch: refill"
'
test_expect 'a draft that is there already is not overwritten' '
	exits_with 2 regbot reply --repo linux -o out.d "$mail" 2>err
	grep -q "^regbot: out.d/.*: this draft is there already (remove it" err
'
test_expect 'edited first; an empty draft is given up' '
	EDITOR="sed -i s/Thanks/Many-thanks/" regbot reply -e --repo linux "$mail" >edited
	grep -q "^Many-thanks for the report" edited
	exits_with 65 env EDITOR="truncate -s 0" regbot reply -e --repo linux "$mail" 2>err
	grep -q "the draft is empty" err
'
test_expect 'the repository is only read' '
	git -C linux status --porcelain --untracked-files=all >status
	[ ! -s status ]
'

test_done
