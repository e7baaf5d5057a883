#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Bisection logs in all the forms that they come in: tests/cases/bisect-*, each
# with what people see (expected) and what scripts see (expected.json, a line
# for each member).  BLESS=1 writes the expectations anew.

. tests/lib/test.sh

members() {
	sed 's/,"/,\n"/g; s/{"/{\n"/g'
}

for case in "$TOP"/tests/cases/bisect-*; do
	export case
	test_expect "$(basename "$case")" '
		cp "$case/input" input
		regbot bisection input >seen || test $? = 1
		regbot bisection --json input >seen.jsonl || test $? = 1
		members <seen.jsonl >seen.json
		same "$case/expected" seen
		same "$case/expected.json" seen.json
	'
done

case=$TOP/tests/cases/bisect-syzbot-refuted
export case

test_expect 'a result that is not to be trusted wants a person' '
	cp "$case/input" input
	exits_with 1 regbot bisection input &&
	regbot bisection "$TOP/tests/cases/bisect-plain/input"
'

test_expect 'standard input is read, too' '
	{ regbot bisection - <"$case/input" >seen || test $? = 1; } &&
	grep -q "verdict: refuted" seen
'

test_expect 'CRLF, a bare CR or no line end at all change nothing' '
	cp "$TOP/tests/cases/bisect-plain/input" input &&
	regbot bisection input >plain &&
	sed "s/\$/\r/" input >crlf && mv crlf input &&
	regbot bisection input | diff -u plain - &&
	head -c -2 input >cut && mv cut input &&
	regbot bisection input | diff -u plain -
'

test_expect 'a file that is not there is said in one line' '
	exits_with 65 regbot bisection nothing 2>err &&
	test "$(wc -l <err)" = 1
'

test_done
