#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What no good archive answers, and what is said of it: one line each, nothing
# believed that did not come whole, nobody followed where nobody should go.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
peers_need

now=$(date +%s)
peer_http

# config FILE [JSON]: a source of that server, with more keys
config() {
	jq -n --arg url "$HTTP_URL/list/" --argjson more "${2:-null}" '{
		state: "state", ask_archive: false,
		identity: { name: "B", address: "b@k.example" },
		drafts: { kind: "maildir", path: "drafts" },
		sources: [ { kind: "lore", name: "lore", url: $url,
			pause_ms: 0, answer_seconds: 20 } + $more ] }' >"$1"
}

# feed ID...: of mails a minute apart, oldest first
feed() {
	printf '<?xml version="1.0"?>\n<feed\nxmlns="http://www.w3.org/2005/Atom">'
	feed_time=$((now - 90000))
	for feed_id; do
		feed_time=$((feed_time + 60))
		printf '<entry><title>%s</title><updated>%s</updated><link\nhref="http://x.example/list/%s/"/></entry>' \
			"$feed_id" "$(date -u -d "@$feed_time" +%FT%TZ)" "$feed_id"
	done
	printf '</feed>'
}

# answers: reads them; the requests so far are forgotten
answers() {
	cat >"$HTTP_DIR/answers"
	: >"$HTTP_DIR/requests"
}

# refused CODE TEXT [CONFIG]: fetching fails with one line that says TEXT
refused() {
	exits_with "$1" regbot fetch --config "${3:-regbot.json}" >out 2>err
	cat err
	[ "$(wc -l <err)" = 1 ]
	grep -q "^regbot: lore: .*$2" err
	[ ! -s out ]
}

# small COMMAND...: in a bounded memory, where the program can live with that
# (not with sanitizers); dash has this option
# shellcheck disable=SC3045
small() {
	if ( ulimit -v 1000000; regbot --version ) >/dev/null 2>&1; then
		( ulimit -v 1000000; "$@" )
	else
		"$@"
	fi
}

atom=type=application/atom+xml
config regbot.json
feed a@x b@x c@x >"$HTTP_DIR/abc"
printf 'Message-ID: <a@x>\n\nmail\n' >"$HTTP_DIR/mail"

test_expect 'a plain server is read, packed, under an own name' '
	answers <<-END
	/list/?q=rt%3A* $atom gzip=1 chunked=1 body=abc
	/list/*/raw gzip=1 body=mail
	END
	regbot fetch --json --config regbot.json >out
	[ "$(wc -l <out)" = 3 ]
	http_requests | cut -f 2-3 >asked
	cat >want <<-END
	GET	/list/?q=rt%3AN..&x=A&o=-1
	GET	/list/a@x/raw
	GET	/list/b@x/raw
	GET	/list/c@x/raw
	END
	sed "s/rt%3A[0-9]*/rt%3AN/" asked | diff want -
	[ "$(http_requests | cut -f 4,5 | sort -u | grep -c "^regbot/[0-9.]* (.*)	gzip$")" = 1 ]
	http_requests | cut -f 4 | not grep -i mozilla
'

test_expect 'asked to wait: for how long is said, a day at most' '
	for status in 429 503; do
		answers <<-END
		* status=$status header=Retry-After:120
		END
		refused 75 "asks to wait for 120 seconds (status $status)"
		answers <<-END
		* status=$status header=Retry-After:$(date -uR -d "@$((now + 7200))" | sed "s/ +0000/ GMT/; s/ /+/g")
		END
		refused 75 "asks to wait for 7[012][0-9][0-9] seconds"
		answers <<-END
		* status=$status header=Retry-After:99999999999
		END
		refused 75 "asks to wait for 86400 seconds"
		answers <<-END
		* status=$status header=Retry-After:-1
		END
		refused 75 "asks to come again later (status $status)"
	done
'

