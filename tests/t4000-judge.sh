#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# May the claim of a mail be believed?

. tests/lib/test.sh

# mail FROM SUBJECT DATE <body
mail() {
	printf 'From: %s\nTo: linux-fsdevel@lists.example\nSubject: %s\nDate: %s\nMessage-ID: <%s@mail.example>\n\n' \
		"$1" "$2" "$3" "$(printf '%s' "$1$2$3" | cksum | tr -d ' ')"
	cat
}

person='Ada Ferris <ada@ferris.example>'
sha=5e07e7711c731a7c70f098c473a366f67d34a365
title='quillfs: commit transactions in batches'
when='Tue, 05 Nov 2024 10:00:00 +0000'
robot='syzbot <syzbot+0123456789abcdef0123@syzkaller.appspotmail.com>'
export person sha title when robot

claim() {
	mail "$person" 'quillfs: data lost after a crash' "$when" <<-EOF
	Hello,

	since 6.11 files are empty after a power cut, 6.10 was fine.

	$sha is the first bad commit
	commit $sha
	Author: Petra Vogel <petra@vogel.example>
	Date:   Mon Jul 1 10:00:00 2024 +0200

	    $title

	$1
	EOF
}

# syzbot TITLE DATE CRASH
syzbot() {
	mail "$robot" "[syzbot] [fs?] $3" "$when" <<-EOF
	Hello,

	syzbot found the following issue on:

	HEAD commit:    73924791375f Linux 6.12-rc1
	git tree:       upstream
	console output: https://syzkaller.appspot.com/x/log.txt?x=1
	kernel config:  https://syzkaller.appspot.com/x/.config?x=2
	dashboard link: https://syzkaller.appspot.com/bug?extid=0123456789abcdef0123

	The issue was bisected to:

	commit $sha
	Author: Petra Vogel <petra@vogel.example>
	Date:   $2

	    $1

	IMPORTANT: if you fix the issue, please add the following tag to the commit:
	Reported-by: syzbot+0123456789abcdef0123@syzkaller.appspotmail.com

	------------[ cut here ]------------
	WARNING: CPU: 0 PID: 42 at fs/quillfs/trans.c:310 quill_commit_batch+0x1d/0x20 fs/quillfs/trans.c:310
	Modules linked in:
	CPU: 0 UID: 0 PID: 42 Comm: syz.0.1 Not tainted 6.12.0-rc1-syzkaller #0
	RIP: 0010:quill_commit_batch+0x1d/0x20 fs/quillfs/trans.c:310
	Call Trace:
	 <TASK>
	 quill_sync_fs+0x55/0x90 fs/quillfs/super.c:402
	 sync_filesystem+0x100/0x200 fs/sync.c:56
	 </TASK>
	EOF
}

# has FILE SIGNAL...; lacks FILE SIGNAL...
has() {
	file=$1; shift
	for s; do grep -q "^    . $s " "$file" || return 1; done
}
lacks() {
	file=$1; shift
	for s; do ! grep -q "^    . $s " "$file" || return 1; done
}

test_expect 'what a person bisected is believed' '
	claim "Thanks." >claim.eml &&
	regbot judge claim.eml >seen &&
	grep -q "verdict: trusted" seen
'

test_expect 'a revert that helped is told with its line' '
	claim "Reverting it on top of 6.12 fixes the problem." >claim.eml &&
	regbot judge claim.eml >seen &&
	has seen revert-helps &&
	regbot judge --json claim.eml | grep -q "\"confirmed_by\":\[{\"text\":\"Reverting it[^}]*\"file\":\"claim.eml\",\"line\":12}"
'

test_expect 'a statement that is only quoted is none' '
	claim "On Monday Ben wrote:
> Reverting it on top of 6.12 fixes the problem." >claim.eml &&
	regbot judge claim.eml >seen &&
	lacks seen revert-helps
'

test_expect 'a merge is refuted, whoever claims it' '
	title="Merge tag '\''quill-6.11'\'' of https://git.example/quill" &&
	claim "" >claim.eml &&
	exits_with 1 regbot judge claim.eml >seen &&
	grep -q "verdict: refuted" seen && has seen merge
'

