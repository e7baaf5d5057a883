#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# IMAP servers that are not to be trusted, logins that fail, secrets that are
# no secrets: nothing is sent to the wrong one, and one line says what to do.
. tests/lib/test.sh
. "$TOP/tests/lib/peers.sh"
. "$TOP/tests/lib/imap.sh"

peers_need imap
test_need jq jq
# a password that no message says by accident
mkdir "$PEERS/imap"
echo "bot:{PLAIN}Xyzzy-27" >"$PEERS/imap/users"
peer_imap
imap_mails 1 3
imap deliver INBOX mails

# refuses EXIT TEXT: fetch fails so, with one line, and says no secret
refuses() {
	exits_with "$1" fetch
	cat err
	[ "$(wc -l <err)" = 1 ]
	grep -q "^regbot: work: .*$2" err
	grep -q "(.*)\$" err
	exits_with 1 grep "$IMAP_PASSWORD" err
	[ ! -s got ]
}

# Nobody has tried to log in so far.
nobody_came() {
	exits_with 1 grep "user=<$IMAP_USER>" "$IMAP_LOG"
}

test_expect 'the certificate of another host' '
	imap_config "host:\"127.0.0.2\""
	refuses 69 "is that of another host, CN=.* (use the name"
	imap_config "host:\"127.0.0.2\"" "tls:\"starttls\"" "port:$IMAP_PORT"
	refuses 69 "is that of another host"
	nobody_came
'

test_expect 'an expired certificate' '
	imap_config "host:\"127.0.0.3\""
	refuses 69 "the certificate has expired"
	nobody_came
'

test_expect 'a certificate that signed itself' '
	imap_config "host:\"127.0.0.4\""
	refuses 69 "is signed by itself"
	nobody_came
'

test_expect 'a CA that is not ours; only the file that is named counts' '
	imap_config "ca_file:\"$IMAP_WRONG_CA\""
	refuses 69 "issued by a CA that is not trusted"
	imap_config ca_file:null
	refuses 69 "issued by a CA that is not trusted"
	imap_config "ca_file:\"nowhere.pem\""
	refuses 69 "the CA certificates cannot be read.*check \"ca_file\""
	nobody_came
'

test_expect 'no TLS where TLS is due, and no STARTTLS where it is' '
	imap_config "port:$IMAP_PORT"
	refuses 69 "does not speak TLS on this port"
	python3 - >port <<-END &
	import socket
	s = socket.create_server(("127.0.0.1", 0))
	print(s.getsockname()[1], flush=True)
	c, _ = s.accept()
	f = c.makefile("rwb", buffering=0)
	f.write(b"* OK ready\r\n")
	said = b""
	for line in f:
	    said += line
	    tag = line.split()[0]
	    f.write(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK\r\n")
	open("said", "wb").write(said)
	END
	while [ ! -s port ]; do sleep 0.1; done
	imap_config "port:$(cat port)" "tls:\"starttls\""
	refuses 69 "the server offers no STARTTLS"
	wait
	grep CAPABILITY said
	exits_with 1 grep -E "LOGIN|AUTHENTICATE" said
'

test_expect 'a secret that others may read' '
	echo "$IMAP_PASSWORD" >open && chmod 640 open
	imap_config "password_file:\"open\""
	refuses 69 "open: others may read it (chmod 600 .*open"
	chmod 604 open
	refuses 69 "open: others may read it"
	chmod 400 open
	fetch
	want 1 3
	imap_config "password_file:\"nowhere\""
	refuses 69 "nowhere: cannot be read: No such file"
	: >empty && chmod 600 empty
	imap_config "password_file:\"empty\""
	refuses 69 "empty: the first line is empty"
	mkfifo -m 600 fifo
	imap_config "password_file:\"fifo\""
	refuses 69 "fifo: is no file"
'

test_expect 'a command that fails, says nothing, never ends or never stops' '
	for how in "exit 3:ended with status 3" "kill -9 \$\$:killed by signal 9" \
		"true:the first line is empty" "nosuchcommand:status 127" \
		"head -c 100000 /dev/zero | tr \"\\\\0\" x:a line of more than"; do
		imap_config password_file:null \
			"password_command:\"$(echo "${how%%:*}" | sed "s/\\\\/&&/g; s/\"/\\\\&/g")\""
		regbot fetch --config regbot.json 2>err && exit 1
		grep -v "^sh: " err >err2
		cat err2
		grep -q "^regbot: work: .*${how#*:}" err2
	done
	imap_config password_file:null "password_command:\"sleep 61.7\"" \
		answer_seconds:1
	refuses 75 "gave no answer in 1 s"
	exits_with 1 pgrep -x -f "sleep 61.7"
	imap_config password_file:null \
		"password_command:\"sleep 2 & echo $IMAP_PASSWORD\""
	fetch
	want 1 3
'

test_expect 'a login that is refused' '
	echo wrong >wrong && chmod 600 wrong
	imap_config "password_file:\"wrong\""
	refuses 69 "login as bot was refused: \[AUTHENTICATIONFAILED\]"
	imap_config password_file:null "token_file:\"wrong\""
	refuses 69 "login as bot was refused.*check user and token"
'

test_expect 'nobody there' '
	imap_config port:1
	refuses 75 "localhost:1: cannot be reached"
	imap_config "host:\"nowhere.invalid\""
	refuses 75 "no address for this name"
	imap_config "host:\"not a host\""
	refuses 69 "is no name of a host"
'

test_done
