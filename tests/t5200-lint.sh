#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# regbot lint: for each rule mails that keep it and mails that break it, and no
# finding in what regbot drafts itself.
. tests/lib/test.sh

for case in "$TOP"/tests/cases/lint-*; do
	rule=${case##*/lint-}
	test_expect "$rule: a good mail passes" "
		regbot lint '$case/good' >out
		[ ! -s out ]
	"
	test_expect "$rule: each bad one is told, with the line" "
		cd '$case'
		for mail in bad-*; do
			exits_with 1 regbot lint \$mail
		done >'$TRASH/found'
		same expected '$TRASH/found'
	"
done

for case in "$TOP"/tests/cases/compose-*; do
	test_expect "no finding in the draft of ${case##*/compose-}" "
		regbot lint '$case/expected'
	"
done

test_expect 'JSON: one line for each mail, findings with rule, line and text' '
	exits_with 1 regbot lint --json "$TOP/tests/cases/lint-m27/bad-1" \
		"$TOP/tests/cases/lint-m27/good" >out &&
	[ "$(wc -l <out)" = 2 ] &&
	grep -q "\"findings\":\[{\"rule\":\"M27\",\"line\":9,\"what\":\"Auto" out &&
	grep -q "\"findings\":\[\]" out
'

test_expect 'a mail on standard input, or several in an mbox' '
	exits_with 1 regbot lint - <"$TOP/tests/cases/lint-m27/bad-1" >out &&
	grep -q ":9: M27: " out &&
	for i in 1 2; do
		echo "From robin@example.org Fri Nov 20 18:00:00 2026"
		cat "$TOP/tests/cases/lint-m27/bad-1"
		echo
	done >box &&
	exits_with 1 regbot lint box >out &&
	[ "$(grep -c M27 out)" = 2 ]
'

test_expect 'what cannot be read: 65, and the file is named' '
	head -c 4096 /dev/zero >zeros &&
	exits_with 65 regbot lint zeros 2>err &&
	grep -q zeros err
'

test_done
