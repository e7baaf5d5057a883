#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The revert check against git's merge on random histories; the helper takes
# other seeds for a longer look.

. tests/lib/test.sh
test_need python3 python3

git merge-tree --write-tree HEAD HEAD 2>&1 | grep -q usage &&
	test_skip_all "git is older than 2.38"

for seed in 1 2 3; do
	test_expect "50 random reverts from seed ${seed}000 are git's" "
		\"\$TOP/tests/helper/random-reverts\" ${seed}000 50
	"
done

test_done
