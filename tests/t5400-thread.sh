#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What others have said of a report, and what follows for the draft.  Each
# tests/cases/thread-NAME has the mails around a report (that of the demo,
# unless it brings its own) and what is understood of them.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
test_need python3 python3

demo_repo

# facts CASE: what "regbot explain" says of it, a line each
facts() {
	report=$1/report
	[ -f "$report" ] || report=$TOP/tests/demo/mail/01-bisect-log.eml
	regbot explain --json --repo linux --context "$1/context" "$report" |
	python3 -c '
import json, sys
case = json.load(sys.stdin)
for fact in case["thread"]:
    print(fact["fact"], "here" if fact["same_thread"] else "elsewhere",
          "by", fact["by"], "<%s>" % fact["message_id"])
    print("   ", fact["why"])
    print("    line %d: %s" % (fact["line"], fact["text"]))
    if fact["title"]:
        print("    title:", fact["title"])
print("verdict:", case["verdict"])
print("draft:", case["situation"])
for name in "why_not", "held_for":
    if case[name]:
        print(name + ":", case[name])
'
}

for case in "$TOP"/tests/cases/thread-*; do
	test_expect "${case##*/thread-}" "
		facts '$case' >out
		same '$case/expected' out
	"
done

test_expect 'the order of the mails does not matter' '
	case=$TOP/tests/cases/thread-fix-elsewhere
	python3 -c "
import sys
mails = open(sys.argv[1]).read().split(\"From mboxrd@z\")[1:]
print(\"\".join(\"From mboxrd@z\" + m for m in reversed(mails)), end=\"\")
" "$case/context" >context
	mkdir turned
	mv context turned
	facts turned >out
	diff "$case/expected" out
'
test_expect 'several files of mails, one of them a Maildir' '
	mkdir -p box/new box/cur box/tmp
	regbot explain --repo linux --context box \
		--context "$TOP/tests/cases/thread-tracked/context" \
		--context "$TOP/tests/cases/thread-confirmed/context" \
		"$TOP/tests/demo/mail/01-bisect-log.eml" >out
	grep -q "^Thread      3 other mails read" out
	grep -q "tracked: regzbot was told of it, by Thea Rast (person) on 2024-11-20" out
'
test_expect 'a file that is not there is said' '
	exits_with 69 regbot explain --context nowhere \
		"$TOP/tests/demo/mail/01-bisect-log.eml" 2>err
	[ "$(wc -l <err)" = 1 ]
	grep -q nowhere err
'
test_expect 'the pointer to a fix goes to the reporter and breaks no rule' '
	regbot explain --json --repo linux \
		--context "$TOP/tests/cases/thread-fix-elsewhere/context" \
		"$TOP/tests/demo/mail/01-bisect-log.eml" | field draft >draft
	grep -qx "To: Salma Idrissi <salma@idrissi.example>" draft
	grep -q "https://lore.kernel.org/r/20241120.2@aerts.example/" draft
	tr "\n" " " <draft | grep -q "posted by Wim Aerts and taken into a tree"
	regbot lint draft
'

test_done
