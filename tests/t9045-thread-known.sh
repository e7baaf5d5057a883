#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What others have said of a report decides what is drafted: from the mails of
# the same poll, and from a public-inbox archive.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"
. "$TOP/tests/lib/peers.sh"

peers_need lore
demo_repo

report_id=20241118211407.5f1c7a20@kestrel.idrissi.example
report=$TOP/tests/demo/mail/01-bisect-log.eml
culprit=$(demo_id clean-culprit)

# answer ID FROM SUBJECT <body: a mail in the thread of the report
answer() {
	cat <<-END
	Date: Tue, 19 Nov 2024 09:30:00 +0100
	From: $2
	To: Salma Idrissi <salma@idrissi.example>
	Cc: netdev@lists.example, regressions@lists.linux.dev
	Subject: $3
	Message-ID: <$1>
	In-Reply-To: <$report_id>
	References: <$report_id>

	END
	cat
}

answer fix-1@larchnic.example 'Tomas Rehak <tomas.rehak@larchnic.example>' \
	'[PATCH net] net: larch: check the page before use' >fix.eml <<END
larch_rx() uses the page of a slot that was not refilled.

Reported-by: Salma Idrissi <salma@idrissi.example>
Fixes: $(echo "$culprit" | cut -c 1-12) ("net: larch: refill the receive ring from NAPI")
Signed-off-by: Tomas Rehak <tomas.rehak@larchnic.example>
---
 drivers/net/larch.c | 2 ++
 1 file changed, 2 insertions(+)

diff --git a/drivers/net/larch.c b/drivers/net/larch.c
--- a/drivers/net/larch.c
+++ b/drivers/net/larch.c
@@ -10,3 +10,5 @@ static int larch_rx(struct larch *l)
 	page = l->page;
+	if (!page)
+		return 0;
 	use(page);
 	return 1;
END

answer back-1@idrissi.example 'Salma Idrissi <salma@idrissi.example>' \
	'Re: [REGRESSION] larch: NULL dereference in larch_rx() under memory pressure' \
	>withdrawn.eml <<END
Please ignore this report, it was my mistake: the module was an old one.
Sorry for the noise.
END

# maildir FILE...: the inbox has these mails
maildir() {
	rm -rf mail state drafts
	mkdir -p mail/new mail/cur mail/tmp
	cp "$@" mail/new/
}

# outcome: what the last poll made of the report
outcome() {
	regbot explain --offline --config regbot.json "$report_id" |
		sed -n "s/^Poll *\([a-z]*\) .*/\1/p"
}

poll() {
	regbot poll --once --config regbot.json "$@" >poll.out 2>poll.err ||
		echo "$?" >>poll.err
}

demo_config 01
cp regbot.json local.json

test_expect 'alone it is answered' '
	maildir "$report"
	poll
	[ "$(outcome)" = drafted ]
'

test_expect 'a fix that came with the same poll, behind it in the mailbox' '
	maildir "$report"
	cp fix.eml mail/new/99-fix.eml
	poll
	[ "$(outcome)" = nothing ]
	regbot explain --offline --config regbot.json "$report_id" >explained
	grep "^Poll.*Tomas Rehak" explained
	[ ! -e drafts/new ] || [ -z "$(ls drafts/new)" ]
'

test_expect 'the reporter has taken it back in the same poll' '
	maildir "$report"
	cp withdrawn.eml mail/new/99-back.eml
	poll
	[ "$(outcome)" = nothing ]
'

