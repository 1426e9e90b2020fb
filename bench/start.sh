#!/usr/bin/env bash
# Runs the published product in the foreground between somebody else's fakes; publishes it first when that was not done yet.
#
#   SUT_PORT          where to listen              SUT_URL            public address, under which webhooks are registered
#   DB_URL            postgres://… of an empty database, or of the one of the start before
#   TG_URL            Bot API                      LLM_URL, LLM_KEY   OpenAI-compatible model, up to and with /v1
set -euo pipefail
program="$("$(dirname "${BASH_SOURCE[0]}")/publish.sh")"
cd "$(dirname "$program")"

export ASPNETCORE_ENVIRONMENT=Production PORT="$SUT_PORT" PublicUrl="$SUT_URL" DATABASE_URL="$DB_URL" Telegram__ApiBaseUrl="$TG_URL"
export OpenAI__BaseUrl="$LLM_URL" OpenAI__ApiKey="$LLM_KEY" OpenAI__Model=bench
# The database is thrown away, too; without a key its secrets would be sealed less well than a real one's.
export DataProtection__Key="a key for a database that is thrown away"
export DataDirectory="${DataDirectory:-${TMPDIR:-/tmp}/botstudio-bench-$SUT_PORT}"
exec dotnet "$program"
