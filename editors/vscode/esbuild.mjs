/**
 * Builds the two halves of the extension: dist/extension.js for the extension host, dist/gallery.js and gallery.css for
 * the page, and the licences of what is in them. `node esbuild.mjs` once; `--watch` again after each change.
 */

import { rmSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { writeNotices } from './scripts/notices.mjs';

const watch = process.argv.includes('--watch');
const shared = { bundle: true, minify: !watch, sourcemap: watch, logLevel: 'warning', legalComments: 'none' };

const builds = [
  {
    ...shared,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
  },
  {
    ...shared,
    entryPoints: { gallery: 'src/webview/main.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'esm',
    target: 'chrome124',
  },
  {
    ...shared,
    entryPoints: { gallery: 'src/webview/gallery.css' },
    outdir: 'dist',
    target: 'chrome124',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

rmSync('dist', { recursive: true, force: true });
const inputs = [];
for (const build of builds) {
  if (watch) await (await esbuild.context(build)).watch();
  else inputs.push(...Object.keys((await esbuild.build({ ...build, metafile: true })).metafile.inputs));
}
if (!watch) writeNotices(import.meta.dirname, inputs);
