#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Completion for bash offers what the program has, and each command has its
# manual page.
# shellcheck disable=SC1091,SC2016
. tests/lib/test.sh
test_need bash bash

# complete WORD...: what is offered for the last word, one a line
complete() {
	bash -c '
		compopt() { echo "compopt $*"; }
		. "$TOP/config/regbot.bash-completion"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_regbot
		[ ${#COMPREPLY[@]} = 0 ] || printf "%s\n" "${COMPREPLY[@]}"
	' complete "$@"
}

commands() {
	regbot --help | sed -n "s/^  \([a-z]*\)  .*/\1/p"
}

test_expect 'all commands are offered' '
	commands >want &&
	[ "$(wc -l <want)" -ge 11 ] &&
	complete regbot "" | grep -v "^-" >got &&
	diff want got
'

test_expect 'options before the command are passed over' '
	echo maintainers >want &&
	complete regbot -C / --color never -q ma >got &&
	diff want got
'

test_expect 'the options of a command are those of its help' '
	complete regbot maintainers --r >got &&
	echo "--rev" >want &&
	diff want got &&
	complete regbot trace --r >got && [ ! -s got ]
'

test_expect 'operands are files' '
	echo "compopt -o default" >want &&
	complete regbot trace con >got &&
	diff want got
'

test_expect 'each command has a manual page' '
	for command in $(commands); do
		[ -e "$TOP/bot/regbot-$command.1" ] ||
			{ echo "no regbot-$command.1"; exit 1; }
	done
'

test_done
