# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced behind test.sh by tests that work on the bundled repository and mail.
#
#	demo_repo		# $TRASH/linux, the sample repository
#	demo_config [MAIL...]	# a Maildir with these mails (or all) in
#				# $TRASH/mail, and $TRASH/regbot.json for it
#	demo_id NAME		# the id of a commit by its name
#	field MEMBER <json	# a member of each line of JSON

demo_repo() {
	"$TOP/tests/helper/sample-repo" "$TRASH/linux"
}

demo_id() {
	sed -n "s/^$1 //p" "$TOP/tests/helper/sample-repo.ids"
}

demo_config() {
	rm -rf "$TRASH/mail"
	mkdir -p "$TRASH/mail/new" "$TRASH/mail/cur" "$TRASH/mail/tmp"
	if [ $# = 0 ]; then
		cp "$TOP"/tests/demo/mail/*.eml "$TRASH/mail/new/"
	fi
	for demo_mail; do
		cp "$TOP"/tests/demo/mail/"$demo_mail"*.eml "$TRASH/mail/new/"
	done
	cat >"$TRASH/regbot.json" <<-END
	{
	  "identity": { "name": "Robin Tracker", "address": "robin@tracker.example" },
	  "state": "state", "ask_archive": false,
	  "trees": [ { "path": "linux", "branches": [
	    { "name": "mainline", "ref": "master", "role": "mainline" },
	    { "name": "next", "ref": "next", "role": "next" },
	    { "name": "6.6.y", "ref": "linux-6.6.y", "role": "stable" } ] } ],
	  "sources": [ { "name": "inbox", "kind": "maildir", "path": "mail" } ],
	  "drafts": { "kind": "maildir", "path": "drafts" }
	}
	END
}

field() {
	python3 -c '
import json, sys
for line in sys.stdin:
    value = json.loads(line)
    for name in sys.argv[1].split("."):
        value = value[name] if value is not None else None
    print("-" if value is None else
          {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value)' "$1"
}
