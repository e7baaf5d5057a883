#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The demonstration: what somebody sees first must not fail.
# shellcheck disable=SC1091,SC2016
. tests/lib/test.sh

drafts() {
	find demo/drafts/cur demo/drafts/new -type f | sort
}

test_expect 'it runs and shows a draft whole' '
	"$TOP/tests/helper/demo" demo >first &&
	grep -q "^Subject: Re: " first &&
	grep -q "^In-Reply-To: <" first &&
	grep -q "regbot show --patch" first
'

test_expect 'what it tells to type works' '
	sed -n "s/^  export //p" first >export &&
	. ./export && export REGBOT_CONFIG &&
	sed -n "s/^  \(.*regbot show\)/\1/p" first >commands &&
	sed -n "s/^  \(.*regbot explain [^#]*\).*/\1/p" first >>commands &&
	[ "$(wc -l <commands)" -ge 3 ] &&
	while read -r line; do
		eval "$line" >out 2>err || { echo "$line"; cat err; exit 1; }
		[ -s out ] || { echo "nothing: $line"; exit 1; }
	done <commands
'

test_expect 'piped, it is plain text' '
	not grep "$(printf "\033")" first
'

test_expect 'again, it drafts nothing twice and says so' '
	drafts >before && [ -s before ] &&
	"$TOP/tests/helper/demo" demo >second &&
	drafts >after &&
	diff before after &&
	grep -q "no draft is made twice" second
'

test_expect 'a folder that is something else is left alone' '
	mkdir mine && echo x >mine/file &&
	not "$TOP/tests/helper/demo" mine 2>err &&
	[ "$(cat mine/file)" = x ] &&
	grep -q "something else" err
'

test_done
