/** Tests of the gallery's page in Chromium: page/. Build the extension first. Screenshots go to .screenshots/vscode-page. */

import { spawnSync } from 'node:child_process';
import { bundle, environment } from './bundle.mjs';

const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=spec', ...(await bundle('page'))], {
  stdio: 'inherit',
  env: environment,
});
process.exitCode = status ?? 1;
