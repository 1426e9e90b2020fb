#!/usr/bin/env bash
# Runs every test, or those whose full name contains FILTER: ./test.sh [FILTER]
# Prints the coverage of Core, and ends with "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. build/packages.sh

# Percent of Core's lines that the whole suite has to run.
minimum_coverage="${BOTSTUDIO_MIN_COVERAGE:-85}"
filter="${1:-}"
results="$PWD/TestResults"

main() {
  local outcome=0
  rm -rf "$results"
  need_dotnet && build/postgres.sh install && build && need_browser && run_tests || outcome=1
  check_coverage || outcome=1
  report_counts || outcome=1
  exit "$outcome"
}

# No build servers, which would stay behind.
build() {
  dotnet build BotStudio.sln -v q --nologo -tl:off "-clp:ErrorsOnly;NoSummary" -nodeReuse:false -p:UseSharedCompilation=false
}

need_browser() {
  if [ -z "$(fc-list ':charset=456' 2>/dev/null)" ] || [ -z "$(fc-list ':charset=1f600')" ]; then
    install_packages fontconfig fonts-noto-core fonts-noto-color-emoji || echo "Without these fonts, screenshots show boxes for some letters."
  fi
  find_browser && return
  if grep -q '^ID=ubuntu' /etc/os-release; then
    # Ubuntu's package only points to a snap, which does not start in a container.
    local playwright=BotStudio.Tests/bin/Debug/net10.0/.playwright
    "$playwright"/node/*/node "$playwright/package/cli.js" install --with-deps chromium </dev/null
  else
    install_packages chromium
  fi
  find_browser || true
}

# The tests take the browser named here, else the one that Playwright has installed.
find_browser() {
  local name
  for name in chromium google-chrome chromium-browser; do
    if "$name" --version >/dev/null 2>&1; then
      BOTSTUDIO_BROWSER="$(command -v "$name")"
      export BOTSTUDIO_BROWSER
      return 0
    fi
  done
  return 1
}

# A test that never ends is named and ends the run.
run_tests() {
  local only=()
  [ -z "$filter" ] || only=(--filter "FullyQualifiedName~$filter")
  dotnet test BotStudio.Tests --no-build --nologo -v q -tl:off "${only[@]}" --settings build/tests.runsettings --results-directory "$results" \
    --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=minimal" --collect "XPlat Code Coverage" \
    --blame-hang-timeout 8m --blame-hang-dump-type none </dev/null
}

check_coverage() {
  local report rate
  report="$(find "$results" -name coverage.cobertura.xml -print -quit 2>/dev/null)"
  rate="$(grep -oE '<package name="BotStudio.Core" line-rate="[0-9.]+"' "${report:-/dev/null}" | grep -oE '[0-9.]+"$' | tr -d '"')"
  if [ -z "$rate" ]; then
    echo "No coverage was measured."
    return 1
  fi
  awk -v rate="$rate" -v minimum="$minimum_coverage" -v filter="$filter" 'BEGIN {
    percent = rate * 100
    printf "Coverage of Core: %.1f %% of lines", percent
    if (filter != "") { print " (with a part of the tests)"; exit 0 }
    if (percent < minimum) { printf ", but it must be %s %%\n", minimum; exit 1 }
    print ""
  }'
}

# The last line of all. No test at all is a failure: a filter that names nothing, a suite that does not start.
report_counts() {
  local total passed failed
  total="$(counter total)" passed="$(counter passed)" failed="$(counter failed)"
  echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
  [ "$passed" -gt 0 ] && [ "$failed" = 0 ]
}

counter() {
  local value
  value="$(grep -oE '<Counters [^>]*>' "$results/tests.trx" 2>/dev/null | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+')"
  echo "${value:-0}"
}

main
