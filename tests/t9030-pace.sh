#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# When sources are asked, from where on, and what their failures cost.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
. "$TOP/tests/lib/peers.sh"

peers_need
peer_http

# mail NAME DATE: a mail in the Maildir and at the end of the mbox
mail() {
	printf 'From: Li <li@x.example>\nSubject: %s\nMessage-ID: <%s@x.example>\nDate: %s\n\nHello.\n' \
		"$1" "$1" "$2" >"inbox/new/$1"
	{ echo "From li Thu Jan  1 00:00:00 1970"; cat "inbox/new/$1"; echo; } >>all.mbox
}

# config SOURCES
config() {
	cat >c.json <<-END
	{ "identity": { "name": "Robin", "address": "robin@tracker.example" },
	  "state": "state", "ask_archive": false, "sources": [ $1 ] }
	END
}

maildir='{ "name": "inbox", "kind": "maildir", "path": "inbox", "every_minutes": 10 }'
missing='{ "name": "gone", "kind": "maildir", "path": "gone", "every_minutes": 10 }'
lore="{ \"name\": \"list\", \"kind\": \"lore\", \"url\": \"$HTTP_URL/list/\" }"

start() {
	rm -rf state inbox all.mbox gone
	mkdir -p inbox/new inbox/cur inbox/tmp
	mail one 'Tue, 14 Nov 2023 22:13:20 +0000'
}

# at SECONDS [OPTION...]: a poll at that time, its counts in json
at() {
	REGBOT_DATE=$((1700000000 + $1))
	export REGBOT_DATE
	shift
	regbot poll --once --json --config c.json "$@" >json 2>err
}

# no errors, and the number of mails read
read_quietly() {
	[ ! -s err ] || { cat err; return 1; }
	[ "$(field read <json)" = "$1" ]
}

test_expect 'a source is asked no more often than it says' '
	start
	config "$maildir"
	at 0
	read_quietly 1
	mail two "Tue, 14 Nov 2023 22:13:21 +0000"
	at 300
	read_quietly 0
	at 301 -v
	grep "inbox: not asked before" err
	at 600
	read_quietly 1
'

test_expect 'cron may be some seconds early' '
	start
	config "$maildir"
	at 0
	read_quietly 1
	mail two "Tue, 14 Nov 2023 22:13:21 +0000"
	at 590
	read_quietly 1
'

test_expect '--now asks all the same' '
	start
	config "$maildir"
	at 0
	read_quietly 1
	mail two "Tue, 14 Nov 2023 22:13:21 +0000"
	at 10 --now
	read_quietly 1
'

test_expect 'a clock that was set back stops nothing' '
	start
	config "$maildir"
	at 100000
	read_quietly 1
	mail two "Tue, 14 Nov 2023 22:13:21 +0000"
	at 0
	read_quietly 1
'

test_expect 'one that fails says so by name, and the others are read' '
	start
	config "$missing, $maildir"
	exits_with 69 at 0
	[ "$(wc -l <err)" = 1 ]
	grep "^regbot: gone: .*no such folder" err
	[ "$(field read <json)" = 1 ]
'

test_expect 'what a person has to mend is asked for again late, silently until then' '
	start
	config "$missing"
	exits_with 69 at 0
	mv inbox gone
	at 470
	read_quietly 0	# eight minutes, and up to a quarter more
	at 601 -v
	grep "gone: is back" err
	[ "$(field read <json)" = 1 ]
'

test_expect 'what passes with time is asked again later and later' '
	start
	config "$lore"
	echo "* status=503" >"$HTTP_DIR/answers"
	exits_with 75 at 0
	[ "$(wc -l <err)" = 1 ]
	grep "^regbot: list: " err
	at 20
	read_quietly 0
	exits_with 75 at 60	# half a minute, and up to a quarter more
	at 100
	read_quietly 0
	exits_with 75 at 140	# a minute
	at 240
	read_quietly 0
	exits_with 75 at 300	# two
'

test_expect 'a server that wants peace has it, whoever asks' '
	start
	config "$lore, $maildir"
	echo "* status=429 header=Retry-After:7200" >"$HTTP_DIR/answers"
	exits_with 75 at 0
	[ "$(field read <json)" = 1 ]
	before=$(http_requests | wc -l)
	at 7000
	read_quietly 0
	at 7100 --now
	read_quietly 0
	[ "$(http_requests | wc -l)" = "$before" ]
	exits_with 75 at 7300
	[ "$(http_requests | wc -l)" -gt "$before" ]
'

test_expect 'without every_minutes it is asked each time' '
	start
	config "{ \"name\": \"gone\", \"kind\": \"maildir\", \"path\": \"gone\" }"
	exits_with 69 at 0
	exits_with 69 at 1
	exits_with 69 at 2
'

test_expect '--since begins there' '
	start
	mail two "Wed, 15 Nov 2023 22:13:20 +0000"
	mail three "Thu, 16 Nov 2023 22:13:20 +0000"
	mail undated "some day"
	config "{ \"name\": \"box\", \"kind\": \"mbox\", \"path\": \"all.mbox\" }"
	at 0 --since 2023-11-15
	[ "$(field read <json)" = 4 ]
	[ "$(field older <json)" = 1 ]
	regbot explain --config c.json two@x.example | grep "^Poll"
	regbot explain --config c.json one@x.example | not grep "^Poll"
'

test_expect '--since again reads what is older, and nothing twice' '
	mail four "Fri, 17 Nov 2023 22:13:20 +0000"
	at 1 --since 2023-11-01
	[ "$(field known <json)" = 3 ]
	[ "$(field older <json)" = 0 ]
	[ "$(field read <json)" = 5 ]
	regbot explain --config c.json one@x.example | grep "^Poll"
	at 2
	read_quietly 0
'

test_expect '--since is asked at once, whatever the pace' '
	start
	config "$maildir"
	at 0
	read_quietly 1
	at 60
	read_quietly 0
	at 60 --since 2023-11-01
	read_quietly 1
	[ "$(field known <json)" = 1 ]
'

test_expect 'a date that is none is wrong usage' '
	exits_with 2 at 0 --since yesterday
	grep "yesterday" err
	exits_with 2 at 0 --since 2199-01-01
	grep "still to come" err
'

test_expect 'a mail that stands twice in a batch is one' '
	start
	cp inbox/new/one inbox/new/once-more
	config "$maildir"
	at 0
	read_quietly 2
	[ "$(field known <json)" = 1 ]
'

test_expect 'a source that fails in the middle: what came before counts' '
	start
	mail two "Tue, 14 Nov 2023 22:13:20 +0000"
	config "$maildir"
	ln -s twoloop inbox/new/twoloop
	exits_with 69 at 0
	grep "^regbot: inbox.*twoloop" err
	[ "$(field read <json)" = 2 ]
	rm inbox/new/twoloop
	at 900
	read_quietly 0
'

test_done
