#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the program takes is in its manuals, and nothing else: options, and the
# keys of the configuration.
. tests/lib/test.sh

# in_help COMMAND...: the options in --help, one a line
in_help() {
	for help_of; do
		regbot "$help_of" --help
	done | sed -n 's/^  \(-.*\)/\1/p' | sed 's/   *.*//' | tr -d ',' |
		tr ' ' '\n' | grep '^-' | sort -u
}

# in_manual PAGE: the options that have an item there
in_manual() {
	sed -n 's/^\.It Fl //p' "$TOP/bot/$1" | sed 's/ Ar [a-z]*//g; s/ , / /g' |
		tr ' ' '\n' | sed 's/^/-/' | sort -u
}

# The keys of the tables in bot/config*.[ch].
keys() {
	sed -n 's/.*{ "\([a-z_]*\)", \(take_[a-z_]*\|pass_over\),.*/\1/p' \
		"$TOP"/bot/config*.[ch] | sort -u
}

in_help poll >of-poll
in_help list >of-list
comm -12 of-poll of-list >common

test_expect 'the common options are in regbot(1)' '
	grep -qx -e --json common
	in_manual regbot.1 >page
	diff common page
'

# options PAGE COMMAND...: < is only in --help, > only in the manual
options() {
	options_page=$1
	shift
	in_help "$@" | comm -13 common - >help
	in_manual "$options_page" >page
	diff help page
}

for command in $(regbot --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
	case $command in
	list | show) continue ;;	# one page for both
	esac
	test_expect "the options of $command are in its manual" "
		options regbot-$command.1 $command
	"
done
test_expect 'the options of list and show are in their manual' '
	options regbot-list.1 list show
'

test_expect 'the keys of the configuration are in regbot.json(5)' '
	keys >keys
	grep -qx state keys
	sed -n "s/^\.It Va //p" "$TOP/bot/regbot.json.5" | sed "s/ , /\n/g" |
		sort -u >page
	diff keys page
'

test_expect 'the keys of the configuration are in the example' '
	keys | while read -r key; do
		grep -qw "$key" "$TOP/config/regbot.example.json" || echo "$key"
	done >missing
	diff /dev/null missing
'

test_done
