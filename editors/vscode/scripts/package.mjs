/**
 * Makes the .vsix: the server's wheel, the example and the licence from the checkout, the two bundles, then vsce.
 *
 * Needs a Python with the `build` package: the checkout's .venv, else $PYTHON, else python3.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const checkout = join(here, '..', '..');

function run(command, ...args) {
  execFileSync(command, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
}

function python() {
  const venv = ['bin/python', 'Scripts/python.exe'].map((name) => join(checkout, '.venv', name)).find(existsSync);
  return process.env.PYTHON ?? venv ?? 'python3';
}

rmSync(join(here, 'server'), { recursive: true, force: true });
mkdirSync(join(here, 'server'));
run(python(), '-m', 'build', '--wheel', '--outdir', join(here, 'server'), checkout);
copyFileSync(join(checkout, 'examples', 'futuristic_car.plx'), join(here, 'walkthrough', 'example.plx'));
copyFileSync(join(checkout, 'LICENSE'), join(here, 'LICENSE'));
run(process.execPath, 'esbuild.mjs');
run(process.execPath, 'node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--out', 'plx-lsp.vsix');
