#!/bin/bash
# Makes sure that the Debian packages the tests need are there: install.sh [servers] [peers] [vscode]   (default: all)
#
# All there: says nothing, exits 0. Something missing: root installs it; anybody else is told the exact
# command, and the exit status is 1. Nothing is ever skipped in silence.
set -eu

SERVERS="dovecot-core dovecot-imapd dovecot-pop3d dovecot-lmtpd postfix libsasl2-modules dnsmasq-base openssl curl swaks"
PEERS="curl isync neovim openssl python3"
VSCODE="chromium"

[ $# -gt 0 ] || set -- servers peers vscode
wanted=""
for group in "$@"; do
  case $group in
    servers) wanted="$wanted $SERVERS" ;;
    peers) wanted="$wanted $PEERS" ;;
    vscode) wanted="$wanted $VSCODE" ;;
    *)
      echo "install.sh: no such group: $group (there are: servers, peers, vscode)" >&2
      exit 2
      ;;
  esac
done

if ! command -v dpkg-query >/dev/null; then
  echo "install.sh: this is not a Debian system. The tests need these Debian packages, or what is equal to them:$wanted" >&2
  exit 1
fi

missing=""
for package in $wanted; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

# --no-remove: another mail server on this machine (exim4, …) conflicts with postfix, and apt would take it away unasked
install="apt-get install --yes --no-install-recommends --no-remove$missing"
if [ "$(id -u)" != 0 ]; then
  echo "The tests need Debian packages that are not installed. Run this once, then again what you ran:" >&2
  echo "    sudo apt-get update && sudo $install" >&2
  exit 1
fi

# Package scripts must not start system daemons: the tests run their own, from private configuration
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update --quiet=2 && $install --quiet=2; } >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "install.sh: this failed: apt-get update && $install" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
