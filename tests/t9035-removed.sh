#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A mail that its archive has taken back is not answered.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

# commit FILE: that file of the archive, and no other
commit() {
	git -C archive rm -q --cached -r --ignore-unmatch .
	git -C archive add "$1"
	git -C archive -c core.abbrev=40 commit -qm "$1"
}

# came MAIL, taken_back MAIL: as public-inbox writes it
came() {
	cp "$TOP"/tests/demo/mail/"$1"*.eml archive/m
	commit m
}

taken_back() {
	cp "$TOP"/tests/demo/mail/"$1"*.eml archive/d
	commit d
}

poll() {
	regbot poll --json --config regbot.json >json 2>err || [ $? = 1 ]
	cat err
}

state_of() {
	regbot explain --config regbot.json \
		"$(sed -n "s/^Message-ID: //Ip" "$TOP"/tests/demo/mail/"$1"*.eml)" |
		grep "^Poll"
}

demo_repo
demo_config
git init -q archive
sed "s/\"maildir\", \"path\": \"mail\"/\"epoch\", \"path\": \"archive\/.git\"/" \
	regbot.json >c.json
mv c.json regbot.json

test_expect 'a draft that waits is held, and the operator hears of it once' '
	came 01
	came 02
	poll
	[ "$(field drafted <json)" = 2 ]
	taken_back 01
	poll
	[ "$(field removed <json)" = 1 ]
	[ "$(wc -l <err)" = 1 ]
	grep "draft 1 that answers it is held" err
	regbot list --json --config regbot.json | field held >held
	printf "yes\nno\n" | diff - held
	state_of 01 | grep "taken the mail back"
	poll
	[ ! -s err ]
'

test_expect 'read again from its start: said once all the same' '
	regbot poll --json --config regbot.json --since 2000-01-01 >json 2>err || [ $? = 1 ]
	[ ! -s err ]
	regbot list --json --config regbot.json | wc -l >n
	[ "$(cat n)" = 2 ]
'

test_expect 'what was never read is never worked on' '
	taken_back 13
	poll
	[ ! -s err ]
	came 13
	poll
	[ "$(field drafted <json)" = 0 ]
	[ "$(field known <json)" = 1 ]
'

test_done
