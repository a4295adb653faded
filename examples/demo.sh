#!/bin/sh
# `make demo`: the whole path in a minute. Stops at the first thing that does not behave as said here.
set -eu
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
say() { printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"; }

say "plx check examples"
"$BIN/plx" check examples

say "plx check examples/broken/poster.plx"
status=0
"$BIN/plx" check examples/broken/poster.plx || status=$?
[ "$status" -eq 1 ] || { echo "expected exit status 1, got $status" >&2; exit 1; }

say "plx run examples/futuristic_car.plx generate_car_image --preview"
"$BIN/plx" run examples/futuristic_car.plx generate_car_image --preview --out "$OUT"
