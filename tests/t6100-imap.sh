#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# IMAP accounts as sources: what is read, and that nothing is read twice.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
. "$TOP/tests/lib/imap.sh"

peers_need imap
test_need jq jq
peer_imap
imap_mails 1 60

# polled: the next poll reads what comes after
polled() {
	regbot poll --once -q --config regbot.json >/dev/null || [ $? = 1 ]
}

test_expect 'all mails, in their order, as they are' '
	imap deliver INBOX mails/00000?
	imap_config
	fetch
	want 1 9
	[ ! -s err ]
	regbot fetch --config regbot.json | tr -d "\r" | sed "/^From mboxrd/d; \$d" |
		head -n 45 | diff - mails/000001
	jq -r .origin got.json | sed -n 2p | grep -x work/INBOX:2
'

test_expect 'no flag is changed by reading' '
	ls "$PEERS"/imap/mail/bot/cur "$PEERS"/imap/mail/bot/new >names
	exits_with 1 grep ":2,.*S" names
'

test_expect 'polled once, only new ones come' '
	polled
	fetch --new
	[ ! -s got ]
	imap deliver INBOX mails/00001?
	fetch --new
	want 10 19
	polled
	fetch --new
	[ ! -s got ]
'

test_expect 'deleted mails leave gaps, and the last one does not come again' '
	imap deliver INBOX mails/00002?
	imap delete INBOX mails/000029
	imap delete INBOX mails/000023
	fetch --new
	{ seq 20 22; seq 24 28; } | diff - got
	polled
	imap delete INBOX mails/000028
	fetch --new
	[ ! -s got ]
	imap deliver INBOX mails/000030
	fetch --new
	want 30 30
	polled
'

test_expect 'after a change of UIDVALIDITY all is read again, and that is said' '
	before=$(fetch && wc -l <got)
	imap renumber INBOX
	fetch --new
	[ "$(wc -l <got)" = "$before" ]
	[ "$(sort -u got | wc -l)" = "$before" ]
	grep -q "work: folder INBOX has new numbers (UIDVALIDITY)" err
	regbot poll --once --json --config regbot.json >poll.json 2>err || [ $? = 1 ]
	jq -e ".read == .known" poll.json
	fetch --new
	[ ! -s got ]
'

test_expect 'several folders; names that are not ASCII; one that is new' '
	imap folder Lists
	imap folder "Kernel & Müll"
	imap deliver Lists mails/00003[1-5]
	imap deliver "Kernel &- M&APw-ll" mails/00003[6-9]
	imap_config "folders:[\"Lists\"]"
	rm -rf state
	fetch --new
	want 31 35
	polled
	imap_config "folders:[\"Lists\", \"Kernel & Müll\"]"
	fetch --new
	want 36 39
	polled
	fetch --new
	[ ! -s got ]
	imap_config "folders:[\"Kernel & Müll\"]"
	polled
	imap_config "folders:[\"Lists\", \"Kernel & Müll\"]"
	fetch --new
	want 31 35
'

test_expect 'a folder that vanished is said, and the others are read' '
	imap folder Gone
	imap deliver Gone mails/000040
	imap_config "folders:[\"Gone\", \"Lists\"]"
	rm -rf state
	polled
	imap rmfolder Gone
	imap deliver Lists mails/00004[1-3]
	exits_with 69 fetch --new
	want 41 43
	[ "$(wc -l <err)" = 1 ]
	grep -q "work: localhost: folder Gone: " err
'

test_expect '--since asks the server for what came later' '
	imap_config "folders:[\"Lists\"]"
	export REGBOT_DATE=2145916800	# 2038: all of them are old
	fetch --since 2037-01-01
	[ ! -s got ]
	unset REGBOT_DATE
	fetch --since 2d
	[ "$(wc -l <got)" = 8 ]
'

test_expect 'STARTTLS, a token, a command for the password, no encryption' '
	printf "%s\n" "$IMAP_TOKEN" >token && chmod 600 token
	for account in "\"tls\":\"starttls\"" "\"tls\":\"none\""; do
		imap_config "port:$IMAP_PORT" "tls:${account#*:}" \
			"folders:[\"Lists\"]"
		fetch
		[ "$(wc -l <got)" = 8 ]
	done
	imap_config password_file:null "token_file:\"token\"" "folders:[\"Lists\"]"
	fetch
	[ "$(wc -l <got)" = 8 ]
	imap_config password_file:null "folders:[\"Lists\"]" \
		"password_command:\"echo $IMAP_PASSWORD; echo more\""
	fetch
	[ "$(wc -l <got)" = 8 ]
'

test_expect 'a mail of 50 MB' '
	imap folder Huge
	{ sed "s/mail 50,/x/" mails/000050; yes "a line of the huge mail" |
		head -c 50000000; echo; } >huge
	imap deliver Huge mails/000049 huge mails/000051
	imap_config "folders:[\"Huge\"]"
	fetch
	want 49 51
	jq -s -e ".[1].size > 50000000" got.json
'

imap_mails 1001 4000

test_expect 'thousands at once, in little memory' '
	imap folder Many
	imap deliver Many mails/00[1-4]*
	imap_config "folders:[\"Many\"]" answer_seconds:30
	fetch
	want 1001 4000
	python3 - <<-END
	import resource, subprocess
	subprocess.run(["regbot", "fetch", "--config", "regbot.json"],
	               stdout=subprocess.DEVNULL, check=True)
	kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
	print(kb, "kB")
	import os
	assert kb < 40000 or "SAN" in os.environ
	END
'

peer_fault "$IMAPS_PORT"

# two for TLS; CAPABILITY, AUTHENTICATE, EXAMINE; and LOGOUT, not waited for
test_expect 'nothing new costs three questions' '
	imap_config "port:$FAULT_PORT" "folders:[\"Lists\"]"
	rm -rf state
	polled
	before=$(fault_count trips)
	fetch --new
	[ ! -s got ]
	trips=$(($(fault_count trips) - before))
	echo "$trips trips"
	[ "$trips" -le 6 ]
'

test_done
