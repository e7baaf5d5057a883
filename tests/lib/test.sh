# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced by tests/tNNNN-*.sh from the top of the project; speaks TAP.
#
#	. tests/lib/test.sh
#	test_need jq jq				# skip all unless it is there
#	test_skip_all 'why'			# or for another reason
#	test_expect 'what holds' '
#		commands; the test is good when they exit 0
#	'
#	test_done
#
# $TOP is the project, $TRASH a new folder of this script (gone at the end,
# kept when a test failed), and the current one; regbot is first on PATH.

set -u

TOP=$(pwd)
B=${B:-$TOP/build}
test_name=$(basename "$0" .sh)
TRASH=$(mktemp -d "${TMPDIR:-/tmp}/$test_name.XXXXXX")
test_count=0
test_failed=0

# nothing of the person who runs the tests takes part in them
HOME=$TRASH/home
mkdir -p "$HOME"
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=$HOME/.gitconfig
LC_ALL=C.UTF-8
TZ=UTC
NO_COLOR=1
PATH=$B:$PATH
export TOP B HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL LC_ALL TZ NO_COLOR PATH
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME REGBOT_DATE \
	EMAIL GIT_DIR GIT_WORK_TREE 2>/dev/null || :
git config --file "$GIT_CONFIG_GLOBAL" user.name 'A Tester'
git config --file "$GIT_CONFIG_GLOBAL" user.email tester@regbot.example
git config --file "$GIT_CONFIG_GLOBAL" init.defaultBranch master
cd "$TRASH" || exit 1

# Where REGBOT_NO_SKIP is set, all must be there that a test needs.
test_skip_all() {
	rm -rf "$TRASH"
	if [ -n "${REGBOT_NO_SKIP:-}" ]; then
		echo "not ok 1 - $1"
		echo "1..1"
		exit 1
	fi
	echo "1..0 # SKIP $1"
	exit 0
}

test_need() {
	command -v "$1" >/dev/null ||
		test_skip_all "$1 is missing (apt-get install $2)"
}

# Each body runs in a subshell, so that it cannot disturb the next one, and ends
# with the first command that fails: not inside "if", where set -e is idle.
test_expect() {
	test_count=$((test_count + 1))
	(
		set -e
		cd "$TRASH"
		eval "$2"
	) >"$TRASH/.output" 2>&1
	test_status=$?
	if [ "$test_status" = 0 ]; then
		echo "ok $test_count - $1"
	else
		test_failed=$((test_failed + 1))
		echo "not ok $test_count - $1"
		sed 's/^/# /' "$TRASH/.output"
	fi
}

# exits_with CODE COMMAND...: good when COMMAND exits with CODE
exits_with() {
	exits_want=$1
	shift
	exits_got=0
	"$@" || exits_got=$?
	[ "$exits_got" = "$exits_want" ] && return
	echo "exit status $exits_got, not $exits_want: $*"
	return 1
}

# not COMMAND...: good when COMMAND fails, but not when it is missing or killed;
# "! COMMAND" is no test, since set -e passes over it
not() {
	not_got=0
	"$@" || not_got=$?
	[ "$not_got" = 0 ] || [ "$not_got" -gt 125 ] || return 0
	echo "exit status $not_got, where a failure was wanted: $*"
	return 1
}

# same EXPECTED ACTUAL: two files, compared whole; blessed on request
same() {
	if [ -n "${BLESS:-}" ]; then
		cp "$2" "$1"
	fi
	diff -u "$1" "$2"
}

test_done() {
	echo "1..$test_count"
	cd "$TOP" || exit 1
	if [ "$test_failed" = 0 ]; then
		rm -rf "$TRASH"
		exit 0
	fi
	echo "# what the tests left: $TRASH"
	exit 1
}
