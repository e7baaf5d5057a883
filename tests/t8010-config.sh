#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mistakes in the configuration are answered with file, line and key path.
. tests/lib/test.sh

# mistake TEXT-OF-JSON PART-OF-THE-COMPLAINT
mistake() {
	printf '%s\n' "$1" >c.json
	exits_with 2 regbot poll --once --config c.json 2>err
	[ "$(wc -l <err)" = 1 ]
	grep -qF -- "$2" err || { cat err; return 1; }
}

ok='"identity": {"name": "A", "address": "a@x.example"}, "state": "state"'

test_expect 'the example is valid: what is missing is not the configuration' '
	sed "s|/var/lib/regbot|state|; s|/srv/mail/regbot-drafts|drafts|" "$TOP/config/regbot.example.json" >example.json
	exits_with 69 regbot fetch --config example.json regressions 2>err
	not grep "example.json:" err
	grep "/srv/mail/regressions" err
	jq ".sources |= map(select(.kind == \"maildir\"))" example.json >local.json
	exits_with 69 regbot poll --once --config local.json 2>err
	grep "/srv/git/linux.git" err
	grep "/srv/mail/regressions" err
'
test_expect 'syntax' '
	mistake "{
  \"state\": ,
}" "c.json:2: not valid JSON"
'
test_expect 'an unknown key, and what was meant' '
	mistake "{$ok,
  \"sorces\": []}" "c.json:2: sorces: no such key (did you mean \"sources\"?)"
'
test_expect 'a wrong type, deep inside' '
	mistake "{$ok, \"trees\": [{\"path\": \"a\"},
  {\"path\": \"b\",
   \"branches\": [{\"ref\": 7}]}]}" "c.json:3: trees[1].branches[0].ref: must be a text"
'
test_expect 'a missing key' '
	mistake "{\"state\": \"x\"}" "\"identity\" is missing"
	mistake "{$ok, \"sources\": [{\"kind\": \"mbox\"}]}" "sources[0]: \"path\" is missing"
'
test_expect 'a word that is not one of several' '
	mistake "{$ok, \"sources\": [{\"kind\": \"pop3\", \"path\": \"x\"}]}" \
		"sources[0].kind: must be one of \"maildir\", \"mbox\", \"file\", \"imap\", \"lore\", \"epoch\""
'
test_expect 'a key of another kind of source' '
	mistake "{$ok, \"sources\": [{\"kind\": \"mbox\", \"path\": \"x\",
 \"host\": \"y\"}]}" "c.json:2: sources[0].host: no such key"
'
test_expect 'an account without a secret, or with two' '
	mistake "{$ok, \"sources\": [{\"kind\": \"imap\", \"host\": \"x\",
 \"user\": \"y\"}]}" "sources[0]: the secret is missing"
	mistake "{$ok, \"sources\": [{\"kind\": \"imap\", \"host\": \"x\", \"user\": \"y\",
 \"token_command\": \"a\",
 \"password_file\": \"b\"}]}" "c.json:3: sources[0].password_file: the secret is set twice"
'
test_expect 'two sources of one name' '
	mistake "{$ok, \"sources\": [{\"kind\": \"mbox\", \"path\": \"x\"},
 {\"kind\": \"mbox\", \"path\": \"x\"}]}" "c.json:2: sources[1]: another source is called"
'
test_expect 'an address that is none' '
	mistake "{\"identity\": {\"name\": \"A\", \"address\": \"a at x\"}, \"state\": \"s\"}" \
		"identity.address: must be a mail address"
'
test_expect 'a line break in a text' '
	mistake "{\"identity\": {\"name\": \"A\\nBcc: x@y.example\", \"address\": \"a@x.example\"}, \"state\": \"s\"}" \
		"identity.name: must not hold control characters"
'
test_expect 'a key of which only the beginning is given' '
	mistake "{$ok, \"sources\": [ { \"kind\": \"imap\", \"password\": \"x\" } ] }" \
		"did you mean \"password_file\""
'

test_expect 'a key that stands twice' '
	mistake "{$ok, \"state\": \"again\"}" "the key \"state\" stands twice"
'
test_expect 'no such file' '
	exits_with 2 regbot poll --once --config none.json 2>err
	grep -q "none.json: no such file" err
'
test_expect 'no configuration at all' '
	exits_with 2 regbot poll --once 2>err
	grep -q "no configuration (write /etc/regbot/regbot.json" err
'

test_done
