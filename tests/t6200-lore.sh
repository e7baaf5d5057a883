#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A list of a real public-inbox server, followed over HTTP.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
peers_need lore

now=$(date +%s)
peer_lore
peer_fault "$LORE_PORT"

# mail ID SECONDS-AGO SUBJECT [PARENT]: a mail as the list got it
mail() {
	printf 'From: Dev <dev@k.example>\nTo: kernel@lists.example\nSubject: %s\n' "$3"
	printf 'Date: %s\n' "$(date -uR -d "@$((now - $2))")"
	printf 'Message-ID: <%s>\n' "$1"
	[ -z "${4:-}" ] || printf 'In-Reply-To: <%s>\n' "$4"
	printf '\nFrom here on\n>From there\nthe mail %s\n' "$1"
}

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

# arrive FILE...: the archive has them; the server looks again at once, not
# after the half minute for which it keeps its index open
arrive() {
	lore import kernel "$@"
	kill -HUP "$(cat "$PEERS/lore/server.pid")"
	sleep 0.1
}

# ids FILE: of the mails of an mbox, in order
ids() {
	sed -n 's/^Message-ID: <\(.*\)>$/\1/p' "$1"
}

# poll CONFIG [ARG...]: a round; how many were read, and in how many requests
poll() {
	poll_config=$1
	shift
	poll_trips=$(fault_count trips)
	regbot poll --once --now --json --config "$poll_config" "$@" >polled ||
		[ $? = 1 ]
	echo "$(jq -s 'map(.read // empty) | add' polled) $(($(fault_count trips) - poll_trips))"
}

test_expect 'the mails of the last week, oldest first, as they were sent' '
	config regbot.json
	mkdir first
	mail old@k.example 700000 "too old" >first/0
	for i in 1 2 3 4 5; do
		mail "m$i@k.example" $((100000 - i)) "mail $i" >first/$i
	done
	arrive first
	regbot fetch --config regbot.json >all.mbox
	ids all.mbox >got
	printf "m%d@k.example\n" 1 2 3 4 5 | cmp - got
	sed 1d all.mbox | sed "/^From mboxrd/,\$d" | sed "s/^>\(>*From \)/\1/" |
		head -n -1 | diff - first/1
	regbot fetch --config regbot.json --since 2000-01-01 --json >all.json
	[ "$(wc -l <all.json)" = 6 ]
'

test_expect 'polled again and again: each mail once, and one request for no news' '
	[ "$(poll regbot.json)" = "5 6" ]
	[ "$(poll regbot.json)" = "0 1" ]
	[ "$(poll regbot.json)" = "0 1" ]
	mail m6@k.example 89999 "mail 6" >m6
	mail m7@k.example 89998 "mail 7" >m7
	arrive m6 m7
	regbot fetch --new --json --config regbot.json >new.json
	[ "$(wc -l <new.json)" = 2 ]
	[ "$(poll regbot.json)" = "2 3" ]
	# its time of arrival is before that of others: the index was late
	mail late@k.example 95000 "late" >m
	arrive m
	[ "$(poll regbot.json)" = "1 2" ]
	[ "$(poll regbot.json)" = "0 1" ]
'

test_expect 'more than one page, more than one poll' '
	mkdir many
	python3 - "$now" <<-END
	import email.utils, sys
	for i in range(1, 231):
	    date = email.utils.formatdate(int(sys.argv[1]) - 80000 + i * 10)
	    with open(f"many/{i:03}", "w") as f:
	        f.write(f"From: Dev <dev@k.example>\nSubject: many of them\nDate: {date}\n"
	                f"Message-ID: <many{i}@k.example>\n\nmail {i}\n")
	END
	arrive many
	config few.json "{\"max_messages\": 100}"
	[ "$(regbot fetch --json --config few.json | wc -l)" = 100 ]
	for round in 1 2 3; do
		poll few.json >>rounds
	done
	# the pages before are listed again as far as they may have changed
	cut -d " " -f 1 rounds | tr "\n" " " | grep -x "100 100 30 "
	[ "$(cut -d " " -f 2 rounds | sort -n | tail -n 1)" -le 103 ]
	[ "$(poll few.json)" = "0 1" ]
'

test_expect 'a search, with many hits and with none' '
	config search.json "{\"search\": \"s:many OR s:nothing\", \"max_messages\": 1000}"
	regbot fetch --config search.json >hits.mbox
	ids hits.mbox >got
	seq -f "many%g@k.example" 230 | cmp - got
	config none.json "{\"search\": \"s:nothing\"}"
	regbot fetch --config none.json >none.mbox
	[ ! -s none.mbox ]
	# an open quote does not swallow the rest of the question
	config quote.json "{\"search\": \"m:m1@k.example OR s:\\\"nothing\"}"
	regbot fetch --config quote.json >quote.mbox 2>err || { cat err; false; }
