#!/bin/sh
# `make demo`: the whole path in a minute. Stops at the first thing that does not behave as said here.
set -eu
say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }

say "plx check examples"
"$BIN/plx" check examples/*.plx

say "plx check examples/broken/poster.plx"
status=0
"$BIN/plx" check examples/broken/poster.plx || status=$?
[ "$status" -eq 1 ] || { echo "expected exit status 1, got $status" >&2; exit 1; }

say "plx run examples/futuristic_car.plx generate_car_image --preview"
"$BIN/plx" run examples/futuristic_car.plx generate_car_image --preview --out "$OUT"
