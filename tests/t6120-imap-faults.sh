#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Connections that break, stall and crawl: no mail is lost, none comes twice,
# and nothing takes longer than it may.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
. "$TOP/tests/lib/imap.sh"

peers_need imap
test_need jq jq
peer_imap
imap_mails 1 300
imap deliver INBOX mails
peer_fault "$IMAPS_PORT"
imap_config "port:$FAULT_PORT" answer_seconds:1

# within SECONDS COMMAND...
within() {
	within_end=$(($(date +%s) + $1))
	shift
	"$@"
	[ "$(date +%s)" -le "$within_end" ]
}

test_expect 'cut in the middle of reading: it goes on behind what came' '
	for fault in cut-down=100000 rst-down=300000 half-down=200000 \
		cut-down=5300 cut-down=6100 cut-up=1100; do
		echo "$fault"
		fault first=1 "$fault"
		fetch
		want 1 300
	done
'

test_expect 'cut again and again' '
	fault cut-down=200000
	fetch
	want 1 300
	[ "$(fault_count connections)" -gt 10 ]
'

test_expect 'cut always before the first mail: given up, said in one line' '
	fault cut-down=5300
	exits_with 75 fetch
	cat err
	[ ! -s got ]
	grep -q "^regbot: work: localhost.*cut" err
	[ "$(wc -l <err)" = 1 ]
'

test_expect 'closed before a word is said' '
	fault refuse=1
	exits_with 75 fetch
	cat err
	[ "$(wc -l <err)" = 1 ]
'

test_expect 'a server that stalls, before login and in the middle' '
	fault stall-down=0
	imap_config "port:$FAULT_PORT" answer_seconds:1 connect_seconds:1
	within 4 exits_with 75 fetch
	cat err
	grep -q "^regbot: work: localhost:.*: no answer in time" err
	fault first=1 stall-down=200000
	within 12 fetch
	want 1 300
	fault first=1 stall-up=1000
	within 9 fetch
	want 1 300
'

test_expect 'a byte a second' '
	fault slow=1000
	within 4 exits_with 75 fetch
	cat err
	grep -q "no answer in time" err
'

test_expect 'what came before the end is kept: the next poll goes on there' '
	imap_config "port:$FAULT_PORT" answer_seconds:1
	rm -rf state
	fault cut-down=150000
	regbot poll --once --json --config regbot.json >poll.json 2>err ||
		[ $? = 1 ] || [ $? = 75 ]
	[ "$(jq .read poll.json)" = 300 ]
	fault
	fetch --new
	[ ! -s got ]
'

test_expect 'the server ends all connections while it is read' '
	fault rate=300000
	fetch & pid=$!
	sleep 1.5
	imap kick
	wait $pid
	want 1 300
'

test_expect 'the server dies while it is read, and is there again' '
	fault rate=300000
	(fetch) & pid=$!
	sleep 1
	imap crash
	wait $pid || [ $? = 75 ]
	seq 1 300 | head -n "$(wc -l <got)" | diff - got
'

test_done
