#!/usr/bin/env bash
# Makes BOTS bots in a running product over its HTTP API: connected to Telegram, published, with the commands and the prompt of bot.json.
# Does nothing when they are there.
#
#   SUT_URL                 the product
#   BOTS                    how many; bot i gets the token (TOKEN_BASE + i):TOKEN_TAG i, such as 7500000001:BENCH1
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

main() {
  local credentials='{"email":"owner@bench.example","password":"correct horse battery staple"}'
  if access="$(call POST auth/register "$credentials" 2>/dev/null)"; then
    access="$(text_of accessToken "$access")"
  else
    access="$(text_of accessToken "$(call POST auth/login "$credentials")")"
  fi

  local existing i bot
  existing="$(call GET bots | grep -oE '"name":"Bench [0-9]+"' || true)"
  for i in $(seq 1 "$BOTS"); do
    grep -qx "\"name\":\"Bench $i\"" <<<"$existing" && continue
    bot="$(text_of id "$(call POST bots "{\"name\":\"Bench $i\",\"document\":$(cat bot.json)}")")"
    call PUT "bots/$bot/telegram" "{\"token\":\"$((TOKEN_BASE + i)):$TOKEN_TAG$i\"}" >/dev/null
    call POST "bots/$bot/publish" '{}' >/dev/null
  done
}

# call METHOD PATH [BODY]: prints the answer; what the product refuses is shown and fails.
call() {
  local answer
  answer="$(curl -sS --fail-with-body -X "$1" "$SUT_URL/api/v1/$2" -H "Authorization: Bearer ${access:-}" \
    -H "Content-Type: application/json" ${3:+--data-binary "$3"})" || { echo "$1 $2: $answer" >&2 && return 1; }
  echo "$answer"
}

# text_of NAME JSON: the first text of that name.
text_of() { grep -oE "\"$1\":\"[^\"]*\"" <<<"$2" | head -n 1 | cut -d'"' -f4; }

main
