#!/bin/bash
# Starts Dovecot, Postfix and dnsmasq from private configuration on loopback. All values: env.sh.
# Exit status 0 only when every port answers. Postfix's master insists on being root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/env.sh"
[ "$(id -u)" = 0 ] || { echo "start.sh: the server tests start a private Postfix, which must be root. Run them as root (sudo), for instance in a container." >&2; exit 1; }
[ ${#LAB_DIR} -le 60 ] || { echo "start.sh: LAB_DIR is too long for unix sockets: $LAB_DIR" >&2; exit 1; }
umask 022

make_folders() {
  mkdir -p "$LAB_DIR"
  chmod 755 "$LAB_DIR"
  cd "$LAB_DIR"
  mkdir -p pids tls dovecot/run dovecot/state dovecot/keys/default/HS256 dnsmasq postfix/etc postfix/queue postfix/data mail rawlog/lmtp
  chown "$LAB_UID:$LAB_UID" mail rawlog rawlog/lmtp
  chmod 1777 rawlog rawlog/lmtp
  chown root:root postfix/queue postfix/etc
  chown postfix postfix/data
}

# render TEMPLATE FILE: fills in @NAME@
render() {
  local name edits=()
  for name in ${!LAB_@} ${!PORT_@}; do edits+=(-e "s|@$name@|${!name}|g"); done
  sed "${edits[@]}" "$here/templates/$1" >"$2"
}

write_configuration() {
  render dovecot.conf dovecot/dovecot.conf
  render oauth2.conf dovecot/oauth2.conf
  render main.cf postfix/etc/main.cf
  render master.cf postfix/etc/master.cf
  render dnsmasq.conf dnsmasq/dnsmasq.conf
  # Postfix programs wait until main.cf is 2 s old
  touch -d '1 minute ago' postfix/etc/main.cf postfix/etc/master.cf
}

# {PLAIN}, since CRAM-MD5, DIGEST-MD5, SCRAM and APOP need the password itself
write_users() {
  local user
  for user in $LAB_USERS anonymous; do
    echo "$user@$LAB_DOMAIN:{PLAIN}$LAB_PASSWORD:$LAB_UID:$LAB_UID::$LAB_DIR/mail/$user::"
    # Dovecot writes rawlogs only into a folder that is there
    if [ "$LAB_RAWLOG" = 1 ]; then
      mkdir -p "rawlog/$user@$LAB_DOMAIN"
      chown "$LAB_UID:$LAB_UID" "rawlog/$user@$LAB_DOMAIN"
    fi
  done >dovecot/users
  chown root:dovecot dovecot/users
  chmod 640 dovecot/users
  printf %s "$LAB_PASSWORD" | base64 -w0 >dovecot/keys/default/HS256/default
}

make_certificates() (
  cd tls
  new_key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
  openssl req -x509 $new_key -days 3650 -subj "/CN=Mailwright test CA" -keyout ca.key -out ca.crt \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
  openssl req $new_key -subj "/CN=localhost" -keyout server.key -out server.csr
  printf 'subjectAltName=DNS:localhost,DNS:mx.%s,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' "$LAB_DOMAIN" >server.ext
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile server.ext -out server.crt
  openssl req $new_key -subj "/CN=alice" -keyout client.key -out client.csr
  printf 'extendedKeyUsage=clientAuth\n' >client.ext
  openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile client.ext -out client.crt
  chmod 644 ca.crt server.crt
  chmod 640 server.key
  chgrp dovecot server.key
)

# launch NAME PROGRAM…: in a process group of its own (Postfix's master kills its whole group when it ends)
launch() {
  local name=$1
  shift
  setsid "$@" >"pids/$name.log" 2>&1 </dev/null &
  echo $! >"pids/$name"
}

answers() { (exec 3<>"/dev/tcp/$LAB_HOST/$1") 2>/dev/null; }

wait_for() {
  local attempt
  for attempt in $(seq 250); do
    answers "$1" && return
    sleep 0.02
  done
  echo "start.sh: nothing answers on port $1" >&2
  tail -n 20 pids/*.log dovecot/dovecot.log postfix/maillog dnsmasq/log >&2 2>/dev/null || true
  "$here/stop.sh"
  exit 1
}

make_folders
write_configuration
write_users
[ -s tls/server.crt ] || make_certificates >tls/log 2>&1
# The queue's folders with the right owners; before Dovecot, whose auth socket is in one of them
[ -d postfix/queue/private ] || /usr/sbin/postfix -c "$LAB_DIR/postfix/etc" check

launch dovecot /usr/sbin/dovecot -F -c "$LAB_DIR/dovecot/dovecot.conf"
launch dnsmasq /usr/sbin/dnsmasq -C "$LAB_DIR/dnsmasq/dnsmasq.conf"
# "postfix start-fg" would repeat the slow checks and put a shell above master
launch postfix /usr/lib/postfix/sbin/master -s -c "$LAB_DIR/postfix/etc"
if [ -n "$LAB_OWNER" ]; then
  launch watch bash -c 'tail --pid="$0" -f /dev/null; rm -f "$2/pids/watch"; LAB_DIR=$2 "$1" --purge' "$LAB_OWNER" "$here/stop.sh" "$LAB_DIR"
fi

for port in "$PORT_IMAP" "$PORT_IMAPS" "$PORT_POP3" "$PORT_POP3S" "$PORT_LMTP" "$PORT_SMTP" "$PORT_SUBMISSION" "$PORT_SMTPS" "$PORT_DNS"; do
  wait_for "$port"
done
