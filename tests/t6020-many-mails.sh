#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Many mails go to several children at once; what is printed is the same.
. tests/lib/test.sh

# 1,500 mails, every tenth of them a bundled one
python3 - "$TOP/tests/demo/mail" <<'END'
import glob, os, sys
real = [open(f, "rb").read() for f in sorted(glob.glob(sys.argv[1] + "/*.eml"))]
os.makedirs("box/new")
os.makedirs("box/cur")
os.makedirs("box/tmp")
for i in range(1500):
    mail = b"From: a@x.example\nMessage-ID: <%d@x.example>\nSubject: number %d\n\nBody.\n" % (i, i)
    if i % 10 == 0:
        mail = real[i // 10 % len(real)]
    open("box/new/%05d" % i, "wb").write(mail)
END

test_expect 'what is printed is the same as of one after the other, in order' '
	regbot extract --json box >many
	printf "%s\n" box/new/* | xargs -n 100 regbot extract --json >few
	[ "$(wc -l <many)" = 1500 ]
	diff few many >diff || { head diff; exit 1; }
	regbot extract box >many.txt
	printf "%s\n" box/new/* | xargs -n 100 regbot extract >few.txt
	cmp few.txt many.txt
'

test_expect 'a mail that cannot be read is told in its place, the others are read' '
	cp -r box bad
	: >bad/new/00700
	code=0
	regbot extract --json bad >got 2>err || code=$?
	[ "$code" != 0 ]
	grep -q "new/00700" err
	[ "$(wc -l <err)" = 1 ]
	[ "$(wc -l <got)" = 1499 ]
'

test_expect 'findings of any mail count for the exit status' '
	regbot lint box >found || code=$?
	[ "$code" = 1 ]
	[ -s found ]
'

test_expect 'a reader that has seen enough ends it' '
	regbot extract --json box | head -n 1 >first
	[ "$(wc -l <first)" = 1 ]
	timeout 20 sh -c "regbot extract --json box box box box | head -n 1" >first
'

test_expect 'killed, it leaves no child behind' '
	regbot extract --json box box box box box box box box >/dev/null &
	pid=$!
	sleep 0.3
	kill -KILL "$pid" 2>/dev/null || :
	wait "$pid" || :
	sleep 0.3
	not pgrep -f "regbot extract --json box box box box box box box box"
'

test_done
