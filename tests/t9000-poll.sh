#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The whole way: a mailbox with every kind of mail, polled into drafts.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

demo_repo
demo_config

# what came of each mail, in the form of expected.tsv without the last column
understood() {
	regbot explain --json --config regbot.json "$TOP"/tests/demo/mail/*.eml |
		python3 -c '
import json, os, sys
names = {}
for line in open(sys.argv[1]):
    name, sha = line.split()
    names[sha] = name
for line in sys.stdin:
    d = json.loads(line)
    name = "-"
    if d["culprit"]:
        name = names.get(d["commit"]["sha"]) if d["commit"] else "?"
    print(os.path.basename(d["file"]), d["class"],
          "yes" if d["is_regression_report"] else "no", name,
          d["situation"], sep="\t")' "$TOP/tests/helper/sample-repo.ids"
}

test_expect 'each mail is understood as it should be' '
	grep -v "^#" "$TOP/tests/demo/expected.tsv" | cut -f 1-5 >want
	understood >got
	diff -u want got
'

test_expect 'a dry run tells and leaves nothing' '
	regbot poll --once --dry-run --json --config regbot.json >dry.json ||
		[ $? = 1 ]
	[ "$(field drafted <dry.json)" -gt 10 ]
	[ ! -e state/state.db ]
	[ ! -e drafts ]
'

test_expect 'poll files drafts' '
	regbot poll --once --json --config regbot.json >first.json || [ $? = 1 ]
	field drafted <dry.json >want
	field drafted <first.json >got
	diff want got
	[ "$(field failed <first.json)" = 0 ]
	[ "$(find drafts/new -type f | wc -l)" = "$(cat got)" ]
	[ "$(regbot list --json --config regbot.json | wc -l)" = "$(cat got)" ]
'

test_expect 'polled again, nothing is drafted twice' '
	regbot poll --once --json --config regbot.json >second.json
	[ "$(field read <second.json)" = 0 ]
	[ "$(field drafted <second.json)" = 0 ]
	[ "$(find drafts/new -type f | wc -l)" = "$(field drafted <first.json)" ]
'

test_expect 'the same mails from a mailbox of another kind are known' '
	for mail in "$TOP"/tests/demo/mail/*.eml; do
		echo "From mboxrd@z Thu Jan  1 00:00:00 1970"
		sed "s/^\(>*From \)/>\1/" "$mail"
		echo
	done >all.mbox
	sed "s/\"maildir\", \"path\": \"mail\"/\"mbox\", \"path\": \"all.mbox\"/;s/inbox/other/" \
		regbot.json >mbox.json
	regbot poll --once --json --config mbox.json >mbox-counts.json || [ $? = 1 ]
	[ "$(field drafted <mbox-counts.json)" = 0 ]
	[ "$(field known <mbox-counts.json)" -ge 50 ]
'

test_expect 'no draft breaks a rule of kernel mail' '
	regbot lint drafts/new/*
'

test_expect 'drafts that are made again are the same bytes' '
	for i in 1 2 3; do
		regbot explain --json --config regbot.json \
			"$TOP"/tests/demo/mail/*.eml | field draft >again.$i
	done
	cmp again.1 again.2
	cmp again.1 again.3
	grep -q "^Hi" again.1 || grep -q "In-Reply-To" again.1
'

test_expect 'the culprits of refuted claims are not written to' '
	regbot list --json --config regbot.json |
		python3 -c "
import json, sys
for line in sys.stdin:
    d = json.loads(line)
    if d[\"situation\"] == \"refuted\":
        print(d[\"id\"], d[\"culprit\"].split()[0], d[\"to\"], d[\"cc\"], sep=\"\t\")" >refuted
	[ -s refuted ]
	while IFS="	" read -r id sha to cc; do
		author=$(git -C linux show -s --format=%aE "$sha")
		case "$to $cc" in
		*"$author"*) echo "draft $id writes to $author"; exit 1 ;;
		esac
	done <refuted
'

test_expect 'people who are only in the Cc: tags of a culprit are not written to' '
	regbot explain --json --config regbot.json "$TOP"/tests/demo/mail/03-*.eml |
		field draft | not grep -i "^\(To\|Cc\):.*bystander"
'

test_expect 'the repository was not touched' '
	git -C linux fsck --no-dangling 2>&1 | tee fsck
	[ ! -s fsck ]
	"$TOP/tests/helper/sample-repo" "$TRASH/linux2"
	git -C linux count-objects -v | grep -v size >a
	git -C linux2 count-objects -v | grep -v size >b
	diff a b
'

test_done
