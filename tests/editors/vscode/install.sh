#!/bin/sh
# install.sh DEST: a real VS Code without a desktop, from the npm registry: code-server and a Node that runs it.
#
# Called by tests/editors/vscode.sh. Puts everything below DEST and leaves the system alone; a second call does nothing.
# The npm packages' own install scripts stay off, so no compiler is needed; what is lost is VS Code's log files.
set -eu

CODE_SERVER=4.139.1   # VS Code 1.139.1; it does not start on Node 20
NODE=24

dest=$1
stamp=$dest/installed-$CODE_SERVER-$NODE
[ -e "$stamp" ] && exit 0
mkdir -p "$dest/node"
export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false npm_config_loglevel=error

cd "$dest/node"
[ -e package.json ] || echo '{"private": true}' > package.json
npm install "node@$NODE"
ln -sfn "$(find "$dest/node" -path '*/bin/node' -size +1000k | head -n 1)" "$dest/node/node24"

cd "$dest"
[ -e package.json ] || echo '{"private": true}' > package.json
npm install --ignore-scripts "code-server@$CODE_SERVER"
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts --legacy-peer-deps
cd extensions
npm install --omit=dev --ignore-scripts --legacy-peer-deps
touch "$stamp"
