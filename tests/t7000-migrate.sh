#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A state that an older regbot has written is brought to this one's version.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

# version-1.sql: what the first schema was, with a message, its draft that
# still has to be filed, and a mark
old_state() {
	rm -rf state drafts
	mkdir -m 700 state
	python3 -c '
import sqlite3, sys
db = sqlite3.connect("state/state.db")
db.executescript(open(sys.argv[1]).read())' "$TOP/tests/cases/state/version-$1.sql"
}

demo_repo
demo_config 01

test_expect 'version 1: what it knew is known, what it left is done' '
	old_state 1
	regbot list --json --config regbot.json >list.json
	[ "$(field message_id <list.json)" = "regbot.1@tracker.example" ]
	[ "$(field held <list.json)" = no ]
	regbot poll --once --json --config regbot.json >json || [ $? = 1 ]
	[ "$(field known <json)" = 1 ]
	[ "$(field drafted <json)" = 0 ]
	[ "$(find drafts/new -type f | wc -l)" = 1 ]
'

test_expect 'two at once, with a state of version 1' '
	for i in 1 2 3 4 5; do
		old_state 1
		regbot list --config regbot.json >list.1 2>err.1 &
		regbot list --config regbot.json >list.2 2>err.2
		wait $!
		cat err.1 err.2
		[ ! -s err.1 ] && [ ! -s err.2 ]
	done
'

test_expect 'a state of version 1 that another program holds: said, and tried later' '
	old_state 1
	python3 -c "
import sqlite3, time
db = sqlite3.connect(\"state/state.db\")
db.execute(\"BEGIN IMMEDIATE\")
print(flush=True)
time.sleep(20)" >held &
	until [ -s held ]; do
		sleep 0.05
	done
	exits_with 75 regbot poll --once --config regbot.json 2>err
	kill $!
	grep "in use by another program (try again later)" err
	[ "$(wc -l <err)" = 1 ]
'

test_done
