#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a script sees of a mail's form: ids, subjects, dates and senders as
# members of JSON, whatever charset and encoding they came in.

. tests/lib/test.sh
test_need jq jq

# member FILE NAME: the value of a member of the only line
member() {
	regbot extract --jsonl "$1" >line || [ $? = 1 ]
	[ "$(wc -l <line)" = 1 ]
	jq -r ".$2" line
}

is() {
	[ "$1" = "$2" ] || {
		echo "got '$1', want '$2'"
		return 1
	}
}

cases=$TOP/tests/cases

test_expect 'encoded words of a folded subject' '
	is "$(member "$cases/mail-quoted-printable/mail" subject)" \
		"[REGRESSION] «beeper» is silent since 6.9-rc2"
'

test_expect 'the sender in another charset' '
	is "$(member "$cases/mail-quoted-printable/mail" reporter.name)" \
		"Søren Åberg"
'

test_expect 'the hash over a soft line break is one word' '
	is "$(member "$cases/mail-quoted-printable/mail" culprit.sha)" \
		5b1d2f0e4c3a9f8e7d6c5b4a39281706f5e4d3
'

test_expect 'the date is told in UTC' '
	is "$(member "$cases/mail-latin1/mail" date)" 2024-04-11T09:00:00Z
'

test_expect 'the person behind a list is the reporter' '
	is "$(member "$cases/mail-via-list/mail" reporter.address)" \
		nora@lind.example
'

test_expect 'a page of an archive has sender and date, but no address' '
	is "$(member "$cases/mail-scraped-page/mail" subject)" "Silent beeper" &&
	is "$(member "$cases/mail-scraped-page/mail" date)" \
		2024-04-11T10:00:00Z &&
	is "$(member "$cases/mail-scraped-page/mail" reporter.address)" null
'

test_expect 'a log is no mail: nothing is stated' '
	is "$(member "$cases/mail-bare-log/mail" subject)" null &&
	is "$(member "$cases/mail-bare-log/mail" message_id)" null &&
	is "$(member "$cases/mail-bare-log/mail" date)" null
'

test_expect 'one line of JSON in UTF-8 for each mail, whatever is cut off' '
	mkdir cut
	for mail in "$cases"/mail-*/mail; do
		name=$(basename "$(dirname "$mail")")
		for n in 100 300 500 700; do
			head -c $n "$mail" >"cut/$name-$n.eml"
		done
	done
	regbot extract --jsonl cut >lines || [ $? = 1 ]
	[ "$(wc -l <lines)" = "$(find cut -type f | wc -l)" ]
	[ "$(jq -r .file lines | wc -l)" = "$(wc -l <lines)" ]
	iconv -f UTF-8 -t UTF-16 lines >/dev/null
'

test_done
