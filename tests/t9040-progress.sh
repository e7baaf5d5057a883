#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How far a long poll is stands on a terminal, and nowhere else.
. tests/lib/test.sh
. "$TOP/tests/lib/demo.sh"

# 50,000 small mails take more than a second
python3 -c '
for i in range(50000):
    print(f"From li Thu Jan  1 00:00:00 1970\nFrom: Li <li@x.example>\n"
          f"Message-ID: <{i}@x.example>\nSubject: a mail\n\n" + "Hello.\n" * 40)' >all.mbox
printf '%s\n' '{ "identity": { "name": "Robin", "address": "robin@tracker.example" },
  "state": "state", "sources": [ { "name": "box", "kind": "mbox", "path": "all.mbox" } ] }' >c.json

# on_terminal COMMAND...: what a terminal gets of it
on_terminal() {
	rm -rf state
	python3 -c '
import os, pty, sys
pid, fd = pty.fork()
if not pid:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(fd, 4096)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)' "$@"
}

test_expect 'a terminal shows name, number and rate, and ends with a clean line' '
	on_terminal regbot poll --config c.json | tr "\r" "\n" >seen
	grep -E "box: [0-9]+ [0-9]+/s" seen
	grep "50000 mails read" seen
	# each line begins with clearing the one before
	grep "box:" seen | not grep -v "^.\[K"
	sed -n "/^.\[K50000 mails/p" seen | grep .
'

test_expect 'who asks for silence has it' '
	on_terminal regbot poll -q --config c.json >seen
	[ ! -s seen ]
'

test_expect 'a file gets no drawings' '
	rm -rf state
	TERM=xterm regbot poll --config c.json >out 2>err
	[ ! -s err ]
'

test_done
