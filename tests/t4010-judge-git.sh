#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What git knows of the commit that a mail blames.

. tests/lib/test.sh

"$TOP/tests/helper/sample-repo" "$TRASH/linux" "$TRASH/ids" || exit 1

# claim VERSION-THAT-WAS-FINE COMMIT
claim() {
	cat <<-EOF
	From: Ada Ferris <ada@ferris.example>
	To: linux-fsdevel@lists.example
	Subject: files are empty after a power cut
	Date: Tue, 19 Nov 2024 10:00:00 +0000
	Message-ID: <1@ferris.example>

	Hello,

	since 6.11 files are empty after a power cut, $1 was fine.

	$(git -C "$TRASH/linux" rev-parse "$2") is the first bad commit

	Ada
	EOF
}

has() {
	grep -q "^    . $2 " "$1"
}

judge() {
	regbot judge --repo "$TRASH/linux" "$@"
}

test_expect 'nothing against it: believed' '
	claim 6.10 5e07e77 >claim.eml
	judge claim.eml >seen
	grep -q "verdict: trusted" seen
'

test_expect 'the commit is part of what was fine' '
	claim 6.10 9701a1b >claim.eml
	exits_with 1 judge claim.eml >seen
	grep -q "verdict: doubtful" seen
	has seen known-good
'

test_expect 'a good version at or behind the bad one says nothing' '
	for good in 6.11 6.12; do
		claim "$good" 5e07e77 >claim.eml
		judge claim.eml >seen
		grep -q "verdict: trusted" seen
		exits_with 1 has seen known-good
	done
'

test_expect 'a merge is known by its parents, not by its title' '
	claim 6.11 b42a370 >claim.eml
	exits_with 1 judge claim.eml >seen
	has seen merge
'

test_expect 'what it touches tells whether it is code, for people, too' '
	claim 6.10 e8681f6 >claim.eml
	exits_with 1 judge claim.eml >seen
	grep -q "verdict: refuted" seen
	has seen non-code
'

test_expect 'a revert that came after the claim is hindsight' '
	claim 6.10 db98945 >claim.eml
	judge claim.eml >now || test $? = 1
	sed "s/^Date: .*/Date: Fri, 02 Aug 2024 10:00:00 +0000/" claim.eml >early.eml
	judge early.eml >then || test $? = 1
	has now reverted
	exits_with 1 has then reverted
'

test_done
