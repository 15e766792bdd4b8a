#!/bin/bash
# Stops what start.sh started in $LAB_DIR, by process id. --purge removes $LAB_DIR as well.
set -u
. "$(cd "$(dirname "$0")" && pwd)/env.sh"

# Runs, and is not a zombie whose parent has not looked yet (kill -0 would take that for alive)
alive() { [ -r "/proc/$1/stat" ] && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null; }

stop() {
  local name=$1 pid attempt
  [ -s "$LAB_DIR/pids/$name" ] || return 0
  pid=$(cat "$LAB_DIR/pids/$name")
  for attempt in $(seq 0 99); do
    alive "$pid" || break
    # said again now and then: Dovecot can miss a TERM in its first 0.1 s
    [ $((attempt % 10)) != 0 ] || kill "$pid" 2>/dev/null
    sleep 0.05
  done
  if alive "$pid"; then
    echo "stop.sh: $name did not stop within 5 s: ending its process group" >&2
    kill -9 -- "-$pid"
  fi
  rm -f "$LAB_DIR/pids/$name"
}

if [ -s "$LAB_DIR/pids/watch" ]; then
  # the group: bash and its tail
  kill -- "-$(cat "$LAB_DIR/pids/watch")" 2>/dev/null
  rm -f "$LAB_DIR/pids/watch"
fi
for name in postfix dovecot dnsmasq; do stop "$name"; done
# a stale one would keep the next Dovecot from starting
rm -f "$LAB_DIR/dovecot/run/master.pid"
# remove nothing that is not a lab
if [ "${1:-}" = --purge ] && [ -d "$LAB_DIR/postfix/queue" ]; then rm -rf "$LAB_DIR"; fi
