#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The mirror of an archive: fetched from a real public-inbox and from git, over
# HTTP and HTTPS, and what is left when that goes wrong.

. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
peers_need lore
test_need jq jq
peer_lore lists=kernel level=basic
peer_fault "$LORE_PORT"
peer_http

# mail NAME [BYTES]: a file of that name with a mail that does not compress
mail() {
	printf '%s\n' 'From: A <a@x.example>' "Message-ID: <$1@x.example>" \
		"Date: Thu, 1 Jan 2026 00:00:00 +0000" "Subject: $1" '' >"$1"
	head -c "${2:-100}" /dev/urandom | base64 >>"$1"
}

# config URL [MEMBER...]: regbot.json, with a new mirror
config() {
	config_url=$1
	shift
	rm -rf mirror state
	cat >regbot.json <<-END
	{ "identity": { "name": "R", "address": "r@x.example" }, "state": "state",
	  "ask_archive": false, "drafts": { "kind": "maildir", "path": "drafts" },
	  "sources": [ { "name": "list", "kind": "epoch", "path": "mirror",
	    "url": "$config_url", "connect_seconds": 2, "answer_seconds": 1,
	    "every_minutes": 1${*:+, $*} } ] }
	END
}

# ids: of all mails that the source gives, on one line; "-" before those gone,
# "!" at the end of a source that failed
ids() {
	regbot fetch --json --config regbot.json list >lines 2>said || ids_code=$?
	jq -r '(if .removed then "-" else "" end) + .message_id' lines |
		sed 's/@x.example//' | tr '\n' ' '
	[ "${ids_code:-0}" = 0 ] || echo '!'
}

# fails WORDS [IDS]: the source says WORDS in its one line, and gives IDS
fails() {
	got=$(ids)
	cat said
	[ "$got" = "${2:-}!" ]
	[ "$(wc -l <said)" = 1 ]
	grep -q '^regbot: list: ' said
	grep -q "$1" said
}

mail 1; mail 2; mail 3
lore import kernel 1 2 3

test_expect 'a new mirror, over HTTP' '
	config "$LORE_URL/kernel/"
	[ "$(ids)" = "1 2 3 " ]
	git --git-dir mirror/git/0.git fsck --strict
	[ "$(git --git-dir mirror/git/0.git rev-list --count HEAD)" = 3 ]
'

test_expect 'over HTTPS, with the right CA only' '
	config "$LORE_TLS_URL/kernel/" "\"ca_file\": \"$LORE_CA\""
	[ "$(ids)" = "1 2 3 " ]
	config "$LORE_TLS_URL/kernel/" "\"ca_file\": \"$LORE_WRONG_CA\""
	fails "127.0.0.1:$LORE_TLS_PORT: the certificate was issued by a CA that is not trusted"
	[ ! -e mirror/git/0.git ]
	for bad in "2 is that of another host" "3 has expired" "4 is signed by itself"; do
		config "https://127.0.0.${bad%% *}:$LORE_TLS_PORT/kernel/" \
			"\"ca_file\": \"$LORE_CA\""
		fails "the certificate ${bad#* }"
	done
'

test_expect 'new mails, new epochs, and a mail taken back' '
	config "$LORE_URL/kernel/"
	ids >all
	mail 4
	lore import kernel 4
	[ "$(ids)" = "1 2 3 4 " ]
	mail 5; mail 6
	lore epoch kernel
	lore import kernel 5 6
	[ "$(ids)" = "1 2 3 4 5 6 " ]
	[ -e mirror/git/1.git ]
	lore rm kernel 2
	[ "$(ids)" = "1 3 4 5 6 -2 " ]
'

test_expect 'a poll reads on from the last one' '
	config "$LORE_URL/kernel/"
	poll="regbot poll --now --config regbot.json --json"
	$poll | jq -r .read >read
	mail 7
	lore import kernel 7
	$poll | jq -r .read >>read
	$poll | jq -r .read >>read
	[ "$(tr "\n" " " <read)" = "6 1 0 " ]
'

test_expect 'nothing new: one small request' '
	fault
	config "http://127.0.0.1:$FAULT_PORT/kernel/"
	ids >all
	before=$(fault_count trips)
	regbot fetch --config regbot.json >again
	[ "$(($(fault_count trips) - before))" = 1 ]
'

