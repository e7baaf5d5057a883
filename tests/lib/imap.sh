# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced behind peers.sh by the tests of IMAP.
#
#	imap_mails FIRST LAST	# files mails/N with the Message-ID N@x.example
#	imap_config [KEY:VALUE...]	# regbot.json with one account, "work";
#				# the pairs replace what is there (JSON)
#	fetch [OPTION...]	# the numbers of the mails that regbot fetch
#				# gives, in their order, in the file "got"
#	want FIRST LAST		# fails unless "got" is just these, in order

imap_mails() {
	mkdir -p mails
	python3 - "$1" "$2" <<-'END'
	import sys
	for i in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
	    with open(f"mails/{i:06}", "w", encoding="ascii") as f:
	        f.write(f"From: A <a@x.example>\nSubject: mail {i}\n"
	                f"Message-ID: <{i}@x.example>\n"
	                "Date: Fri, 20 Nov 2026 10:00:00 +0000\n\n")
	        f.writelines(f"mail {i}, line {n}, and some more text to make it"
	                     " as long as lines are\n" for n in range(40))
	END
}

imap_config() {
	[ -e secret ] || (umask 077 && echo "$IMAP_PASSWORD" >secret)
	python3 - "$IMAPS_PORT" "$IMAP_USER" "$IMAP_CA" "$@" >regbot.json <<-'END'
	import json, sys
	port, user, ca, *pairs = sys.argv[1:]
	account = {"name": "work", "kind": "imap", "host": "localhost",
	           "port": int(port), "user": user, "password_file": "secret",
	           "ca_file": ca, "connect_seconds": 3, "answer_seconds": 3}
	for pair in pairs:
	    key, value = pair.split(":", 1)
	    value = json.loads(value)
	    if value is None:
	        del account[key]
	    else:
	        account[key] = value
	print(json.dumps({
	    "identity": {"name": "Robin", "address": "robin@tracker.example"},
	    "state": "state", "ask_archive": False, "trees": [],
	    "sources": [account], "drafts": {"kind": "maildir", "path": "drafts"}}))
	END
}

fetch() {
	fetch_status=0
	regbot fetch --json --config regbot.json "$@" >got.json 2>err ||
		fetch_status=$?
	jq -r .message_id got.json | sed 's/@x.example//' >got
	return $fetch_status
}

want() {
	seq "$1" "$2" | diff -u - got
}
