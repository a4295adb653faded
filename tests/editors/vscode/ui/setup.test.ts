/** A workspace without the server: the extension says so, asks, and makes an environment of its own from its wheel. */

import { after, before } from 'node:test';
import { example, type Machine, open, stepsOn } from './vscode';
import { Workbench } from './workbench';

/** pip installs the server's dependencies from the package index. */
const INSTALL_MS = 240_000;

let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  machine = await open({ files: { 'car.plx': example('futuristic_car.plx') } }, 'car.plx');
  code = new Workbench(machine.page);
});
after(() => machine.close());

test('it is said that the server is missing, before anything is installed', async () => {
  await code.toast('PLX needs its language server').waitFor();
  await code.status.getByText('no server').waitFor();
  await machine.shot('no-server');
});

test('with consent, it is set up, and serves', async () => {
  await code.toast('PLX needs its language server').getByRole('button', { name: 'Set Up' }).click();
  await code.toast('Setting up PLX').waitFor();
  await machine.shot('setting-up');
  await code.lens('car.plx', 'Preview').waitFor({ timeout: INSTALL_MS });
  await code.lens('car.plx', 'Preview').click();
  await code.gallery.locator('[data-state=final] img').waitFor({ timeout: 30_000 });
});
