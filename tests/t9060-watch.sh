#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mail that comes while the poll watches is answered at once.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
. "$TOP/tests/lib/peers.sh"

peers_need imap
peer_imap

umask 077
echo "$IMAP_PASSWORD" >password
demo_repo
demo_config

# config PORT [KEY...]: the account in place of the Maildir
config() {
	port=$1
	shift
	sed "s|\"kind\": \"maildir\", \"path\": \"mail\"|\"kind\": \"imap\", \"host\": \"127.0.0.1\", \"port\": $port, \"user\": \"$IMAP_USER\", \"password_file\": \"password\", \"ca_file\": \"$IMAP_CA\"$*|;" \
		regbot.json >imap.json
}

# within SECONDS COMMAND...: good as soon as COMMAND is
within() {
	tries=$(($1 * 10))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || { echo "not in time: $*"; return 1; }
		sleep 0.1
	done
}

drafts() {
	[ "$(find drafts/new -type f 2>/dev/null | wc -l)" = "$1" ]
}

said() {
	grep -q "$1" err
}

# what a test leaves that fails
give_up() {
	kill -9 "$watch" 2>/dev/null
	cat err
}

# the watch runs, and waits for mail
start() {
	: >err		# or what is waited for may be of the one before
	regbot poll --watch -v --json --config imap.json >out 2>err &
	watch=$!
	trap give_up EXIT
	within 10 idling
}

idling() {
	said "waits for mail"
}

# ends within a second, or a bit more on a busy machine; the sanitizers look for
# leaks first
stop() {
	kill "-$1" "$watch"
	begun=$(date +%s)
	wait "$watch"
	[ $(($(date +%s) - begun)) -le "${SAN:+1}2" ]
	trap - EXIT
}

# Dovecot again, on the same ports
revive() {
	PATH=$PATH:/usr/sbin "$TOP/tests/helper/peer-guard" start "$PEERS/imap" \
		-p "$IMAPS_PORT" dovecot -F -c "$PEERS/imap/dovecot.conf"
}

mail() {
	echo "$TOP"/tests/demo/mail/"$1"*.eml
}

config "$IMAPS_PORT"

test_expect 'what comes is drafted within two seconds' '
	start
	imap deliver INBOX "$(mail 01)"
	within 2 drafts 1
	imap deliver INBOX "$(mail 02)"
	within 2 drafts 2
	stop TERM
	[ "$(jq -s "map(.drafted) | add" out)" = 2 ]
'

test_expect 'what came while nobody watched is drafted first' '
	imap deliver INBOX "$(mail 13)"
	start
	within 5 drafts 3
	stop INT
'

test_expect 'what crashes leaves no password in a core dump' '
	ulimit -c unlimited 2>/dev/null || :
	start
	grep "^Max core file size  *0  *0 " "/proc/$watch/limits"
	stop TERM
'

test_expect 'one who is thrown out comes back' '
	start
	imap kick
	imap deliver INBOX "$(mail 18)"
	within 15 drafts 4
	stop TERM
'

test_expect 'a server that goes down and comes up again costs one line' '
	start
	imap crash
	within 10 said "^regbot: inbox: .*cannot be reached"
	revive
	imap deliver INBOX "$(mail 06)"
	within 20 drafts 5
	stop TERM
	[ "$(grep -c "^regbot: inbox: .*cannot be reached.*(" err)" -le 3 ]
'

# how many new mails were read since the watch began
new_mails() {
	python3 -c '
import json, sys
print(sum(d["read"] - d["known"] for d in map(json.loads, open("out"))))'
}

has_read() {
	[ "$(new_mails)" = "$1" ]
}

test_expect 'nothing is missed, whenever it comes' '
	start
	for i in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
		printf "From: Li <li@x.example>\nMessage-ID: <n$i@x.example>\nSubject: $i\n\nHello.\n" >one
		imap deliver INBOX one
		case $i in
		03|08|09|15)	imap kick ;;
		esac
		sleep "0.$i"
	done
	within 20 has_read 20
	stop TERM
'

imap folder lists
config "$IMAPS_PORT" ', "folders": [ "INBOX", "lists" ]'

test_expect 'a folder beside the inbox' '
	rm -rf state drafts
	start
	within 5 drafts 5
	imap deliver lists "$(mail 05)"
	within 2 drafts 6
	stop TERM
'

peer_fault "$IMAPS_PORT"
config "$FAULT_PORT"

before=0
# the connection that reads, and the one that is to wait
two_connections() {
	[ "$(fault_count connections)" -ge $((before + 2)) ]
}

test_expect 'what comes between reading and waiting is read' '
	fault delay=60
	before=$(fault_count connections)
	regbot poll --watch -v --json --config imap.json >out 2>err &
	watch=$!
	trap give_up EXIT
	within 20 two_connections
	not idling
	printf "From: Li <li@x.example>\nMessage-ID: <late@x.example>\nSubject: x\n\nHello.\n" >one
	imap deliver INBOX one
	within 10 has_read 1
	stop TERM
	fault
'

test_expect 'told to stop while a server says nothing' '
	regbot poll --watch --config imap.json >out 2>err &
	watch=$!
	trap give_up EXIT
	sleep 2
	fault stall-down=3000
	imap kick
	sleep 1
	kill "$watch"
	begun=$(date +%s%N)
	wait "$watch"
	took=$(($(date +%s%N) - begun))
	echo "$took ns"
	[ "$took" -lt 1500000000 ]
	trap - EXIT
'

test_expect 'two at once: one watches, one says so' '
	fault
	start
	exits_with 75 regbot poll --config imap.json 2>twice
	grep "another regbot" twice
	stop TERM
'

imap stop
revive
peer_http
config "$IMAPS_PORT"

test_expect 'an archive that is away is neither asked nor told of with each mail' '
	echo "* status=503 text=later" >"$HTTP_DIR/answers"
	sed -i "s|\"ask_archive\": false|\"archive\": \"$HTTP_URL/all/\"|" imap.json
	rm -rf state drafts
	imap deliver INBOX "$(mail 01)"
	start
	within 5 said "for the next poll"
	asked=$(http_requests | wc -l)
	for i in 1 2 3; do
		sed "s/^Message-ID:.*/Message-ID: <$i@x.example>/" "$(mail 16)" >mail.eml
		imap deliver INBOX mail.eml
		read_lines=$(wc -l <out)
		within 5 eval "[ \$(wc -l <out) -gt $read_lines ]"
	done
	[ "$(http_requests | wc -l)" = "$asked" ]
	[ "$(grep -c "for the next poll" err)" = 1 ]
	stop TERM
'

"$TOP/tests/helper/peer-guard" stop "$PEERS/imap"
peer_imap 'capability=IMAP4rev1 SASL-IR AUTH=PLAIN'
config "$IMAPS_PORT"

idling() {
	said "does not know IDLE"
}

test_expect 'a server without IDLE is read all the same' '
	rm -rf state drafts
	start
	within 5 drafts 5
	stop TERM
'

test_expect '--watch goes on, --once does not' '
	exits_with 2 regbot poll --watch --once --config imap.json
'

test_done
