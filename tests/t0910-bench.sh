#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The measurements print what scripts rely on.
. tests/lib/test.sh
test_need python3 python3

# bench [VARIABLE=VALUE...]: tests/bench/run with these
bench() {
	( cd "$TOP" && env "$@" tests/bench/run )
}

test_expect 'a line for a measurement without a peer' '
	mkdir bisections
	cp "$TOP"/tests/demo/mail/0*.eml bisections/
	bench NAME=bisection.log CORPUS="$TRASH" >got
	grep -Eqx "bench bisection\.log [0-9.]+ mails/s" got
	[ "$(wc -l <got)" = 1 ]
'

test_expect 'a line for a measurement beside its peer' '
	git init -q --bare -b master repo
	git --git-dir=repo fast-import --quiet <<-END
	commit refs/heads/master
	committer A <a@x.example> 1700000000 +0000
	data 6
	title
	END
	mkdir u-boot+u-boot
	mv repo u-boot+u-boot/
	bench NAME=index.build REPOS="$TRASH" >got
	grep -Eqx "bench index\.build [0-9.]+ commits/s vs git-log-grep [0-9.]+ ratio [0-9.]+" got
'

test_expect 'what is missing is said, and is no failure' '
	bench NAME="index.*" REPOS=nowhere >got
	[ "$(wc -l <got)" = 3 ]
	not grep -vE "^bench index\.[a-z]+ skipped: .*nowhere.* \(give REPOS=DIR\)$" got
'

test_expect 'what goes wrong is said, and is one' '
	printf "#!/bin/sh\necho it is broken >&2\nexit 3\n" >regbot
	chmod +x regbot
	exits_with 1 bench NAME=bisection.log CORPUS="$TRASH" B="$TRASH" >got
	grep -q "^bench bisection.log failed: .*it is broken" got
'

test_done