test_expect 'a challenge to robots is reported, not solved' '
	echo "<html><title>Making sure you&#39;re not a bot!</title><script src=/x.js></html>" \
		>"$HTTP_DIR/anubis"
	for status in 200 403 503; do
		answers <<-END
		* status=$status type=text/html body=anubis
		END
		refused 69 "lets only browsers pass (status $status.*6 hours"
		[ "$(http_requests | wc -l)" = 1 ]
	done
	answers <<-END
	/list/?q=* $atom body=abc
	/list/b@x/raw type=text/html body=anubis
	* body=mail
	END
	exits_with 69 regbot fetch --json --config regbot.json >out 2>err
	grep "^regbot: lore: .*lets only browsers pass" err
	[ "$(wc -l <out)" = 1 ]
'

test_expect 'a page, an image, no type: not taken for a feed' '
	answers <<-END
	* type=text/html text=<html>hello</html>
	END
	refused 69 "answered with a web page"
	answers <<-END
	* type=image/png body=abc
	END
	refused 69 "answered with image/png"
	answers <<-END
	* $atom text=no+feed+at+all
	END
	refused 69 "no feed"
	answers <<-END
	* status=500 text=x
	END
	refused 75 "the server failed (status 500)"
	answers <<-END
	* status=403 text=x
	END
	refused 69 "refused to answer (status 403)"
'

test_expect 'what is cut short is not taken for whole' '
	gzip -c "$HTTP_DIR/abc" | head -c 150 >"$HTTP_DIR/abc.cut"
	gzip -c "$HTTP_DIR/mail" | head -c -1 >"$HTTP_DIR/mail.cut"
	answers <<-END
	* $atom chunked=1 cut=200 body=abc
	END
	refused 75 "cut"
	answers <<-END
	* $atom length=5000 body=abc
	END
	refused 75 "cut"
	answers <<-END
	* $atom header=Content-Encoding:gzip body=abc.cut
	END
	refused 75 "gzip data are cut short"
	answers <<-END
	* drop=1
	END
	refused 75 "cut"
	answers <<-END
	/list/?q=* $atom body=abc
	/list/b@x/raw header=Content-Encoding:gzip body=mail.cut
	* body=mail
	END
	exits_with 75 regbot fetch --json --config regbot.json >out 2>err
	grep "^regbot: lore: .*gzip data are cut short" err
	[ "$(wc -l <out)" = 1 ]
'

test_expect 'an answer whose end is not told is not taken for whole' '
	timeout 60 python3 - >port <<-END &
	import socket
	s = socket.create_server(("127.0.0.1", 0))
	print(s.getsockname()[1], flush=True)
	c = s.accept()[0]
	c.recv(9999)
	c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n\r\n"
	          + open("$HTTP_DIR/abc", "rb").read())
	c.close()
	END
	while [ ! -s port ]; do sleep 0.05; done
	config endless.json "{\"url\": \"http://127.0.0.1:$(cat port)/list/\"}"
	refused 75 "does not say where its answer ends" endless.json
	wait
'

test_expect 'redirects: to the same server, or to https, and not for ever' '
	answers <<-END
	/list/?q=* status=301 location=$HTTP_URL/list/feed
	/list/feed $atom body=abc
	/list/a@x/raw status=302 location=/other/a@x/raw
	* body=mail
	END
	[ "$(regbot fetch --json --config regbot.json | wc -l)" = 3 ]
	answers <<-END
	* location=$HTTP_URL/list/loop
	END
	refused 69 "redirects in a circle"
	[ "$(http_requests | wc -l)" = 2 ]
	for i in 1 2 3 4 5 6 7; do
		echo "/list/$i location=/list/$((i + 1))"
	done >more
	{ echo "/list/?q=* location=/list/1"; cat more; } | answers
	refused 69 "redirects more than 5 times"
	[ "$(http_requests | wc -l)" = 6 ]
	for where in file:///etc/passwd ftp://127.0.0.1/ http://127.0.0.2:1/ \
		gopher://x/ //127.0.0.9/; do
		answers <<-END
		* location=$where
		END
		refused 69 "redirects to .*, which is not followed"
	done
	answers <<-END
	* status=302
	END
	refused 69 "redirects to nowhere"
	config tls.json "{\"url\": \"$HTTP_TLS_URL/list/\", \"ca_file\": \"$HTTP_CA\"}"
	answers <<-END
	* location=$HTTP_URL/list/feed
	END
	refused 69 "redirects to http:.*, which is not followed" tls.json
