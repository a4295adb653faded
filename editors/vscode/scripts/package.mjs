/**
 * Makes the .vsix: the server's wheel, the example and the licence from the checkout, the two bundles, then vsce.
 *
 * Needs a Python with the `build` package: the checkout's .venv, else $PYTHON, else python3.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
// VS Code shows no pictures from inside a .vsix.
const pictureless = readFileSync(join(here, 'README.md'), 'utf8').replace(/^!\[.*\n\n/gm, '');
writeFileSync(join(here, 'dist', 'readme.md'), pictureless);
const vsce = ['node_modules/@vscode/vsce/vsce', 'package', '--readme-path', 'dist/readme.md', '--out', 'plx-lsp.vsix'];
run(process.execPath, ...vsce, '--no-dependencies', '--allow-missing-repository');
