#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a FILE of a command may be, and what is said where it cannot be read.

. tests/lib/test.sh
test_need jq jq

# mails N: N small mails, an mbox
mails() {
	n=0
	while [ "$n" -lt "$1" ]; do
		n=$((n + 1))
		printf 'From a@b.example Thu Jan  1 00:00:00 1970\n'
		printf 'From: Ann <a@b.example>\nSubject: %s\n' "$n"
		printf 'Message-ID: <%s@b.example>\n\nbody\n>From here\n\n' "$n"
	done
}

# subjects FILE...: the subjects of all mails, on one line
subjects() {
	regbot extract --jsonl "$@" >lines || [ $? = 1 ]
	jq -r .subject lines | tr '\n' ' '
}

test_expect 'an mbox, by its first line' '
	mails 3 >box
	[ "$(subjects box)" = "1 2 3 " ]
'

test_expect 'an mbox and a mail on standard input' '
	mails 3 | regbot extract --jsonl - >lines || [ $? = 1 ]
	[ "$(wc -l <lines)" = 3 ]
	printf "Subject: one\n\nx\n" | regbot extract --jsonl - >lines || [ $? = 1 ]
	[ "$(jq -r .subject lines)" = one ]
'

test_expect 'an mbox with CRLF' '
	mails 2 | sed "s/\$/\r/" >box
	[ "$(subjects box)" = "1 2 " ]
'

test_expect 'a Maildir, in the order of its names' '
	mkdir -p md/cur md/new md/tmp
	printf "Subject: b\n\n" >md/new/1700000002.b
	printf "Subject: a\n\n" >md/cur/1700000001.a:2,S
	printf "Subject: no\n\n" >md/tmp/1700000003.c
	[ "$(subjects md)" = "a b " ]
'

test_expect 'a folder without any mail is a mistake' '
	mkdir none
	exits_with 65 regbot extract none 2>err
	grep -q "^regbot: none: no mail in this folder (give" err
'
test_expect 'a folder of .eml files' '
	mkdir folder
	printf "Subject: b\n\n" >folder/b.eml
	printf "Subject: a\n\n" >folder/a.eml
	echo no >folder/notes
	[ "$(subjects folder)" = "a b " ]
'

test_expect 'several operands, in their order' '
	mails 2 >box
	printf "Subject: one\n\nx\n" >one.eml
	[ "$(subjects one.eml box one.eml)" = "one 1 2 one " ]
'

test_expect 'an empty Maildir and an empty mbox are no errors' '
	mkdir -p none/cur none/new
	regbot extract --jsonl none >lines
	[ ! -s lines ]
'

test_expect 'a missing file: which, and what to do' '
	regbot extract --jsonl missing 2>said && exit 1
	grep -q "^regbot: missing: no such file (check the name)" said
	[ "$(wc -l <said)" = 1 ]
'

test_expect 'a pipe in the file system is not waited for' '
	mkfifo pipe
	exits=0
	timeout 5 regbot extract --jsonl pipe 2>said || exits=$?
	[ $exits != 124 ]
	grep -q "pipe: is no regular file" said
'

test_expect 'what is no text at all is said, and the others are read' '
	printf "\037\213\010\000\000\000\000\000\000\003\000" >log.gz
	printf "Subject: one\n\nx\n" >one.eml
	regbot extract --jsonl log.gz one.eml >lines 2>said || :
	[ "$(jq -r .subject lines | tail -1)" = one ]
	grep -q "log.gz: is no text" said
'

test_done