'

test_expect 'a list that is not there is said, not taken for an empty one' '
	config nolist.json "{\"url\": \"$LORE_URL/nolist/\"}"
	exits_with 69 regbot fetch --config nolist.json 2>err
	grep "^regbot: lore: there is no such list.*$LORE_URL/nolist/" err
	[ "$(wc -l <err)" = 1 ]
'

test_expect 'odd ids, told to be mails of the archive by its own links' '
	mkdir odd
	n=0
	for id in a/b@x.example a+b@x.example a%20b@x.example p%q@x.example \
		"a&b=c?d#e@x.example" ..@x.example "semi;colon@x.example" \
		"quo\"te@x.example" "b\\s@x.example" "[1]@x.example" ü@x.example \
		"blank s@x.example"; do
		n=$((n + 1))
		mail "$id" $((1000 - n)) odd >"odd/$(printf %02d $n)"
	done
	mail gone@k.example 500 "vanishing" >odd/gone
	mail stays@k.example 499 "vanishing" >odd/stays
	arrive odd
	config odd.json "{\"search\": \"s:odd\"}"
	regbot fetch --config odd.json >odd.mbox
	ids odd.mbox >got
	cat odd/[0-9]* >want.mbox
	ids want.mbox | cmp - got
'

test_expect 'a mail that was taken back between search and reading' '
	config vanish.json "{\"search\": \"s:vanishing\"}"
	regbot fetch --config vanish.json >both.mbox
	[ "$(ids both.mbox | wc -l)" = 2 ]
	lore rm kernel odd/gone
	regbot fetch --config vanish.json >one.mbox
	[ "$(ids one.mbox)" = stays@k.example ]
'

test_expect 'a mail and its thread by the URL that people give each other' '
	mkdir thread
	mail root/1@k.example 900 "question" >thread/1
	mail reply@k.example 800 "Re: question" root/1@k.example >thread/2
	mail again@k.example 700 "Re: question" reply@k.example >thread/3
	arrive thread
	jq "del(.sources)" regbot.json >plain.json
	for id in reply@k.example root%2F1@k.example; do
		regbot explain --config plain.json "$LORE_URL/kernel/$id/" >explained
		cat explained
		grep "2 other mails read" explained
	done
	regbot explain --config plain.json "$LORE_URL/kernel/none@k.example/" \
		2>err && exit 1
	grep "none@k.example" err
'

test_expect 'over TLS only to who proves to be the server' '
	config tls.json "{\"url\": \"$LORE_TLS_URL/kernel/\",
		\"ca_file\": \"$LORE_CA\", \"search\": \"s:vanishing\"}"
	[ "$(regbot fetch --json --config tls.json | wc -l)" = 1 ]
	for bad in "2 that of another host" "3 has expired" "4 is signed by itself"; do
		config bad.json "{\"url\": \"https://127.0.0.${bad%% *}:$LORE_TLS_PORT/kernel/\",
			\"ca_file\": \"$LORE_CA\"}"
		exits_with 69 regbot fetch --config bad.json 2>err
		grep "^regbot: lore: .*${bad#* }" err
	done
	config bad.json "{\"url\": \"$LORE_TLS_URL/kernel/\",
		\"ca_file\": \"$LORE_WRONG_CA\"}"
	exits_with 69 regbot fetch --config bad.json 2>err
	grep "^regbot: lore: .*a CA that is not trusted" err
'

test_expect 'the pause between two requests is kept' '
	config slow.json "{\"search\": \"s:odd\", \"max_messages\": 4, \"pause_ms\": 200}"
	begin=$(date +%s%N)
	[ "$(regbot fetch --json --config slow.json | wc -l)" = 4 ]
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 800 ]
'

test_expect 'also between two lists of one server' '
	config one.json "{\"search\": \"s:nosuchword\", \"pause_ms\": 700}"
	jq ".sources += [.sources[0] + {name: \"second\"}]" one.json >two.json
	begin=$(date +%s%N)
	regbot fetch --json --config two.json >got
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 700 ]
	[ ! -s got ]
'

test_expect 'cut, stalled or refused: tried again, and nothing is lost' '
	rm -rf state
	fault cut-down=3000
	[ "$(poll few.json -q | cut -d " " -f 1)" != 100 ]
	fault refuse=1
	exits_with 75 regbot fetch --config regbot.json 2>err
	grep "^regbot: lore: .*(.*)$" err
	fault
	for round in 1 2 3 4; do
		poll few.json >>after
	done
	[ "$(regbot fetch --new --json --config few.json | wc -l)" = 0 ]
	[ "$(poll few.json)" = "0 1" ]
'

test_done
