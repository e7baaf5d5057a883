#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# regbot extract: each case is a mail and all that must be understood of it.
# After a change that is meant: tests/t2200-extract.sh --bless, and read the diff.
. tests/lib/test.sh

if [ "${1-}" = --bless ]; then
	for case in "$TOP"/tests/cases/report-*; do
		(cd "$case" && regbot extract --json mail >expected.json)
	done
	rm -rf "$TRASH"
	exit 0
fi

for case in "$TOP"/tests/cases/report-*; do
	test_expect "${case##*/report-}" "
		cd '$case'
		regbot extract --json mail >'$TRASH/found'
		same expected.json '$TRASH/found'
	"
done

test_expect 'members are those of the contract, in order' '
	regbot extract --json "$TOP/tests/cases/report-patch/mail" >out &&
	sed "s/\"[a-z_]*\":/\n&/g" out | grep -o "^\"[a-z_]*\":" |
		tr -d "\":" | awk "!seen[\$0]++" >names &&
	for name in file message_id subject date class is_regression_report \
		culprit commits good bad trace commands reporter confidence \
		evidence; do
		grep -n "^$name\$" names || exit 1
	done | sort -c -n -t:
'

test_expect 'an mbox gives one line for each mail' '
	for case in patch reply; do
		echo "From robin@example.org Mon Mar  3 10:00:00 2025"
		sed "s/^From />&/" "$TOP/tests/cases/report-$case/mail"
		echo
	done >box.mbox &&
	regbot extract --json box.mbox >out &&
	[ "$(grep -o "\"class\":\"[a-z]*\"" out | tr "\n" " ")" = \
		"\"class\":\"patch\" \"class\":\"reply\" " ]
'

test_expect 'standard input, and text without a header' '
	echo "Commit 5f3c1a9b7e2d (\"mm: foo\") causes a hang of the kernel." |
		regbot extract --json - >out &&
	grep -q "\"culprit\":{\"sha\":\"5f3c1a9b7e2d\",\"title\":\"mm: foo\"}" out &&
	grep -q "\"message_id\":null" out
'

test_expect 'for people: what was understood, and from which line' '
	regbot extract "$TOP/tests/cases/report-person-bisected/mail" >out &&
	grep -q ": report, of a regression" out &&
	grep -q "5f3c1a9b7e2d (\"mm/foo: rework the bar\")" out &&
	grep -q "(line 6: 5f3c1a9b7e2d" out
'

test_expect 'a file that is not there: one line says so' '
	not regbot extract nowhere.eml 2>err &&
	[ "$(wc -l <err)" = 1 ]
'

test_done
