#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Who is written to, from the mail to the answer: mails of the bundled mailbox
# against the bundled repository, and each address with its reason.
# shellcheck disable=SC1091,SC2016
. tests/lib/test.sh
test_need python3 python3

"$TOP/tests/helper/sample-repo" "$TRASH/linux" "$TRASH/ids" || exit 1

# recipients MAIL: one line for each address, the reason behind it
recipients() {
	(cd "$TRASH/linux" &&
	 regbot explain --json "$TOP/tests/demo/mail/$1") >out.json ||
		[ $? = 1 ] || return 1
	python3 -c '
import json, sys
for line in sys.stdin:
    for r in json.loads(line)["recipients"]:
        print(r["field"], r["address"], "(" + r["reason"] + ")")
' <out.json
}

for dir in "$TOP"/tests/cases/recipients-*; do
	export dir
	test_expect "case $(basename "$dir")" '
		recipients "$(cat "$dir/mail")" >got
		same "$dir/expected" got
	'
done

test_done
