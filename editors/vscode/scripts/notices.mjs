/**
 * The licences of the packages whose code is in the bundles, as their authors ask: dist/LICENSES.txt. Called by esbuild.mjs.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param inputs paths of the bundled files, relative to the extension's folder */
export function writeNotices(folder, inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const notices = [...packages].sort().map((name) => notice(join(folder, 'node_modules', name)));
  writeFileSync(join(folder, 'dist', 'LICENSES.txt'), notices.join(`\n${'-'.repeat(79)}\n\n`));
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  if (texts.length === 0) throw new Error(`${name} is bundled and carries no licence`);
  return [`${name} ${version} (${license})`, ...texts.map((file) => readFileSync(join(folder, file), 'utf8'))].join('\n\n');
}
