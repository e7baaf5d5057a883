#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mails are worked on in batches; one that kills its child costs one mail.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
. "$TOP/tests/lib/killed.sh"

demo_repo
demo_config 01 02 13 18 22 44
poll
end_state >want

# a mail of @1 lines in the middle of the others, and no memory for it
too_big() {
	python3 -c '
import sys
print("From: Li <li@x.example>\nSubject: [REGRESSION] boot hangs\n"
      "Message-ID: <big@x.example>\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n")
for i in range(int(sys.argv[1])):
    print("the quick brown fox jumps over the lazy dog", i)' "$1" \
		>mail/new/13z-big.eml
	sed "s/\"state\": \"state\",/& \"limits\": { \"memory_mib\": 8 },/" \
		regbot.json >small.json
}

test_expect 'a mail that kills its child costs one mail' '
	rm -rf state drafts
	too_big 400000
	exits_with 1 regbot poll --once --json --config small.json >json 2>err
	case $B in
	*san)	;;	# has no limit on memory
	*)	[ "$(field failed <json)" = 1 ]
		[ "$(wc -l <err)" = 1 ]
		grep "13z-big.eml: needs more memory" err
		regbot explain --config regbot.json big@x.example | grep "^Poll *failed" ;;
	esac
	rm mail/new/13z-big.eml
	end_state >got
	diff -u want got
'

test_expect 'and so it does when the poll is killed at every step' '
	n=0
	while :; do
		n=$((n + 3))
		rm -rf state drafts
		too_big 100000
		code=0
		REGBOT_STEP_LIMIT=$n regbot poll --once -q --config small.json 2>err || code=$?
		[ "$code" = 137 ] || break
		regbot poll --once -q --config small.json 2>err || [ $? = 1 ]
		rm mail/new/13z-big.eml
		end_state >got
		diff -u want got || { echo "stopped at step $n"; exit 1; }
	done
	[ "$n" -gt 15 ]
	rm mail/new/13z-big.eml
'

test_expect 'killed at any time, parent or child: the same end' '
	n=0
	for ms in 004 010 018 023 030 050; do
		n=$((n + 1))
		rm -rf state drafts
		regbot poll --once -q --config regbot.json &
		pid=$!
		sleep "0.$ms"
		if [ $((n % 2)) = 0 ]; then
			kill -9 "$pid" 2>/dev/null || :
		else
			pkill -9 -P "$pid" || :
		fi
		wait "$pid" || :
		poll
		end_state >got
		diff -u want got || { echo "killed after $ms ms"; exit 1; }
	done
'

test_done
