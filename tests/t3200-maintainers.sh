#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# regbot maintainers: the cases whole, every place a tree may lie in, and what
# it says when it cannot answer.
# shellcheck disable=SC1091,SC2016
. tests/lib/test.sh

for dir in "$TOP"/tests/cases/maintainers-*; do
	export dir
	test_expect "case $(basename "$dir")" '
		cd "$dir"
		# the arguments are words of ours, without blanks
		# shellcheck disable=SC2046
		regbot maintainers --json --tree tree $(cat args) >"$TRASH/got"
		same expected.jsonl "$TRASH/got"
	'
done

test_expect 'nothing that a patch names is run or written' '
	find "$TOP/tests/cases" "$TRASH" -name "*owned*" | not grep .
'

cp -r "$TOP/tests/cases/maintainers-files/tree" linux
git init -q linux
git -C linux add -A
git -C linux commit -q -m 'start'
git clone -q --bare linux linux.git
sed 's/Wanda Wide/Wendy Wide/' linux/MAINTAINERS >next
cp next linux/MAINTAINERS
git -C linux commit -q -a -m 'Wendy follows Wanda'
git -C linux push -q ../linux.git master:next

test_expect 'a bare repository answers as its files do' '
	set -- -f drivers/widget/core/main.c Documentation/widget/intro.rst
	git -C linux checkout -q HEAD~1
	regbot maintainers --tree linux "$@" >files
	regbot maintainers --tree linux.git "$@" >bare
	git -C linux checkout -q master
	grep -q "Mara Core <mara@core.example>" files
	same files bare
'

test_expect 'a commit can be named' '
	regbot maintainers --tree linux.git --rev next -f drivers/widget/x.c >out
	grep -q "^Wendy Wide" out
	regbot maintainers --tree linux --rev HEAD~1 -f drivers/widget/x.c >out
	grep -q "^Wanda Wide" out
'

test_expect 'a spread repository is read whole, in the order of paths' '
	cp -r "$TOP/tests/cases/maintainers-spread/tree" spread
	git init -q spread
	git -C spread add -A
	git -C spread commit -q -m start
	git clone -q --bare spread spread.git
	regbot maintainers --tree spread -v -f board/acme/x.c >files
	regbot maintainers --tree spread.git -v -f board/acme/x.c >bare
	same files bare
	cat >expected <<-\EOF
	Ona One <ona@one.example> (maintainer:ONE BOARD)
		F: board/acme/ (board/acme/one/MAINTAINERS:4)
	Tia Two <tia@two.example> (maintainer:TWO BOARD)
		F: board/acme/ (board/acme/two/MAINTAINERS:4)
	Tom Top <tom@top.example> (unknown:THE REST)
		F: */ (MAINTAINERS:5)
	boot@lists.example (open list)
		F: */ (MAINTAINERS:5)
	EOF
	tr -d "\t" <files >flat
	same expected flat
'

test_expect 'single files stand in for a tree' '
	echo Documentation/widget >dirs
	regbot maintainers --maintainers linux/MAINTAINERS \
		--mailmap linux/.mailmap --dirs dirs \
		-f Documentation/widget/intro.rst >out
	grep -q "^Mara Core <mara@core.example> (supporter:WIDGET CORE)$" out
	regbot maintainers --tree linux/MAINTAINERS -f drivers/widget/core/a.c |
	grep -q "^\"Mara C. Core\" <mara@old.example>"
'

test_expect 'the tree is the current folder when none is given' '
	cd linux
	regbot maintainers -f README >out
	echo "linux-kernel@vger.kernel.org (open list)" >../expected
	same ../expected out
'

test_expect 'a directory is asked with or without its slash' '
	cd linux
	regbot maintainers -f Documentation/widget | sed 1d >../one
	regbot maintainers -f Documentation/widget/ | sed 1d >../two
	same ../one ../two
'

test_expect 'lists for subscribers only on demand' '
	regbot maintainers --tree linux -s -f drivers/widget/core/a.c |
	grep -q "^widget-closed@lists.example (subscriber list:WIDGET CORE)$"
'

patch="$TOP/tests/cases/maintainers-patch/0001-widget.patch"
export patch

test_expect 'a patch comes from standard input, too' '
	regbot maintainers --tree linux "$patch" >one
	regbot maintainers --tree linux - <"$patch" >two
	same one two
'

test_expect 'a patch in base64 is unwrapped' '
	{
		printf "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
		printf "Content-Type: text/plain; charset=utf-8\n"
		printf "Content-Transfer-Encoding: base64\n\n"
		sed "1,/^$/d" "$patch" | base64
	} >wrapped.eml
	regbot maintainers --tree linux "$patch" >one
	regbot maintainers --tree linux wrapped.eml >two
	same one two
'

says() {
	code=$1
	what=$2
	shift 2
	exits_with "$code" "$@" 2>err >out
	[ "$(wc -l <err)" = 1 ]
	grep -q -- "$what" err || { cat err; return 1; }
}

test_expect 'failures are one line and say what to do' '
	mkdir empty
	says 69 "^regbot: empty: no MAINTAINERS (give --tree" \
		regbot maintainers --tree empty -f x
	says 69 "^regbot: nowhere: " regbot maintainers --tree nowhere -f x
	says 69 "nonsense" regbot maintainers --tree linux.git --rev nonsense -f x
	says 65 "^regbot: nothing.patch: is not there" \
		regbot maintainers --tree linux nothing.patch
	says 65 "names no files (is it a patch" \
		regbot maintainers --tree linux linux/MAINTAINERS
	says 2 "missing" regbot maintainers --tree linux
	says 65 "is no file" regbot maintainers --tree linux empty
'

test_expect 'what is too big is said in one line' '
	head -c 50000000 /dev/zero | tr "\0" "\n" >big
	says 69 "has 50000000 bytes" regbot maintainers --tree big -f x
	mkdir bigtree
	mv big bigtree/MAINTAINERS
	says 69 "has 50000000 bytes" regbot maintainers --tree bigtree -f x
	seq 1 30000 | sed "s/.*/+++ b\/drivers\/widget\/&.c/" >many.patch
	says 65 "more than 20000 files" \
		regbot maintainers --tree linux many.patch
	seq 1 10000 | sed "s/.*/+++ b\/drivers\/widget\/&.c/" >some.patch
	regbot maintainers --tree linux some.patch | grep -q "^Wendy Wide"
'

test_expect 'one bad operand does not stop the others' '
	exits_with 65 regbot maintainers --json --tree linux nothing "$patch" \
		2>err >out
	[ "$(wc -l <out)" = 1 ]
'

test_done
