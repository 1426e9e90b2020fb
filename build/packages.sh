# Sourced by the other scripts: whatever a Debian or Ubuntu machine lacks is installed here and nowhere else.

# What the SDK says to a newcomer at its first use is not what somebody who starts a product wants to read.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1

# need_dotnet: the SDK must be there. ICU and the time zones are its companions, but not every image has them.
need_dotnet() {
  if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is needed; see https://dotnet.microsoft.com/download" >&2
    return 1
  fi
  [ -n "$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep libicuuc)" ] || install_packages '^libicu[0-9]+$' || return
  [ -e /usr/share/zoneinfo/Europe/Berlin ] || install_packages tzdata
}

# install_packages NAME...: where that is not possible, says what to install and fails.
install_packages() {
  if ! command -v apt-get >/dev/null || ! as_root true; then
    echo "Please install first (this user cannot): $*" >&2
    return 1
  fi
  echo "Installing $*" >&2
  local log
  log="$(mktemp)"
  # The package lists of a fresh machine are empty or old: then once more with new ones.
  if ! apt_install "$@" >"$log" 2>&1 && ! { as_root apt-get update -q && apt_install "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    return 1
  fi
  rm -f "$log"
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@" </dev/null
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 2 ]; then
    sudo "$@"
  else
    sudo -n "$@" 2>/dev/null
  fi
}
