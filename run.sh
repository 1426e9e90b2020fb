#!/usr/bin/env bash
# Starts BotStudio on http://localhost:8080; another port: PORT=9000 ./run.sh
# A database of its own is kept in .data/, unless DATABASE_URL or ConnectionStrings__BotStudio names one. Ctrl+C stops all that it started.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. build/packages.sh

export PORT="${PORT:-8080}" Welcome=true
export ASPNETCORE_URLS="${ASPNETCORE_URLS:-http://localhost:$PORT}"
export Logging__Console__FormatterName="${Logging__Console__FormatterName:-simple}"
DataDirectory="$(realpath -m "${DataDirectory:-.data}")"
export DataDirectory

main() {
  trap stop_all EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  need_free_port
  need_dotnet
  build_if_changed
  start_database
  cd BotStudio.Web/bin/Release/net10.0
  run dotnet BotStudio.Web.dll "$@"
}

need_free_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    echo "Port $PORT is taken by another program. Take another one: PORT=$((PORT + 1)) ./run.sh" >&2
    exit 1
  fi
}

build_if_changed() {
  local stamp=BotStudio.Web/obj/run.stamp
  mkdir -p BotStudio.{Core,Web}/{obj,bin}
  exec 7>"BotStudio.Web/obj/run.lock" && flock 7
  if [ ! -e "$stamp" ] || changed_since "$stamp"; then
    echo "Building (the first time takes about a minute)"
    touch "$stamp.new"
    # No build servers, which would stay behind when all else has stopped.
    run dotnet build BotStudio.Web -c Release -v q --nologo -tl:off -clp:ErrorsOnly -nodeReuse:false -p:UseSharedCompilation=false \
      >"$stamp.log" 2>&1 || { cat "$stamp.log" && exit 1; }
    mv "$stamp.new" "$stamp"
  fi
  exec 7>&-
}

# Folders count as well as files: of a deleted file only its folder tells.
changed_since() {
  [ -n "$(find BotStudio.Core BotStudio.Web Resources wwwroot build ./*.props global.json -newer "$1" \
    -not -path '*/obj*' -not -path '*/bin*' -print -quit)" ]
}

start_database() {
  if [ -n "${DATABASE_URL:-}${ConnectionStrings__BotStudio:-}" ]; then
    return
  fi
  mkdir -p "$DataDirectory"
  # Shared by all that use this database; whoever gets it alone at the end was the last one, and stops the database.
  exec 8>"$DataDirectory/in-use.lock" && flock -s 8
  postgres="$PWD/build/postgres.sh"
  ConnectionStrings__BotStudio="$("$postgres" start "$DataDirectory" 7>&- 8>&-)"
  export ConnectionStrings__BotStudio
  seal_secrets
}

# A copy of the database alone opens no bot token.
seal_secrets() {
  local key="$DataDirectory/protection.key"
  if [ ! -s "$key" ]; then
    # Moved into place whole, and only once: another start may be just here.
    (umask 077 && head -c 32 /dev/urandom | base64 >"$key.$$" && mv -n "$key.$$" "$key")
    rm -f "$key.$$"
  fi
  export DataProtection__Key="${DataProtection__Key:-$(cat "$key")}"
}

# In the background, because a shell that waits for a process in the foreground hears no signal.
run() {
  "$@" 7>&- 8>&- &
  child=$!
  wait "$child"
}

stop_all() {
  trap '' INT TERM HUP
  if [ -n "${child:-}" ] && kill -TERM "$child" 2>/dev/null; then
    wait "$child" || true
  fi
  if [ -n "${postgres:-}" ] && flock -n -x 8; then
    "$postgres" stop "$DataDirectory" 8>&-
  fi
}

main "$@"
