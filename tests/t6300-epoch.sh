#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Archives as public-inbox itself writes them, and repositories as git makes
# them; what cannot be read says so.  See also tests/unit/u-epoch.c.

. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
peers_need lore
test_need jq jq
peer_lore lists=kernel level=basic

mail() {
	for mail_name; do
		printf '%s\n' 'From: A <a@x.example>' \
			"Message-ID: <$mail_name@x.example>" \
			"Date: Thu, 1 Jan 2026 00:00:00 +0000" \
			"Subject: $mail_name" '' 'text' >"$mail_name"
	done
}

# config PATH: regbot.json and a new state
config() {
	rm -rf state
	cat >regbot.json <<-END
	{ "identity": { "name": "R", "address": "r@x.example" }, "state": "state",
	  "ask_archive": false, "drafts": { "kind": "maildir", "path": "drafts" },
	  "sources": [ { "name": "list", "kind": "epoch", "path": "$1" } ] }
	END
}

# poll MEMBERS: those numbers of the next poll
poll() {
	regbot poll --now --config regbot.json --json | jq -r "$1" | tr '\n' ' '
}

ids() {
	jq -r '(if .removed then "-" else "" end) + .message_id' |
		sed 's/@x.example//' | tr '\n' ' '
}

test_expect 'a list of public-inbox, poll by poll' '
	config "$LORE_LISTS/kernel"
	mail 1 2 3 4 5 6
	lore import kernel 1 2
	[ "$(poll .read)" = "2 " ]
	[ "$(poll .read)" = "0 " ]
	lore import kernel 3
	lore rm kernel 1
	[ "$(poll ".read, .removed")" = "2 1 " ]
	lore import kernel 4
	lore rm kernel 4
	[ "$(poll ".read, .removed")" = "1 1 " ]
	lore epoch kernel
	[ "$(poll .read)" = "0 " ]
	lore import kernel 5 6
	[ "$(poll .read)" = "2 " ]
	regbot fetch --config regbot.json --json list >all
	[ "$(ids <all)" = "2 3 -1 -4 5 6 " ]
	[ "$(jq -r .origin all | cut -d/ -f1 | uniq -c | tr -s " " | tr "\n" ";")" = " 4 list:0; 2 list:1;" ]
'

test_expect 'a mail that its list purged or edited is no trouble' '
	config "$LORE_LISTS/kernel"
	mail 7 8
	lore import kernel 7 8
	[ "$(poll .read)" = "8 " ]
	HOME=$PEERS/lore/home PI_CONFIG=$PEERS/lore/config \
		public-inbox-purge "$LORE_LISTS/kernel" <7 >purged 2>&1 || { cat purged; false; }
	regbot poll --now --config regbot.json --json 2>said >polled
	cat said
	grep "list: epoch 1: commit .* which was rewritten" said
	[ "$(jq .read polled)" = "$(jq .known polled)" ]
	mail 9
	lore import kernel 9
	[ "$(poll ".read, .known")" = "1 0 " ]
'

test_expect 'a whole archive as an operand' '
	regbot extract --jsonl "$LORE_LISTS/kernel" >all || [ $? = 1 ]
	[ "$(jq -r .subject all | tr "\n" " ")" = "2 3 5 6 8 9 " ]
	regbot extract --jsonl "$LORE_LISTS/kernel/git/1.git" >one || [ $? = 1 ]
	[ "$(jq -r .subject one | tr "\n" " ")" = "5 6 8 9 " ]
'

test_expect 'a missing object: one line, exit status, and the others are read' '
	cp -r "$LORE_LISTS/kernel" damaged
	g=damaged/git/1.git
	mkdir packs
	mv $g/objects/pack/*.pack packs/ 2>/dev/null || :
	for pack in packs/*.pack; do
		[ ! -e "$pack" ] || git --git-dir $g unpack-objects -q <"$pack"
	done
	blob=$(git --git-dir $g rev-parse master~1:m)
	commit=$(git --git-dir $g rev-parse --short=12 master~1)
	rm -f "$g/objects/$(echo "$blob" | sed "s,^..,&/,")"
	config damaged
	exits_with 69 regbot fetch --config regbot.json --json list >all 2>said
	cat said
	[ "$(ids <all)" = "2 3 -1 -4 5 6 9 " ]
	grep "the mail of commit $commit is missing" said
	rm -f "$g/objects/$(git --git-dir $g rev-parse master~2 | sed "s,^..,&/,")"
	exits_with 69 regbot fetch --config regbot.json --json list >all 2>said
	cat said
	[ "$(ids <all)" = "2 3 -1 -4 " ]
	[ "$(wc -l <said)" = 1 ]
	grep "list: epoch 1: commit .* is missing, so that its history cannot be followed .*fsck" said
'

test_expect 'a repository of another user says what git says' '
	[ "$(id -u)" = 0 ] || exit 0
	cp -r "$LORE_LISTS/kernel/git/0.git" others.git
	chown -R nobody others.git
	config others.git
	exits_with 69 regbot fetch --config regbot.json list 2>said
	grep "safe.directory" said
'

test_done
