#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# regbot fetch: the mails of a source as they are, and no mark moved.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

demo_repo
demo_config

test_expect 'all mails of a source, and what goes into the mbox comes out' '
	regbot fetch --config regbot.json inbox >all.mbox
	regbot extract --json all.mbox | jq -r .message_id | sort >got
	regbot extract --json mail | jq -r .message_id | sort >want
	[ "$(wc -l <want)" -gt 50 ]
	diff want got
'

test_expect 'lines that look like separators survive' '
	mkdir -p odd/new odd/cur odd/tmp
	printf "%s\n" "From: a@x.example" "Message-ID: <odd@x.example>" "" \
		"From me to you" ">From the log" ">>From deeper" "no From here" \
		>odd/new/1
	printf "From the very start" >odd/new/2
	sed "s|\"mail\"|\"odd\"|" regbot.json >odd.json
	regbot fetch --config odd.json >odd.mbox
	grep "^>From me" odd.mbox
	grep "^>>From the log" odd.mbox
	grep "^>>>From deeper" odd.mbox
	grep "^no From here" odd.mbox
	grep "^>From the very start" odd.mbox
	[ "$(grep -c "^From mboxrd@z" odd.mbox)" = 2 ]
	python3 - <<-END
	import mailbox, re
	box = list(mailbox.mbox("odd.mbox"))
	body = re.sub("(?m)^>(>*From )", r"\\1", box[0].get_payload())
	assert body.rstrip("\n") == open("odd/new/1").read().split("\n\n", 1)[1].rstrip("\n"), body
	END
'

test_expect '--new: only what the next poll would read; no mark is moved' '
	regbot fetch --new --json --config regbot.json >before
	regbot fetch --new --json --config regbot.json >again
	cmp before again
	[ ! -e state/state.db ]
	regbot poll --once -q --config regbot.json || [ $? = 1 ]
	regbot fetch --new --json --config regbot.json >after
	[ ! -s after ]
	[ "$(regbot fetch --json --config regbot.json | wc -l)" = "$(wc -l <before)" ]
'

test_expect 'one source that is not there does not keep others from it' '
	jq ".sources |= [{name: \"gone\", kind: \"maildir\", path: \"nowhere\"}] + ." \
		regbot.json >two.json
	exits_with 69 regbot fetch --json --config two.json >got 2>err
	grep -q "nowhere: no such folder" err
	[ "$(wc -l <got)" -gt 50 ]
	exits_with 2 regbot fetch --config two.json nosuch 2>err
	grep -q "nosuch: no such source" err
'

test_expect 'dates: days, spans back, and what is neither' '
	regbot fetch --json --since 2026-01-31 --config regbot.json >all
	regbot fetch --json --since 14d --config regbot.json >all
	exits_with 2 regbot fetch --since 2026-13-01 --config regbot.json
	exits_with 2 regbot fetch --since yesterday --config regbot.json
	exits_with 2 regbot fetch --since 14x --config regbot.json
'

test_done
