#!/usr/bin/env bash
# Publishes the product for a container into a folder: build/publish.sh FOLDER
# The one place for these steps: the Dockerfile and the tests both take them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# No build servers, which would stay behind; no analyzers, which the build of the tests has already heard.
dotnet publish BotStudio.Web -c Release -r linux-x64 --no-self-contained -o "${1:?where to}" -p:DebugType=none -p:RunAnalyzers=false \
  -v q --nologo -tl:off "-clp:ErrorsOnly;NoSummary" -nodeReuse:false -p:UseSharedCompilation=false