test_expect 'a mail that blames nobody is inconclusive' '
	mail "$person" "a crash" "$when" >none.eml <<-EOF &&
	It crashes now and then.
	EOF
	exits_with 1 regbot judge none.eml >seen &&
	grep -q "verdict: inconclusive" seen &&
	{ regbot judge --json none.eml || test $? = 1; } | grep -q "\"culprit\":null,\"verdict\":\"inconclusive\",\"probability\":null"
'

test_expect 'a young commit that is in the trace is believed of a robot, too' '
	syzbot "$title" "Mon Nov 4 09:00:00 2024 +0000" \
		"KASAN: slab-use-after-free Read in quill_commit_batch" >bot.eml &&
	regbot judge bot.eml >seen &&
	grep -q "verdict: trusted" seen && has seen related young same-words
'

test_expect 'an old one in another place is not' '
	syzbot "drm/acorn: compress the buffer" "Tue Nov 5 09:00:00 2019 +0000" \
		"KASAN: slab-use-after-free Read in quill_commit_batch" >bot.eml &&
	exits_with 1 regbot judge bot.eml >seen &&
	not grep -q "verdict: trusted" seen && has seen unrelated old
'

test_expect 'the messenger is not shot: it adds the check that fires' '
	syzbot "quillfs: warn about empty batches" "Mon Nov 4 09:00:00 2024 +0000" \
		"WARNING in quill_commit_batch" >bot.eml &&
	exits_with 1 regbot judge bot.eml >seen &&
	not grep -q "verdict: trusted" seen && has seen check-added
'

test_expect 'what touches no code is refuted for a robot' '
	syzbot "MAINTAINERS: a new address" "Mon Nov 4 09:00:00 2024 +0000" \
		"WARNING in quill_commit_batch" >bot.eml &&
	exits_with 1 regbot judge bot.eml >seen &&
	grep -q "verdict: refuted" seen && has seen non-code
'

test_expect 'a crash that was reported before the commit was written' '
	syzbot "$title" "Mon Nov 4 09:00:00 2024 +0000" "WARNING in quill_commit_batch" |
	sed "/^The issue was bisected/,/^    $title/d; s/^Date: Tue, 05 Nov 2024/Date: Tue, 01 Oct 2024/" >first.eml &&
	syzbot "$title" "Mon Nov 4 09:00:00 2024 +0000" "WARNING in quill_commit_batch" >bot.eml &&
	exits_with 1 regbot judge bot.eml first.eml >seen &&
	has seen reported-before
'

test_expect 'a later mail takes the claim back; the claim itself does not' '
	claim "Sorry for the noise, I wrote to the wrong list before." >claim.eml &&
	regbot judge claim.eml >seen &&
	lacks seen withdrawn &&
	mail "$person" "Re: quillfs: data lost after a crash" \
		"Wed, 06 Nov 2024 10:00:00 +0000" >back.eml <<-EOF &&
	Please ignore my report, I was wrong about the commit: it was a bad
	cable. Sorry for the noise.
	EOF
	exits_with 1 regbot judge claim.eml back.eml >seen &&
	grep -q "verdict: refuted" seen && has seen withdrawn
'

test_expect 'many cases at once, each with its mails' '
	claim "Thanks." >claim.eml &&
	syzbot "$title" "Mon Nov 4 09:00:00 2024 +0000" "WARNING in f" >bot.eml &&
	printf "claim.eml\nbot.eml\tclaim.eml\n\n" >cases &&
	{ regbot judge --json --batch <cases >seen || test $? = 1; } &&
	test "$(wc -l <seen)" = 2 &&
	sed -n 1p seen | grep -q "^{\"file\":\"claim.eml\"" &&
	sed -n 2p seen | grep -q "^{\"file\":\"bot.eml\""
'

test_expect 'wrong usage is said' '
	exits_with 2 regbot judge 2>err && test -s err &&
	exits_with 2 regbot judge --batch x.eml 2>err </dev/null && test -s err
'

test_expect 'a repository that is not there is said, once' '
	claim "Thanks." >claim.eml &&
	exits_with 69 regbot judge --repo nowhere claim.eml 2>err &&
	test "$(wc -l <err)" = 1
'

test_done
