/**
 * Tests of what is not UI: unit/ and grammar/. `node unit.mjs`; `node unit.mjs --update` writes the grammar's snapshots anew.
 */

import { spawnSync } from 'node:child_process';
import { bundle, environment } from './bundle.mjs';

const files = [...(await bundle('unit')), ...(await bundle('grammar'))];
const update = process.argv.includes('--update');
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=spec', ...files], {
  stdio: 'inherit',
  env: { ...environment, ...(update ? { UPDATE_SNAPSHOTS: '1' } : {}) },
});
process.exitCode = status ?? 1;