test_expect 'the thread of a report is kept, other mail is not' '
	maildir "$report"
	cp fix.eml mail/new/99-fix.eml
	cp "$TOP/tests/demo/mail/16-no-culprit.eml" mail/new/16.eml
	answer other@x.example "A B <ab@x.example>" "Re: something else" <fix.eml |
		sed "s/$report_id/unknown@x.example/" >mail/new/98-other.eml
	poll
	rm mail/new/*
	regbot explain --offline --config regbot.json fix-1@larchnic.example
	not regbot explain --offline --config regbot.json other@x.example
'

# --- the same from an archive ---------------------------------------------

peer_lore lists=netdev
lore import netdev "$report"
jq ".ask_archive = true | .archive = \"$LORE_URL/netdev/\"" local.json >regbot.json

test_expect 'an archive that knows no more changes nothing' '
	maildir "$report"
	poll
	[ "$(outcome)" = drafted ]
	cp drafts/new/* alone.eml
	not grep held poll.out
'

test_expect 'a dry run asks the archive, and keeps nothing of it' '
	maildir "$report"
	poll --dry-run
	grep "1 would be drafted" poll.out
	[ ! -e state/archive ]
'

test_expect 'by hand: a message id, with no configuration' '
	git -C linux config regbot.archive "$LORE_URL/netdev"
	cd linux
	regbot reply --onto master --onto next --onto linux-6.6.y "$report_id" >../by-hand.eml
	grep "^In-Reply-To: <$report_id>" ../by-hand.eml
	regbot reply "<$report_id>" >../again.eml
	grep "^In-Reply-To: <$report_id>" ../again.eml
'

test_expect 'by hand: an address of the archive, whatever is configured' '
	cd linux
	git config regbot.archive http://127.0.0.1:9/nothing/
	regbot reply "$LORE_URL/netdev/$report_id/" >../url.eml
	regbot reply "$LORE_URL/netdev/$report_id/raw" >../raw.eml
	grep "^In-Reply-To: <$report_id>" ../url.eml
	cmp ../url.eml ../raw.eml
'

test_expect 'by hand: an archive that is not there, and one that has no such mail' '
	cd linux
	rm -rf "$HOME/.cache/regbot/archive"
	exits_with 75 regbot reply "$report_id" 2>../err
	[ "$(wc -l <../err)" = 1 ]
	git config regbot.archive "$LORE_URL/netdev"
	exits_with 65 regbot reply nosuch@x.example 2>../err
	grep "nosuch@x.example: neither" ../err
	exits_with 65 regbot reply --offline "$report_id" 2>../err
	git config regbot.archive "ftp://x.example/"
	exits_with 2 regbot reply "$report_id" 2>../err
	grep "regbot.archive" ../err
'

lore import netdev "$TRASH/fix.eml"

test_expect 'a fix that only the archive has' '
	maildir "$report"
	poll
	[ "$(outcome)" = nothing ]
'

test_expect 'by hand it is said who was faster' '
	git -C linux config regbot.archive "$LORE_URL/netdev"
	rm -rf "$HOME/.cache/regbot/archive"
	cd linux
	exits_with 1 regbot reply "$report_id" 2>../err
	grep "fix" ../err
	regbot explain "$report_id" >../explained
	grep "fix-1@larchnic.example" ../explained
'

test_expect 'an answer is asked for once, then it is at hand' '
	[ -n "$(find state/archive -type f)" ]
	[ -z "$(find state/archive -type f -perm /077)" ]
'

lore crash

test_expect 'while the archive is away the report waits, and that is said once' '
	maildir "$report"
	exits_with 75 regbot poll --once --config regbot.json 2>err
	[ "$(wc -l <err)" = 1 ]
	grep "1 report waits for the next poll" err
	[ "$(outcome)" = waiting ]
	[ ! -e drafts/new ] || [ -z "$(ls drafts/new)" ]
'

test_expect 'but not for ever: then it is drafted, and held' '
	sleep_until=$(($(date +%s) + 7 * 3600))
	exits_with 1 env REGBOT_DATE=$sleep_until regbot poll --once --config regbot.json
	[ "$(outcome)" = drafted ]
	regbot list --json --config regbot.json | jq -e .held
'

test_expect 'nor until a clock that was set back is there again' '
	maildir "$report"
	later=$(($(date +%s) + 30 * 86400))
	REGBOT_DATE=$later poll
	[ "$(outcome)" = waiting ]
	poll
	[ "$(outcome)" = drafted ]
'

peer_http
test_expect 'a mail that the archive cannot answer for keeps no other waiting' '
	jq ".archive = \"$HTTP_URL/all/\"" regbot.json >odd.json
	mv odd.json regbot.json
	maildir "$TOP/tests/demo/mail/02-is-the-first-bad-commit.eml"
	sed "s/^Message-ID:.*/Message-ID: <$report_id>/" "$report" >mail/new/00.eml
	cat >"$HTTP_DIR/answers" <<-END
	*$report_id* status=400 text=no
	*q=* status=404 type=text/html text=search+results
	END
	exits_with 75 regbot poll --once --config regbot.json 2>err
	[ "$(cat err)" = "regbot: archive: <$report_id>: the server refused to answer (status 400) (1 report waits for the next poll)" ]
	[ "$(outcome)" = waiting ]
	[ "$(ls drafts/new | wc -l)" = 1 ]
'

test_done
