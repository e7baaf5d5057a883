#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Killed before or after any step, and started again, the end is the same.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
. "$TOP/tests/lib/killed.sh"

demo_repo
demo_config 01 02 13 18 22 44

poll
end_state >want

test_expect 'there is something to lose' '
	[ "$(find drafts/new -type f | wc -l)" -ge 4 ]
	[ "$(grep -c drafted want)" -ge 4 ]
'

test_expect 'stopped at every step and started again: the same end' '
	n=0
	while :; do
		n=$((n + 1))
		rm -rf state drafts
		code=0
		REGBOT_STEP_LIMIT=$n regbot poll --once -q --config regbot.json || code=$?
		[ "$code" = 137 ] || break
		poll
		end_state >got
		diff -u want got || { echo "stopped at step $n"; exit 1; }
	done
	echo "$n steps"
	[ "$n" -gt 15 ]
'

test_expect 'stopped again and again on the way: the same end' '
	rm -rf state drafts
	# a batch of six mails takes eight: less than that would never get on
	n=0
	limit=5
	while REGBOT_STEP_LIMIT=$limit regbot poll --once -q --config regbot.json;
		[ $? = 137 ]; do
		n=$((n + 1))
		limit=$((limit == 11 ? 5 : limit + 1))
		[ "$n" -lt 100 ]
	done
	[ "$n" -ge 4 ]
	end_state >got
	diff -u want got
'

test_expect 'two at once: one works, one says so' '
	rm -rf state drafts
	mkdir -p state
	flock state/lock sleep 2 &
	sleep 0.3
	exits_with 75 regbot poll --once --config regbot.json 2>err
	grep -q "another regbot" err
	wait
	poll
	end_state >got
	diff -u want got
'

test_done
