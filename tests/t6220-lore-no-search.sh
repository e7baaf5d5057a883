#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A public-inbox server without Xapian knows its newest mails and no search.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
peers_need lore

now=$(date +%s)
peer_lore level=basic
peer_fault "$LORE_PORT"

# config FILE [JSON]: a source of the list "kernel", with more keys
config() {
	jq -n --arg url "http://127.0.0.1:$FAULT_PORT/kernel/" \
		--argjson more "${2:-null}" '{
		state: "state", ask_archive: false,
		identity: { name: "B", address: "b@k.example" },
		drafts: { kind: "maildir", path: "drafts" },
		sources: [ { kind: "lore", name: "lore", url: $url,
			pause_ms: 0 } + $more ] }' >"$1"
}

# mails FROM TO: numbered, three minutes apart, in the folder "new"
mails() {
	rm -rf new
	mkdir new
	for i in $(seq "$1" "$2"); do
		printf 'From: Dev <dev@k.example>\nSubject: mail %d\nDate: %s\nMessage-ID: <m%d@k.example>\n\nmail\n' \
			"$i" "$(date -uR -d "@$((now - 90000 + i * 180))")" "$i" \
			>"new/$(printf %03d "$i")"
	done
	lore import kernel new
	kill -HUP "$(cat "$PEERS/lore/server.pid")"
	sleep 0.1
}

# poll: a round; how many were read, and in how many requests
poll() {
	poll_trips=$(fault_count trips)
	regbot poll --once --now --json --config regbot.json >polled 2>said ||
		[ $? = 1 ]
	echo "$(jq -s 'map(.read // empty) | add' polled) $(($(fault_count trips) - poll_trips))"
}

test_expect 'an empty list is no error' '
	config regbot.json
	regbot fetch --config regbot.json >none.mbox
	[ ! -s none.mbox ]
'

test_expect 'a small list is read whole, and no gap is suspected' '
	mails 1 20
	[ "$(regbot fetch --json --config regbot.json 2>said | wc -l)" = 20 ]
	grep -v "has no index" said && exit 1
	true
'

test_expect 'more mails than the feed holds are all read, oldest first' '
	mails 21 80
	regbot fetch --json --config regbot.json -v >all.json 2>said
	grep "lore: the server has no index" said
	jq -r .message_id all.json >got
	seq -f "m%g@k.example" 80 | diff - got
'

test_expect 'polled while mails arrive: each one once, a request for no news' '
	[ "$(poll | cut -d " " -f 1)" = 80 ]
	grep -v "has no index" said && exit 1
	[ "$(poll)" = "0 1" ]
	mails 81 83
	[ "$(poll)" = "3 4" ]
	[ "$(poll)" = "0 1" ]
	mails 84 150
	[ "$(poll | cut -d " " -f 1)" = 67 ]
	[ "$(poll)" = "0 1" ]
	[ ! -s said ]
'

test_expect 'a search there is a mistake in the configuration' '
	config search.json "{\"search\": \"s:mail\"}"
	exits_with 69 regbot fetch --config search.json 2>err
	grep "^regbot: lore: this server cannot search (.*)$" err
'

test_done
