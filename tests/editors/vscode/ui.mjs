/**
 * Tests in a real VS Code: ui/ through the screen, host/ through its API. Needs install.sh and `npm run package` first.
 * `node ui.mjs [NAME]` runs one file. Screenshots go to .screenshots/vscode.
 */

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, checkout, environment } from './bundle.mjs';

if (process.argv.length < 3) rmSync(join(checkout, '.screenshots', 'vscode'), { recursive: true, force: true });
await bundle('host', '.host.ts');
const only = process.argv[2] ?? '';
const files = (await bundle('ui')).filter((file) => file.includes(only));
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-reporter=spec', '--test-concurrency=1', ...files],
  { stdio: 'inherit', env: environment },
);
process.exitCode = status ?? 1;
