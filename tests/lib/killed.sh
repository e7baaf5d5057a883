# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced behind demo.sh by tests that stop a poll and start it again.
#
#	poll		# one round; fine when a draft is held
#	end_state	# what is the same whenever the poll was stopped

poll() {
	regbot poll --once -q --config regbot.json || [ $? = 1 ]
}

# the end state: what was handled, the queue, what lies in the Maildir
end_state() {
	regbot list --json --config regbot.json | field message_id | sort
	cat drafts/new/* | sort
	# shellcheck disable=SC2046
	regbot explain --config regbot.json $(sed -n "s/^Message-ID: //Ip" mail/*/*) |
		sed -n "s/^Poll *\([a-z]*\) .*/\1/p"
}
