#!/usr/bin/env bash
# How fast BotStudio is on this machine: ./bench.sh [SCENARIO ...] [--seconds N] [--rate N] [--json FILE]
#
#   SCENARIO   idle fixed ai max-fixed max-ai waiting stream crowd form order kill many; without any, all of them (about ten minutes)
#   --seconds  how long each load lasts (20)
#   --rate     messages a second in fixed and ai (20, what their bars are for)
#   --json     where the figures go for programs (artifacts/bench.json)
#
# The published product runs as a process of its own on a private, durable PostgreSQL, between a fake Bot API and a fake model on this machine.
# All that is started is stopped and removed at the end, also after Ctrl+C. BENCH_DIR: where the database lives for so long (/var/tmp).
set -euo pipefail
checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$checkout/build/packages.sh"

main() {
  case " $* " in *" --help "* | *" -h "*) sed -n '2,11s/^# \?//p' "${BASH_SOURCE[0]}" && return ;; esac
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  need_dotnet

  # Not /tmp, which may be in memory: there nothing is durable, and everything is fast.
  BENCH_FOLDER="$(mktemp -d "${BENCH_DIR:-/var/tmp}/botstudio-bench.XXXXXX")"
  chmod 711 "$BENCH_FOLDER"
  echo "Building" >&2
  quietly "$checkout/bench/publish.sh"
  # No build servers, which would stay behind.
  quietly dotnet build "$checkout/BotStudio.Bench" -c Release -v q --nologo -tl:off -nodeReuse:false -p:UseSharedCompilation=false

  BENCH_POSTGRES="$checkout/build/postgres.sh"
  BENCH_PROGRAM="$("$checkout/bench/publish.sh")"
  BENCH_DATABASE="$("$BENCH_POSTGRES" start "$BENCH_FOLDER")"
  BENCH_COMMIT="$(git -C "$checkout" rev-parse --short HEAD 2>/dev/null || true)"
  export BENCH_PROGRAM BENCH_FOLDER BENCH_POSTGRES BENCH_DATABASE BENCH_COMMIT
  run dotnet "$checkout/BotStudio.Bench/bin/Release/net10.0/BotStudio.Bench.dll" "$@"
}

# In the background, because a shell that waits for a process in the foreground hears no signal.
run() {
  "$@" &
  child=$!
  wait "$child"
}

quietly() {
  if ! run "$@" >"$BENCH_FOLDER/build.log" 2>&1; then
    cat "$BENCH_FOLDER/build.log" >&2
    exit 1
  fi
}

clean_up() {
  trap '' INT TERM HUP
  if [ -n "${child:-}" ] && kill -TERM "$child" 2>/dev/null; then
    wait "$child" || true
  fi
  if [ -n "${BENCH_FOLDER:-}" ]; then
    # Only there when the benchmark itself was killed.
    if [ -e "$BENCH_FOLDER/product.pid" ]; then kill -KILL "$(cat "$BENCH_FOLDER/product.pid")" 2>/dev/null || true; fi
    if [ -n "${BENCH_POSTGRES:-}" ]; then "$BENCH_POSTGRES" stop "$BENCH_FOLDER" || true; fi
    rm -rf "$BENCH_FOLDER"
  fi
}

main "$@"
