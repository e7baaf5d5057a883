#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What all commands share: help, version, and plain words about wrong usage.
. tests/lib/test.sh

test_expect 'help names every command and exits 0' '
	regbot --help >out &&
	for command in poll reply explain list show lint extract trace \
		bisection revert maintainers; do
		grep -q "^  $command " out || { echo "no $command"; exit 1; }
	done
'

test_expect 'no command: usage on stderr, exit 2' '
	exits_with 2 regbot 2>err >out
	[ ! -s out ]
	grep -q "^usage: regbot COMMAND" err
'

test_expect 'a slip in a command is guessed' '
	exits_with 2 regbot bisecton 2>err
	echo "regbot: bisecton: no such command (did you mean \"bisection\"?)" >want
	diff want err
'

test_expect '--version prints one line' '
	regbot --version >out
	grep -qx "regbot [0-9.]*" out
'

test_expect 'a full disk is told' '
	exits_with 75 regbot --help >/dev/full 2>err
	grep -q "standard output" err
'

test_done