'

test_expect 'a server that stalls or drips costs its time and no more' '
	config short.json "{\"answer_seconds\": 1, \"connect_seconds\": 1}"
	begin=$(date +%s)
	for how in stall=0 stall=100 drip=20 delay=9000; do
		answers <<-END
		* $atom $how body=abc
		END
		refused 75 "no answer in time" short.json
	done
	[ $(($(date +%s) - begin)) -lt 20 ]
'

test_expect 'a giant answer and a bomb are cut off' '
	head -c 80000000 /dev/zero | gzip >"$HTTP_DIR/bomb"
	answers <<-END
	* $atom size=70000000
	END
	small refused 69 "no feed"
	answers <<-END
	* $atom header=Content-Encoding:gzip body=bomb
	END
	small refused 69 "gzip data grow beyond"
	# a mail is cut, and it stays one
	answers <<-END
	/list/?q=* $atom body=abc
	/list/a@x/raw size=70000000
	* body=mail
	END
	regbot fetch --json --config regbot.json >out
	[ "$(jq -s "map(.size) | first" out)" = 67108864 ]
	[ "$(wc -l <out)" = 3 ]
'

test_expect 'ids of hostile feeds lead nowhere but to the list' '
	feed ../../../etc/passwd ..%2F..%2Fx@y a%0d%0aX-Evil:+1@x "%00" "x y@x" \
		"%3Cscript%3E@x" >"$HTTP_DIR/evil"
	answers <<-END
	/list/?q=* $atom body=evil
	* body=mail
	END
	regbot fetch --json --config regbot.json >out
	cat >want <<-END
	/list/passwd/raw
	/list/..%2F..%2Fx@y/raw
	/list/x%20y@x/raw
	/list/%3Cscript%3E@x/raw
	END
	http_requests | cut -f 3 | sed 1d | diff want -
	grep -q Evil "$HTTP_DIR/requests" && exit 1
	python3 -c "print(\"<feed>\" + \"<entry><link href=\x27/l/a@x/\x27/></entry>\" * 1000000 + \"</feed>\")" \
		>"$HTTP_DIR/million"
	answers <<-END
	/list/?q=*o=-1 $atom body=million
	/list/?q=* status=404 type=text/html text=search+results
	* body=mail
	END
	[ "$(regbot fetch --json --config regbot.json | wc -l)" = 1 ]
'

test_expect 'a mail that the server fails on does not hold up the others' '
	answers <<-END
	/list/?q=* $atom body=abc
	/list/b@x/raw status=500 text=x
	* body=mail
	END
	regbot fetch --json --config regbot.json >out 2>err
	[ "$(wc -l <out)" = 2 ]
	grep "b@x" err
	answers <<-END
	/list/?q=* $atom body=abc
	/list/c@x/raw status=404
	* body=mail
	END
	[ "$(regbot fetch --json --config regbot.json | wc -l)" = 2 ]
	# not asked for again: what is gone, and what has another id inside
	poll() {
		: >"$HTTP_DIR/requests"
		regbot poll --once --now -q --config regbot.json || [ $? = 1 ]
		http_requests | wc -l
	}
	[ "$(poll)" = 4 ]
	[ "$(poll)" = 1 ]
	[ "$(poll)" = 1 ]
'

test_expect 'a server that lists the newest first: a possible gap is said' '
	# shellcheck disable=SC2046
	feed $(seq -f "n%g@x" 200) | python3 -c "if True:
	import re, sys
	entries = re.findall(\"(?s)<entry>.*?</entry>\", sys.stdin.read())
	print(\"<feed>\" + \"\".join(reversed(entries)) + \"</feed>\")" >"$HTTP_DIR/newest"
	answers <<-END
	/list/?q=* $atom body=newest
	* body=mail
	END
	regbot fetch --json --config regbot.json >out 2>err
	[ "$(wc -l <out)" = 200 ]
	head -n 1 out | grep "n1@x"
	grep "^regbot: .*lore: more mails have come than the server lists" err
'

test_done
