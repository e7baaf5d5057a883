#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Console logs and mails with crashes: all that is read out of them.
# tests/cases/trace-*/input gives expected (one line of JSON for each file).
# shellcheck source=tests/lib/test.sh
. tests/lib/test.sh

for case in "$TOP"/tests/cases/trace-*/; do
	case=${case%/}
	name=${case##*/trace-}
	test_expect "case $name" '
		cd "$case" &&
		regbot trace --json input >"$TRASH/actual" &&
		same expected "$TRASH/actual"
	'
done

test_expect 'people see where it happened and how one got there' '
	regbot trace "$TOP/tests/cases/trace-syslog/input" >actual &&
	grep -q "paging request in minix_statfs" actual &&
	grep -q "6.7.1-arch1" actual &&
	grep -q "statfs_by_dentry" actual &&
	not grep -q "null" actual
'

test_expect 'a log without a crash is no failure' '
	echo "all is well" >log &&
	regbot trace log >actual &&
	grep -q "no crash" actual &&
	regbot trace --json log | grep -q "\"crash\":false,\"title\":null"
'

test_expect 'standard input is a log, too' '
	regbot trace --jsonl - <"$TOP/tests/cases/trace-stall/input" >actual &&
	grep -q "stall in example_rx_work" actual
'

test_expect 'one line for each file, in their order' '
	regbot trace --json "$TOP/tests/cases/trace-arm/input" \
		"$TOP/tests/cases/trace-s390/input" >actual &&
	test "$(wc -l <actual)" = 2 &&
	head -n 1 actual | grep -q trace-arm
'

test_expect 'a file that is not there is said, and others are read' '
	not regbot trace nowhere "$TOP/tests/cases/trace-arm/input" \
		>actual 2>errors &&
	grep -q nowhere errors &&
	grep -q example_copy_regs actual
'

test_expect 'offsets are those of the file, whatever its bytes' '
	printf "\377\376 noise\n[    1.0] BUG: Bad rss-counter state mm:1\n" >log &&
	regbot trace --json log >actual &&
	grep -q "\"start\":9,\"end\":50" actual
'

test_done
