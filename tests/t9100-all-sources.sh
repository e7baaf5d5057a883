#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every kind of source in one configuration, with mails that came by several of
# them: each is handled once, whatever breaks on the way.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
. "$TOP/tests/lib/peers.sh"
peers_need imap lore

demo=$TOP/tests/demo/mail
peer_imap
peer_lore lists='kernel archive'
demo_repo

# a mail of each ten comes by the next source too
imap deliver INBOX "$demo"/0[1-8]*.eml "$demo"/10*.eml

# The server tells when a mail came by its Received; a list that is new to regbot
# is read a week back.
mkdir received
for mail in "$demo"/[123]*.eml; do
	echo "Received: from a.example by b.example; $(date -R)" |
		cat - "$mail" >"received/$(basename "$mail")"
done
lore import kernel received/1*.eml received/20*.eml
lore import archive received/2*.eml received/30*.eml
mkdir -p inbox/new inbox/cur inbox/tmp
cp "$demo"/3*.eml "$demo"/40*.eml inbox/new/
for mail in "$demo"/[4-9]*.eml "$demo"/01*.eml; do
	echo "From mboxrd@z Thu Jan  1 00:00:00 1970"
	sed 's/^\(>*From \)/>\1/' "$mail"
	echo
done >list.mbox
cp "$demo"/09*.eml one.eml
echo "$IMAP_PASSWORD" >password
chmod 600 password

cat >regbot.json <<-END
{
  "identity": { "name": "Robin Tracker", "address": "robin@tracker.example" },
  "state": "state",
  "ask_archive": false,
  "network": { "ca_file": "$IMAP_CA", "connect_seconds": 5, "answer_seconds": 10 },
  "trees": [ { "path": "linux", "branches": [
    { "name": "mainline", "ref": "master", "role": "mainline" },
    { "name": "next", "ref": "next", "role": "next" },
    { "name": "6.6.y", "ref": "linux-6.6.y", "role": "stable" } ] } ],
  "sources": [
    { "name": "account", "kind": "imap", "host": "127.0.0.1", "port": $IMAPS_PORT,
      "user": "$IMAP_USER", "password_file": "password" },
    { "name": "list", "kind": "lore", "url": "$LORE_URL/kernel/",
      "pause_ms": 0, "every_minutes": 0 },
    { "name": "mirror", "kind": "epoch", "path": "mirror",
      "url": "$LORE_URL/archive/", "every_minutes": 0 },
    { "name": "inbox", "kind": "maildir", "path": "inbox" },
    { "name": "saved", "kind": "mbox", "path": "list.mbox" },
    { "name": "one", "kind": "file", "path": "one.eml" } ],
  "drafts": { "kind": "maildir", "path": "drafts" }
}
END

# poll FILE: one round; FILE.json: its counts, FILE.code: its exit status,
# FILE.err: what it complained of
poll() {
	code=0
	regbot poll --once --json --config regbot.json >"$1.json" 2>"$1.err" ||
		code=$?
	echo "$code" >"$1.code"
	cat "$1.json" "$1.err"
}

afresh() {
	rm -rf state drafts mirror
}

# what the drafts are and where, without what differs from run to run
end_state() {
	regbot list --json --config regbot.json |
		jq -r '[.message_id, .situation, .subject] | @tsv' | sort
	cat drafts/new/* | grep -v -e "^Date:" -e "^Message-ID:" | sort
}

all=$(find "$demo" -name "*.eml" | wc -l)
only_imap=$(find "$demo" -name "0[2-8]*.eml" | wc -l)
only_inbox=$(find "$demo" -name "3[1-9]*.eml" | wc -l)

test_expect 'all kinds in one poll: each mail is handled once' '
	poll first
	[ "$(cat first.code)" = 1 ]	# drafts wait for a person
	[ "$(jq ".read - .known" first.json)" = "$all" ]
	[ "$(jq .failed first.json)" = 0 ]
	[ ! -s first.err ]
'

test_expect 'the same drafts as from one Maildir, each once' '
	mkdir together
	cd together
	ln -s ../linux linux
	mkdir -p mail/new mail/cur mail/tmp
	cp "$demo"/*.eml mail/new/
	jq ".sources = [{name: \"mail\", kind: \"maildir\", path: \"mail\"}]" \
		../regbot.json >regbot.json
	poll first
	for field in reports drafted held joined failed; do
		jq .$field first.json >want
		jq .$field ../first.json >got
		diff want got
	done
	[ "$(jq .drafted first.json)" -gt 10 ]
	[ "$(find ../drafts/new -type f | wc -l)" = "$(jq .drafted first.json)" ]
	sed -n "s/^In-Reply-To: //p" ../drafts/new/* | sort | uniq -d >twice
	[ ! -s twice ]
'

test_expect 'polled again: nothing is new' '
	end_state >before
	poll second
	[ "$(jq ".read - .known" second.json)" = 0 ]
	[ "$(jq .drafted second.json)" = 0 ]
	[ ! -s second.err ]
	end_state | diff before -
'

# broken NAME CODE READ: source NAME fails in a way that ends the poll with CODE,
# one line says it, and so many mails of the others are read
broken() {
	poll broken
	[ "$(cat broken.code)" = "$2" ]
	[ "$(grep -c "^regbot: $1: " broken.err)" = 1 ]
	[ "$(wc -l <broken.err)" = 1 ]
	[ "$(jq ".read - .known" broken.json)" = "$3" ]
}

test_expect 'a wrong password: the others go on, and one line says it' '
	afresh
	imap passwd another
	broken account 69 "$((all - only_imap))"
	imap passwd "$IMAP_PASSWORD"
	poll mended
	[ "$(jq ".read - .known" mended.json)" = "$only_imap" ]
'

test_expect 'no server for lists: the others go on, and two lines say it' '
	lore stop
	afresh
	poll broken
	[ "$(cat broken.code)" = 75 ]
	[ "$(sed "s/^regbot: \([a-z]*\): .*/\1/" broken.err | xargs)" = "list mirror" ]
	eval "$("$TOP/tests/helper/peer-lore" start "$PEERS/lore" lists="kernel archive")"
	sed -i "s|http://127.0.0.1:[0-9]*|$LORE_URL|" regbot.json
	poll mended
	[ "$(cat mended.code)" = 1 ]
	[ ! -s mended.err ]
'
LORE_URL=$(jq -r '.sources[1].url' "$TRASH/regbot.json")

test_expect 'a Maildir that is gone: the others go on, and one line says it' '
	afresh
	mv inbox away
	broken inbox 69 "$((all - only_inbox))"
	mv away inbox
	poll mended
	[ "$(jq ".read - .known" mended.json)" = "$only_inbox" ]
'

test_expect 'killed twenty times on the way, and started again: the same end' '
	afresh
	poll whole
	end_state >want
	kills=0
	while [ "$kills" -lt 20 ]; do
		afresh
		for wait in 0.03 0.15 0.4 0.08 0.25 0.02 0.3 0.12 0.2 0.05; do
			regbot poll --once -q --config regbot.json 2>/dev/null &
			sleep "$wait"
			if kill -9 $! 2>/dev/null; then
				kills=$((kills + 1))
			fi
			wait $! || :
		done
		poll last
		[ ! -s last.err ]
		end_state | diff want -
	done
'

test_done
