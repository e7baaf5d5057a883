#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The servers that other tests work with do what those rely on.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
peers_need imap lore
test_need curl curl

mail=$TOP/tests/demo/mail
peer_imap
peer_lore
peer_http
peer_fault "$LORE_PORT"

# imaps URL [ARG...]: as a client that verifies
imaps() {
	path=$1
	shift
	curl -sS --cacert "$IMAP_CA" -u "$IMAP_USER:$IMAP_PASSWORD" "$@" \
		"imaps://127.0.0.1:$IMAPS_PORT/$path"
}

test_expect 'IMAP: mails come, go, and get other numbers' '
	imap deliver INBOX "$mail"/0*.eml
	imap deliver lists/kernel "$mail"
	count=$(find "$mail" -name "0*.eml" | wc -l)
	imaps INBOX -X STATUS\ INBOX\ \(MESSAGES\ UIDVALIDITY\) >before
	grep -q "MESSAGES $count" before
	imaps "INBOX;UID=1" | tr -d "\r" | cmp - "$mail"/01-*.eml
	imap delete INBOX "$mail"/01-*.eml
	imap renumber INBOX
	imaps INBOX -X STATUS\ INBOX\ \(MESSAGES\ UIDVALIDITY\) >after
	grep -q "MESSAGES $((count - 1))" after
	[ "$(sed "s/.*UIDVALIDITY//" before)" != "$(sed "s/.*UIDVALIDITY//" after)" ]
	imaps "" -X "LIST \"\" *" | grep -q lists/kernel
	imap rmfolder lists/kernel
	imaps "" -X "LIST \"\" *" | not grep -q lists/kernel
'

test_expect 'IMAP: only 127.0.0.1 and the right CA can be trusted' '
	for host in 2 3 4; do
		exits_with 60 curl -sS --cacert "$IMAP_CA" \
			"imaps://127.0.0.$host:$IMAPS_PORT/"
	done
	exits_with 60 curl -sS --cacert "$IMAP_WRONG_CA" \
		"imaps://127.0.0.1:$IMAPS_PORT/"
	curl -sS --ssl-reqd --cacert "$IMAP_CA" -u "$IMAP_USER:$IMAP_PASSWORD" \
		"imap://127.0.0.1:$IMAP_PORT/"
	curl -sS -u "$IMAP_USER:$IMAP_PASSWORD" "imap://127.0.0.1:$IMAP_PORT/"
'

test_expect 'IMAP: password and token are looked at' '
	exits_with 67 imaps "" -u "$IMAP_USER:wrong"
	imap passwd other
	imaps "" -u "$IMAP_USER:other"
	imap passwd "$IMAP_PASSWORD"
	imaps "" -u "$IMAP_USER:" --oauth2-bearer "$IMAP_TOKEN"
	exits_with 67 imaps "" -u "$IMAP_USER:" --oauth2-bearer "$IMAP_TOKEN"x
'

test_expect 'IMAP: crashed and started again, the mails are there' '
	imap crash
	exits_with 7 imaps ""
	eval "$("$TOP/tests/helper/peer-imap" start "$PEERS/imap" capability=IMAP4rev1)"
	imaps "" -X CAPABILITY | grep -q "^. CAPABILITY IMAP4rev1.\{0,1\}$"
	imaps "INBOX;UID=2" | grep -q ^Subject
'

test_expect 'public-inbox: mails come, go, and go on in another epoch' '
	lore import kernel "$mail"/0*.eml
	lore epoch kernel
	lore import kernel "$mail"/1*.eml
	[ -d "$LORE_LISTS/kernel/git/1.git" ]
	id=$(sed -n "s/^Message-I[dD]: <\(.*\)>/\1/p" "$mail"/01-*.eml)
	curl -sSf "$LORE_URL/kernel/$id/raw" >raw	# an mbox of one
	sed 1d raw | head -n -1 | cmp - "$mail"/01-*.eml
	curl -sSf --cacert "$LORE_CA" "$LORE_TLS_URL/kernel/?q=m:$id&x=A" |
		grep -q "<entry>"
	curl -sSf "$LORE_URL/manifest.js.gz" | gzip -d | grep -q git/1.git
	lore rm kernel "$mail"/01-*.eml
	exits_with 22 curl -sSf "$LORE_URL/kernel/$id/raw"
	git -C "$LORE_LISTS/kernel/git/1.git" ls-tree --name-only master | grep -qx d
'

test_expect 'the proxy cuts, holds back, and counts' '
	url=http://127.0.0.1:$FAULT_PORT/kernel/new.atom
	curl -sSf "$url" >whole
	[ "$(fault_count connections) $(fault_count trips)" = "1 1" ]
	fault cut-down=500 first=1
	exits_with 18 curl -sSf "$url"
	curl -sSf "$url" | cmp - whole
	fault rst-down=500
	exits_with 56 curl -sSf "$url"
	fault stall-down=500
	exits_with 28 curl -sSf -m 0.3 "$url"
	fault slow=10
	exits_with 28 curl -sSf -m 0.3 "$url"
	fault half-down=500
	exits_with 18 curl -sSf "$url"
	fault refuse=1
	not curl -sSf "$url"
	fault delay=50
	curl -sSf -w "%{time_total}" -o /dev/null "$url" >took
	not grep -q "^0.0" took
'

test_expect 'HTTP: answers as it was told' '
	cat >"$HTTP_DIR/answers" <<-END
	/busy	times=2 status=429 header=Retry-After:7 text=slow+down
	/busy	text=now
	/loop	location=/loop
	/cut	chunked=1 size=9999 cut=500
	/gz*	gzip=1 size=1000
	/stall	size=1000 stall=100
	END
	curl -sS -i "$HTTP_URL/busy" | tr -d "\r" >got
	grep -q "^HTTP/1.1 429 " got
	grep -qx "Retry-After: 7" got
	grep -qx "slow down" got
	curl -sS "$HTTP_URL/busy"
	[ "$(curl -sS "$HTTP_URL/busy")" = now ]
	exits_with 47 curl -sS -L --max-redirs 3 "$HTTP_URL/loop"
	exits_with 18 curl -sS "$HTTP_URL/cut"
	exits_with 28 curl -sS -m 0.3 "$HTTP_URL/stall"
	[ "$(curl -sS --compressed --cacert "$HTTP_CA" "$HTTP_TLS_URL/gz?a=b" | wc -c)" = 1000 ]
	exits_with 22 curl -sSf "$HTTP_URL/other"
	http_requests | cut -f 2,3 >asked
	[ "$(grep -c "^GET.*/busy" asked)" = 3 ]
	[ "$(grep -c "^GET.*/loop" asked)" = 4 ]
'

# what runs with the folder on its command line
left_of() {
	cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\0" " " >processes
	grep -oF "$1/" processes || :	# not at once: it would find itself
}

test_expect 'a test that is killed leaves no server and no folder' '
	cat >victim.sh <<-\END
	. tests/lib/test.sh
	. "$TOP/tests/lib/peers.sh"
	peer_imap
	peer_http
	echo "$PEERS" >"$1/peers"
	kill -9 $$
	END
	( cd "$TOP" && exec sh "$TRASH/victim.sh" "$TRASH" ) || :
	peers=$(cat peers)
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ -e "$peers" ] || [ -n "$(left_of "$peers")" ] || break
		sleep 0.3
	done
	left_of "$peers"
	[ ! -e "$peers" ]
	[ -z "$(left_of "$peers")" ]
'

test_done
