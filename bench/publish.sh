#!/usr/bin/env bash
# Publishes the product with build/publish.sh, as its container has it, and prints where its program is. Quiet, and does nothing when no source
# is newer than what is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. build/packages.sh

product="$PWD/artifacts/product"
stamp="$product/.published"

main() {
  mkdir -p "$product"
  exec 9>"$product/.lock" && flock 9
  if [ ! -e "$stamp" ] || changed_since "$stamp"; then
    need_dotnet >&2
    touch "$stamp.new"
    build/publish.sh "$product" >&2 9>&-
    mv "$stamp.new" "$stamp"
  fi
  echo "$product/BotStudio.Web.dll"
}

# Folders count as well as files: of a deleted file only its folder tells.
changed_since() {
  [ -n "$(find BotStudio.Core BotStudio.Web Resources wwwroot build ./*.props global.json -newer "$1" \
    -not -path '*/obj*' -not -path '*/bin*' -print -quit)" ]
}

main
