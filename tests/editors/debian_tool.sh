#!/bin/sh
# debian_tool.sh SUITE DEST "PACKAGE..." "BINARY...": programs of another Debian suite, below DEST, beside the system.
#
# Called by install.sh. Unpacks the packages with their whole closure, libc included, and points each BINARY (a path
# below DEST) at DEST's own loader and libraries. Nothing on the system changes: apt works on a state of its own, and
# nothing is installed. Needs apt, dpkg and patchelf (PATCHELF=FILE). Prints nothing when all is well.
set -eu

suite=$1 dest=$2 packages=$3 binaries=$4
mkdir -p "$dest"
dest=$(cd "$dest" && pwd)
state=$dest/.apt

# The mirror this machine uses, from either form of apt's list of sources.
mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
  grep -oE '(https?|file|copy)[:][^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ')
[ -n "$mirror" ] || { echo "apt on this machine knows no Debian mirror" >&2; exit 1; }

mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
: > "$state/status"
printf '%s\n' 'Types: deb' "URIs: $mirror" "Suites: $suite" 'Components: main' \
  'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' > "$state/suite.sources"

private_apt() {
  apt-get -q -y -o Dir::Etc::sourcelist="$state/suite.sources" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o Dir::State::lists="$state/lists" \
    -o Dir::State::status="$state/status" -o Dir::State::extended_states="$state/extended" \
    -o Dir::Cache="$state/cache" -o APT::Install-Recommends=false -o Acquire::Languages=none \
    -o Acquire::Retries=3 -o Debug::NoLocking=1 -o APT::Sandbox::User=root "$@" >"$state/log" 2>&1 ||
    { tail -n 5 "$state/log" >&2; return 1; }
}
private_apt update
# shellcheck disable=SC2086  # several packages
private_apt --download-only install $packages
for package in "$state"/cache/archives/*.deb; do dpkg -x "$package" "$dest"; done
rm -rf "$state"

loader=$(find -L "$dest/usr/lib" "$dest/lib" -name 'ld-linux*.so.*' -type f 2>/dev/null | head -n 1)
libraries=$(dirname "$(find -L "$dest/usr/lib" "$dest/lib" -name libc.so.6 2>/dev/null | head -n 1)")
for binary in $binaries; do
  file=$(readlink -f "$dest/$binary")
  "${PATCHELF:-patchelf}" --set-interpreter "$loader" --force-rpath \
    --set-rpath "$libraries:$dest/usr/lib/$(basename "$libraries"):$dest/lib/$(basename "$libraries")" "$file"
done
