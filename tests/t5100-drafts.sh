#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The expected drafts, read by another program's mail parser: they answer the
# report they were made of, and are as short as was promised.
. tests/lib/test.sh
test_need python3 python3

for case in "$TOP"/tests/cases/compose-*; do
	test_expect "the draft of ${case##*/compose-} is a mail under its report" "
		python3 '$TOP/tests/helper/check-draft' '$case/mail' '$case/expected'
	"
done

test_done