test_expect 'history that the server rewrote' '
	config "$LORE_URL/kernel/"
	before=$(ids)
	g="git --git-dir $LORE_LISTS/kernel/git/1.git"
	$g update-ref refs/heads/master "$($g rev-parse master~2)"
	mail 8
	lore import kernel 8
	[ "$(ids)" != "$before" ]
	[ "$(git --git-dir mirror/git/1.git rev-parse HEAD)" = "$($g rev-parse master)" ]
	ids | grep -q " 8 $"
'

test_expect 'old epochs are left out of a beginning' '
	config "$LORE_URL/kernel/"
	regbot fetch --since 2025-12-31 --config regbot.json --json list >lines
	[ -e mirror/git/0.git ]
	config "$LORE_URL/kernel/"
	regbot fetch --since 2026-06-01 --config regbot.json --json list >lines
	[ ! -e mirror/git/0.git ]
	[ -e mirror/git/1.git ]
	[ ! -s lines ]
'

mail big1 100000; mail big2 100000
lore epoch kernel
lore import kernel big1 big2

test_expect 'a clone that is cut, reset, stalled or slow is none, and is made again' '
	for bad in cut-down rst-down stall-down; do
		fault $bad=40000
		config "http://127.0.0.1:$FAULT_PORT/kernel/"
		ids | grep " 8 !$"
		[ "$(wc -l <said)" = 1 ]
		grep "^regbot: list: epoch 2: 127.0.0.1:$FAULT_PORT: .*next poll" said
		[ "$(ls -A mirror/git)" = ".lock
0.git
1.git" ]
		fault
		ids | grep " 8 big1 big2 $"
	done
	fault slow=50
	config "http://127.0.0.1:$FAULT_PORT/kernel/"
	fails "no answer in time"
'

test_expect 'an update that is cut leaves the mirror as it was' '
	fault
	config "http://127.0.0.1:$FAULT_PORT/kernel/"
	before=$(ids)
	mail big3 100000
	lore import kernel big3
	fault cut-down=40000
	fails "epoch 2: 127.0.0.1:$FAULT_PORT: " "$before"
	git --git-dir mirror/git/2.git fsck
	fault
	[ "$(ids)" = "${before}big3 " ]
	[ "$(find mirror -name "*git2*")" = "" ]
'

test_expect 'killed at any time, the next poll goes on' '
	fault rate=150000
	config "http://127.0.0.1:$FAULT_PORT/kernel/"
	for tenths in 1 3 5 8; do
		regbot fetch --config regbot.json >some 2>said &
		sleep "0.$tenths"
		kill -KILL $!
		wait $! || :
	done
	ls -A mirror/git mirror/git/*.git/objects/pack
	fault
	ids | grep " 8 big1 big2 big3 $"
	[ "$(ls -A mirror/git)" = ".lock
0.git
1.git
2.git" ]
	[ "$(find mirror -name "*git2*")" = "" ]
'

test_expect 'what a killed program left is cleared away' '
	config "$LORE_URL/kernel/"
	before=$(ids)
	mkdir -p mirror/git/.unfinished-9.git/objects
	echo half >mirror/git/0.git/objects/pack/pack_git2_a1b2c3
	[ "$(ids)" = "$before" ]
	[ ! -e mirror/git/.unfinished-9.git ]
	[ "$(find mirror -name "*git2*")" = "" ]
'

test_expect 'another regbot fetches: what is there is read' '
	config "$LORE_URL/kernel/"
	before=$(ids)
	flock mirror/git/.lock -c "regbot fetch --config regbot.json --json list" \
		>lines 2>said && exit 1
	grep "another regbot" said
	[ "$(jq -r .message_id lines | wc -l)" = "$(echo "$before" | wc -w)" ]
'

# --- answers that no public-inbox gives ------------------------------------

# manifest: that of the list, for the made-up server
manifest() {
	printf "{\"/kernel/git/0.git\":{\"modified\":1767225600,\"fingerprint\":\"%s\"}}" "$1" |
		gzip >"$HTTP_DIR/manifest"
	echo "*/manifest.js.gz* type=application/gzip body=manifest"
}

