/** A workspace that is not trusted: files are read and checked, nothing of it is run. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { example, type Machine, open, PLX, stepsOn } from './vscode';
import { Workbench } from './workbench';

let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  machine = await open(
    {
      files: {
        'car.plx': example('futuristic_car.plx').replace('base_img_gen', 'base_img_gem'),
        'other.plx': example('futuristic_car.plx').replace('generate_car_image', 'other'),
        // What a stranger's repository might try: its own program as server, and the word that it is trusted.
        '.vscode/settings.json': JSON.stringify({ 'plx.server.path': './evil.sh', 'plx.trusted': true }),
        'evil.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n',
      },
      settings: { 'plx.server.path': PLX, 'security.workspace.trust.startupPrompt': 'never' },
      askTrust: true,
    },
    'car.plx',
  );
  code = new Workbench(machine.page);
});
after(() => machine.close());

test('files are checked', async () => {
  await code.editor('car.plx').locator('.squiggly-error').first().waitFor();
});

test('a run is refused, with a way to trust', async () => {
  await code.open('other.plx');
  await code.lens('other.plx', 'Run').click();
  const toast = code.toast('This workspace is in restricted mode');
  await toast.getByRole('button', { name: 'Manage Trust' }).waitFor();
  await machine.shot('restricted');
});

test('so is a preview, and nothing was written or started', async () => {
  await machine.page.keyboard.press('Escape');
  await code.lens('other.plx', 'Preview').click();
  await code.toast('This workspace is in restricted mode').first().waitFor();
  assert.equal(existsSync(join(machine.workspace, 'plx-out')), false);
  assert.equal(existsSync(join(machine.workspace, 'ran')), false);
});
