#!/usr/bin/env bash
# Takes pictures of the running product into the repository: ./screenshots.sh [all|docs|screens|brand]
#   docs     every page, light and dark, on a desk and on a phone, into docs/screenshots
#   screens  what the first page shows of the product, in every language, into wwwroot/images/screens
#   brand    icons and the cards of links, into wwwroot
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. build/packages.sh

case "${1:-all}" in
  all | docs | screens | brand) export BOTSTUDIO_PICTURES="${1:-all}" ;;
  *) sed -n 2,5p "$0" && exit 1 ;;
esac
need_dotnet
build/postgres.sh install
dotnet build BotStudio.Tests -v q --nologo -tl:off "-clp:ErrorsOnly;NoSummary" -nodeReuse:false -p:UseSharedCompilation=false
dotnet test BotStudio.Tests --no-build --nologo -v q --filter "FullyQualifiedName~Tests.Screenshots"
du -sh docs/screenshots wwwroot/images/screens 2>/dev/null || true
