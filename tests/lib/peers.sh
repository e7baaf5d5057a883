# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced behind test.sh by tests that need a server: real ones, on loopback,
# with free ports, gone when the test script has ended in whatever way.
#
#	peers_need imap lore		# skip all unless they are installed
#	peer_imap [KEY=VALUE...]	# Dovecot: $IMAP_PORT $IMAPS_PORT
#		# $IMAP_USER $IMAP_PASSWORD $IMAP_TOKEN $IMAP_CA $IMAP_WRONG_CA
#	imap deliver INBOX FILE...	# and more: tests/helper/peer-imap
#	peer_lore [KEY=VALUE...]	# public-inbox: $LORE_URL $LORE_TLS_URL
#		# $LORE_PORT $LORE_TLS_PORT $LORE_CA $LORE_WRONG_CA $LORE_LISTS
#	lore import kernel FILE...	# and more: tests/helper/peer-lore
#	peer_http			# answers by $HTTP_DIR/answers: $HTTP_URL
#		# $HTTP_TLS_URL $HTTP_CA; see tests/helper/peer-http
#	http_requests			# what was asked so far, a line each
#	peer_fault PORT [FAULT...]	# a proxy: $FAULT_PORT
#	fault [FAULT...]		# from now on; see tests/helper/peer-fault
#	fault_count trips		# or connections, up, down
#
# Call them outside of the bodies of tests, or the variables are lost there.

# short, since the names of Unix sockets are
PEERS=$(mktemp -d /tmp/regbot.XXXXXX)
chmod 755 "$PEERS"	# Dovecot's users look into it
PEER_CALLER=$$
PEER_REMOVE=$PEERS
export PEER_CALLER PEER_REMOVE
trap peers_end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

peers_need() {
	for peers_name; do
		case $peers_name in
		imap)	PATH=$PATH:/usr/sbin test_need dovecot dovecot-imapd ;;
		lore)	test_need public-inbox-netd public-inbox
			peers_module Search::Xapian libsearch-xapian-perl
			peers_module IO::Socket::SSL libio-socket-ssl-perl ;;
		esac
	done
	test_need openssl openssl
	test_need python3 python3
}

peers_module() {
	perl "-M$1" -e 1 2>/dev/null ||
		test_skip_all "$1 is missing (apt-get install $2)"
}

# peers_start NAME ARG...: sets the variables that the server tells
peers_start() {
	peers_name=$1
	shift
	peers_vars=$("$TOP/tests/helper/peer-$peers_name" start "$PEERS/$peers_name" \
		"$@") || exit 1
	eval "$peers_vars"
}

peers_end() {
	"$TOP/tests/helper/peer-guard" stop "$PEERS"/*
	if [ -d "$TRASH" ]; then	# a test failed
		for peers_dir in "$PEERS"/*/; do
			cat "$peers_dir"*log >"$TRASH/$(basename "$peers_dir").log"
		done 2>/dev/null
	fi
	rm -rf "$PEERS"
}

peer_imap() {
	peers_start imap "$@"
}

imap() {
	peers_command=$1
	shift
	"$TOP/tests/helper/peer-imap" "$peers_command" "$PEERS/imap" "$@"
}

peer_lore() {
	peers_start lore "$@"
}

lore() {
	peers_command=$1
	shift
	"$TOP/tests/helper/peer-lore" "$peers_command" "$PEERS/lore" "$@"
}

peer_http() {
	"$TOP/tests/helper/peer-tls" "$PEERS/tls"
	peers_start http "$PEERS/tls"
}

http_requests() {
	cat "$PEERS/http/requests" 2>/dev/null || :
}

peer_fault() {
	"$TOP/tests/helper/peer-guard" stop "$PEERS/fault"
	peers_start fault "$@"
}

fault() {
	"$TOP/tests/helper/peer-fault" set "$PEERS/fault" "$@"
}

fault_count() {
	sed -n "s/^$1 //p" "$PEERS/fault/counts"
}