test_expect 'refusals are said, and what is there is read' '
	config "$LORE_URL/kernel/"
	before=$(ids)
	sed "s|$LORE_URL|$HTTP_URL|" regbot.json >other.json
	mv other.json regbot.json
	manifest new >"$HTTP_DIR/answers"
	fails "epoch 0: there is no such thing on the server" "$before"
	echo "*/info/refs* status=429 header=Retry-After:120" >>"$HTTP_DIR/answers"
	fails "asks to wait for 120 seconds" "$before"
	echo "* status=503 header=Retry-After:7" >"$HTTP_DIR/answers"
	fails "manifest.js.gz: the server asks to wait for 7 seconds" "$before"
	manifest newer >"$HTTP_DIR/answers"
	echo "*/info/refs* type=text/html text=<title>Making+sure+you+are+not+a+bot!</title>" >>"$HTTP_DIR/answers"
	fails "lets only browsers pass" "$before"
	manifest newer >"$HTTP_DIR/answers"
	echo "*/info/refs* type=application/x-git-upload-pack-advertisement text=nonsense" >>"$HTTP_DIR/answers"
	fails "epoch 0: while asking for the refs" "$before"
	echo "*/manifest.js.gz* type=application/gzip text=nonsense" >"$HTTP_DIR/answers"
	fails "manifest.js.gz: " "$before"
'

test_expect 'a server in a circle, and one that sends away' '
	config "$HTTP_URL/kernel/"
	manifest a >"$HTTP_DIR/answers"
	echo "*/info/refs* location=$HTTP_URL/kernel/git/0.git/info/refs?service=git-upload-pack" >>"$HTTP_DIR/answers"
	fails "too many redirects"
	manifest a >"$HTTP_DIR/answers"
	echo "*/info/refs* location=$LORE_URL/kernel/git/0.git/info/refs?service=git-upload-pack" >>"$HTTP_DIR/answers"
	[ "$(ids)" = "1 2 3 4 " ]
'

# --- a plain server of git --------------------------------------------------

mkdir repos
git_url=$("$TOP/tests/helper/peer-git" start "$PEERS/git" repos) || exit 1
git_url=${git_url#GIT_URL=}

test_expect 'without a manifest the numbers are counted up' '
	"$TOP/tests/helper/peer-epoch" repos/l/0.git 1 2
	"$TOP/tests/helper/peer-epoch" repos/l/1.git 3
	config "$git_url/l/"
	[ "$(ids)" = "1 2 3 " ]
	"$TOP/tests/helper/peer-epoch" repos/l/1.git 4
	"$TOP/tests/helper/peer-epoch" repos/l/2.git 5
	[ "$(ids)" = "1 2 3 4 5 " ]
	config "$git_url/none/"
	fails "no manifest.js.gz, and no repository"
'

test_expect 'a server that has the same for each number is not asked for ever' '
	mkdir repos/s
	for i in 0 1 2 3 4 5; do
		ln -s ../l/0.git "repos/s/$i.git"
	done
	config "$git_url/s/"
	fails "same repository for epoch 0 and epoch 1" "1 2 "
	fails "same repository for epoch 0 and epoch 1" "1 2 "
	[ "$(echo mirror/git/*.git)" = mirror/git/0.git ]
'

test_expect 'a list without a mail yet' '
	git init -q --bare repos/e/git/0.git
	config "$git_url/e/"
	[ "$(ids)" = "" ]
	"$TOP/tests/helper/peer-epoch" repos/e/git/0.git 1
	[ "$(ids)" = "1 " ]
'

test_expect 'a path that is a repository is no place for a mirror' '
	config "$LORE_URL/kernel/"
	git init -q --bare mirror
	fails "is a repository itself"
'

# --- a server that only talks ------------------------------------------------

cat >talker.py <<'END'
import http.server, os, sys

def line(text):
    return b"%04x" % (len(text) + 4) + text

class Talker(http.server.BaseHTTPRequestHandler):
    def begin(self, what):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-git-upload-pack-" + what)
        self.end_headers()

    def do_GET(self):
        if "/info/refs" not in self.path:
            self.send_error(404)
            return
        self.begin("advertisement")
        tip = b"1" * 40
        self.wfile.write(line(b"# service=git-upload-pack\n") + b"0000" +
                         line(tip + b" HEAD\0side-band-64k ofs-delta\n") +
                         line(tip + b" refs/heads/master\n") + b"0000")

    def do_POST(self):
        self.begin("result")
        self.wfile.write(line(b"NAK\n"))
        while True:
            self.wfile.write(line(b"\2still counting\n"))

server = http.server.HTTPServer(("127.0.0.1", 0), Talker)
with open("port.new", "w") as f:
    print(server.server_port, file=f)
os.rename("port.new", "port")
server.serve_forever()
END

test_expect 'a server that counts for ever is left' '
	python3 talker.py 2>/dev/null &
	trap "kill $!" EXIT
	until [ -s port ]; do
		sleep 0.05
	done
	config "http://127.0.0.1:$(cat port)/l/"
	fails "talks and sends nothing of what was asked for"
'

test_done
