/**
 * Turns TypeScript tests into CommonJS that Node 20 runs: one bundle per entry, in .editors/vscode-tests.
 * Packages are taken from the extension's node_modules; `vscode` and playwright-core stay outside of the bundles.
 */

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const checkout = join(here, '..', '..', '..');
export const extension = join(checkout, 'editors', 'vscode');
export const packages = join(extension, 'node_modules');

const { build } = createRequire(join(extension, 'package.json'))('esbuild');

/** Bundles every `*<ending>` file of a folder of this one; gives the paths of the bundles. */
export async function bundle(folder, ending = '.test.ts') {
  const entries = readdirSync(join(here, folder)).filter((name) => name.endsWith(ending)).sort();
  const outdir = join(checkout, '.editors', 'vscode-tests', folder);
  await build({
    entryPoints: entries.map((name) => join(here, folder, name)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    nodePaths: [packages],
    external: ['vscode', 'playwright-core', 'vscode-oniguruma'],
    define: { CHECKOUT: JSON.stringify(checkout) },
  });
  return entries.map((name) => join(outdir, name.replace(/\.ts$/, '.js')));
}

/** The environment in which the bundles find what they left outside. */
export const environment = { ...process.env, NODE_PATH: packages };
