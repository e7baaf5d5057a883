#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad input gets one line that says where, what and how to mend it.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

# told CODE PATTERN COMMAND...
told() {
	told_code=$1 told_what=$2
	shift 2
	exits_with "$told_code" "$@" 2>err >out
	[ "$(wc -l <err)" = 1 ] || { cat err; return 1; }
	grep -q -- "^regbot: .*$told_what" err || { cat err; return 1; }
}

demo_repo
demo_config 01

test_expect 'no such file' '
	for command in explain extract trace bisection lint; do
		told 65 "none.eml: no such file" regbot $command none.eml ||
			exit 1
	done
'
test_expect 'an empty file' '
	: >empty
	told 65 "empty" regbot explain empty
'
test_expect 'not a mail and no text' '
	head -c 5000 /dev/zero >zero
	told 65 "zero" regbot explain zero
'
test_expect 'an unknown message id' '
	told 65 "nobody@x.example: neither the state nor a source has this message" \
		regbot explain --offline --config regbot.json "<nobody@x.example>"
	told 65 "neither the state nor a source" \
		regbot reply --offline --config regbot.json https://lore.kernel.org/r/nobody@x.example/
'
test_expect 'an empty mailbox is no failure' '
	rm mail/new/*
	regbot poll --once --config regbot.json >out 2>err
	[ ! -s out ] && [ ! -s err ]
'
test_expect 'a mailbox that is not there: the others are read' '
	demo_config 01
	sed "s|\"sources\": \[|&{\"kind\": \"mbox\", \"path\": \"none.mbox\"},|" regbot.json >two.json
	told 69 "none.mbox: no such file" regbot poll --once --json --config two.json
	[ "$(field drafted <out)" = 1 ]
'
test_expect 'a repository without MAINTAINERS' '
	git init -q plain
	git -C plain commit -q --allow-empty -m empty
	told 69 "no MAINTAINERS" regbot maintainers --tree plain -f a.c
'
test_expect 'not a repository' '
	told 69 "mail: not a .*repository" regbot revert --repo mail HEAD
'
test_expect 'an unknown commit' '
	exits_with 65 regbot revert --repo linux 0123456789ab >out
	grep -q "no such commit" out
'
test_expect 'a tree that cannot be used does not stop the poll' '
	demo_config 01
	rm -rf state drafts
	sed "s|\"path\": \"linux\"|\"path\": \"gone\"|" regbot.json >gone.json
	regbot poll --once --json --config gone.json >out 2>err || [ $? = 1 ]
	grep -q "gone: no such" err
	[ "$(field reports <out)" = 1 ]
'
test_expect 'a state that cannot be written' '
	sed "s|\"state\": \"state\"|\"state\": \"/proc/regbot\"|" regbot.json >proc.json
	told 2 "/proc/regbot: cannot make the state directory" regbot poll --once --config proc.json
'
test_expect 'nothing was polled yet' '
	sed "s|\"state\": \"state\"|\"state\": \"fresh\"|" regbot.json >fresh.json
	told 2 "fresh: no state yet (run regbot poll --once first)" regbot list --config fresh.json
'
test_expect 'no such draft' '
	regbot poll --once -q --config regbot.json || [ $? = 1 ]
	told 65 "99: no such draft" regbot show --config regbot.json 99
	told 2 "x: not the number of a draft" regbot show --config regbot.json x
'
test_expect 'no identity' '
	git config --file "$GIT_CONFIG_GLOBAL" --unset user.email
	told 2 "git config user.email" regbot reply mail/new/01*
'

# ESC, and U+009B, which is the same to a terminal as ESC [
printf 'From: A <a@b.example>\nSubject: =?utf-8?q?=1b]0;t=07 =c2=9b2J in 6.12?=\n%s\n\n%b' \
	'Message-ID: <esc@b.example>' \
	'bisected to commit a60a600b8238 ("x: \0033[2J \0302\023331m y"), 6.11 worked\n' \
	>escapes.eml

test_expect 'what a stranger wrote does nothing to the terminal' '
	grep -q "$(printf "\033")" escapes.eml
	grep -q "$(printf "\302\233")" escapes.eml
	for command in extract explain judge trace bisection lint; do
		regbot $command escapes.eml >>out 2>&1 || :
	done
	grep -q "a60a600b8238" out
	tr -d "\n -~" <out >left
	[ ! -s left ]
'

test_done
