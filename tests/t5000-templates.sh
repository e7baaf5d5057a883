#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The templates that are shipped: every value they name is set, and known to
# the manual page.
. tests/lib/test.sh

test_expect 'every value and part of the shipped templates is known' '
	cd "$TOP" &&
	tests/lint/templates
'

test_expect 'an unknown value and a missing part are found' '
	mkdir templates &&
	printf "%s\n" "{{nobody}} {{#commit}}" "{{>nowhere}}" "{{/commit}}" \
		>templates/doubtful.txt &&
	dir=$PWD/templates &&
	cd "$TOP" &&
	exits_with 1 tests/lint/templates "$dir" >"$TRASH/out" &&
	grep -q "doubtful.txt: nothing sets \"nobody\"" "$TRASH/out" &&
	grep -q "doubtful.txt: no part-nowhere.txt" "$TRASH/out" &&
	[ "$(wc -l <"$TRASH/out")" = 2 ]
'

test_expect 'one template for each situation' '
	cd "$TOP" &&
	for name in $(sed -n "s/.*\[SITUATION_[A-Z_]*\] = \"\([a-z-]*\)\".*/\1/p" \
		lib/reply/situation.c); do
		[ "$name" = none ] || [ -f "templates/$name.txt" ] ||
			{ echo "no templates/$name.txt"; exit 1; }
	done
'

test_done
