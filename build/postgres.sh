#!/usr/bin/env bash
# The private PostgreSQL: the one place that finds, installs, starts and stops it.
#
#   build/postgres.sh start [FOLDER]      starts the durable one of FOLDER (.data) and prints its connection string
#   build/postgres.sh stop [FOLDER]       stops it
#   build/postgres.sh psql [FOLDER]       opens a prompt in it
#   build/postgres.sh throwaway PID       for tests: a new one without fsync, gone as soon as process PID has ended
#   build/postgres.sh install             only makes sure that PostgreSQL is there
#
# Both kinds listen only on a Unix socket in a folder of mode 0700: no port that may be taken, no password to guess.
# The durable one holds a person's data: nothing here ever empties it or initialises it again.
set -euo pipefail
checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
. "$checkout/build/packages.sh"

main() {
  case "${1:-}" in
  start) start_durable "${2:-$checkout/.data}" ;;
  stop) stop_durable "${2:-$checkout/.data}" ;;
  psql) open_prompt "${2:-$checkout/.data}" ;;
  throwaway) start_throwaway "${2:?the process that it belongs to}" ;;
  install) find_programs || install_postgres ;;
  *) sed -n '2,8s/^# \?//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
  esac
}

start_durable() {
  find_programs || install_postgres
  mkdir -p "$1"
  exec 9>"$1/postgres.lock" && flock 9
  find_durable_home "$1"
  if [ -s "$home/data/PG_VERSION" ]; then
    use_programs_of "$(cat "$home/data/PG_VERSION")"
  else
    initialise
  fi
  is_ready || launch "wal_compression = on" "max_wal_size = 2GB" "checkpoint_timeout = 15min"
  make_database
  connection_string
}

stop_durable() {
  [ -e "$1/postgres" ] && find_programs || return 0
  exec 9>"$1/postgres.lock" && flock 9
  find_durable_home "$1"
  halt fast
}

open_prompt() {
  find_programs
  find_durable_home "$1"
  exec "$bin/psql" -h "$socket" -U botstudio botstudio
}

start_throwaway() {
  find_programs || install_postgres
  use_home "$(mktemp -d /tmp/botstudio-test.XXXXXX)"
  give_to_server_user "$home"
  initialise --no-sync
  launch "fsync = off" "synchronous_commit = off" "full_page_writes = off" "autovacuum = off" "wal_level = minimal" "max_wal_senders = 0"
  make_database
  (while kill -0 "$1" 2>/dev/null; do sleep 0.5; done && halt immediate && rm -rf "$home" "$socket") </dev/null >/dev/null 2>&1 &
  disown
  connection_string
}

# Sets $bin to the folder of the newest server installed, or of the newest one with major version $1.
find_programs() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/${1:-*}/bin 2>/dev/null | sort -rV) "$(pg_config --bindir 2>/dev/null)"; do
    if [ -x "$folder/initdb" ] && "$folder/postgres" --version | grep -qE " ${1:-[0-9]+}\b"; then
      bin="$folder"
      return 0
    fi
  done
  return 1
}

# The data of one major version can be read by no other.
use_programs_of() {
  local newest="$bin"
  find_programs "$1" && return 0
  cat >&2 <<MESSAGE
The database in $home/data was written by PostgreSQL $1, and only $("$newest/postgres" --version) is installed.
Install the package postgresql-$1; or, to change to the new version, dump the data where PostgreSQL $1 is still installed
  pg_dumpall -h SOCKET_FOLDER -U botstudio > botstudio.sql
then move $home/data out of the way, start again, and feed botstudio.sql to build/postgres.sh psql.
MESSAGE
  exit 1
}

install_postgres() {
  # Debian's package starts a cluster of its own on port 5432, which nobody has asked for here.
  local setting=/etc/postgresql-common/createcluster.conf
  if [ ! -e "$setting" ]; then
    as_root mkdir -p "${setting%/*}"
    echo "create_main_cluster = false" | as_root tee "$setting" >/dev/null
  fi
  install_packages postgresql
  find_programs
}

# FOLDER/postgres is the cluster's home, or a link to it where the server's user cannot reach FOLDER (a checkout below /root).
find_durable_home() {
  local link="$1/postgres" elsewhere
  if [ ! -e "$link" ]; then
    if as_server_user test -x "$1"; then
      mkdir "$link"
    else
      mkdir -p /var/lib/botstudio
      elsewhere="$(mktemp -d "/var/lib/botstudio/$(date +%Y%m%d).XXXXXX")"
      ln -s "$elsewhere" "$link"
      echo "User postgres cannot reach $1, so the database lives in $elsewhere" >&2
    fi
    give_to_server_user "$link/"
  fi
  use_home "$(readlink -f "$link")"
}

use_home() {
  home="$1"
  socket="$home/socket"
  # A socket's path has less than 108 bytes; a comma or a colon in it would mean something in a connection string.
  if [ ${#socket} -gt 90 ] || [[ "$socket" =~ [^A-Za-z0-9/._-] ]]; then
    socket="/tmp/botstudio-$(id -u)-$(cksum <<<"$home" | cut -d' ' -f1)"
  fi
}

connection_string() { echo "Host=$socket;Username=botstudio;Database=botstudio"; }

is_ready() { "$bin/pg_isready" -q -h "$socket"; }

initialise() {
  local output
  if ! output="$(as_server_user "$bin/initdb" -D "$home/data" -U botstudio --auth-local=trust --auth-host=scram-sha-256 \
    -E UTF8 --locale=C.UTF-8 --no-instructions "$@" 2>&1 9>&-)"; then
    echo "$output" >&2
    exit 1
  fi
  echo "include 'botstudio.conf'" | as_server_user tee -a "$home/data/postgresql.conf" >/dev/null
}

# Writes the settings (at every start, so that a checkout may be moved) and starts the server.
launch() {
  as_server_user mkdir -p -m 700 "$socket"
  if ! as_server_user test -O "$socket"; then
    echo "$socket belongs to another user; remove it first." >&2
    exit 1
  fi
  printf '%s\n' "listen_addresses = ''" "unix_socket_directories = '$socket'" "max_connections = 300" "jit = off" "$@" |
    as_server_user tee "$home/data/botstudio.conf" >/dev/null
  # Without 9>&- the server would hold the lock of this script for as long as it lives.
  if ! as_server_user "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -s -w -t 60 start >/dev/null 2>&1 9>&-; then
    echo "PostgreSQL did not start. The end of $home/server.log:" >&2
    as_server_user tail -n 20 "$home/server.log" >&2
    exit 1
  fi
}

halt() {
  if as_server_user test -s "$home/data/postmaster.pid"; then
    as_server_user "$bin/pg_ctl" -D "$home/data" -s -w -t 60 -m "$1" stop 9>&-
  fi
}

make_database() {
  if [ -z "$("$bin/psql" -h "$socket" -U botstudio -d postgres -tAc "select 1 from pg_database where datname = 'botstudio'")" ]; then
    "$bin/createdb" -h "$socket" -U botstudio botstudio
  fi
}

# PostgreSQL refuses to run as root; then it runs as the user that came with its package.
as_server_user() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups -- env HOME=/ "$@")
  else
    "$@"
  fi
}

give_to_server_user() {
  chmod 700 "$1"
  if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$1"; fi
}

main "$@"
