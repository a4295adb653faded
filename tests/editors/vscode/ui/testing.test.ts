/** The Testing view: every image pipe an item, run as a preview. */

import { after, before } from 'node:test';
import type { Locator } from 'playwright-core';
import { example, type Machine, open, stepsOn } from './vscode';
import { Workbench } from './workbench';

let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  machine = await open(
    {
      files: {
        'car.plx': example('futuristic_car.plx'),
        'logos.plx': example('logo_variations.plx'),
        'broken.plx': example('futuristic_car.plx').replace('generate_car_image', 'broken_pipe').replace('base_img_gen', 'nonsense'),
        'plx.toml': '',
      },
      environment: true,
    },
    'car.plx',
  );
  code = new Workbench(machine.page);
  await code.lens('car.plx', 'Run').waitFor();
  await code.command('Testing: Focus on Test Explorer View');
});
after(() => machine.close());

const item = (name: string): Locator => machine.page.locator('.test-explorer .monaco-list-row', { hasText: name });

test('each pipe is an item under its file', async () => {
  for (const file of ['car.plx', 'logos.plx', 'broken.plx']) await item(file).first().waitFor();
});

test('a pipe passes when its preview drew its images, and fails in words when it cannot', async () => {
  await code.command('Test: Run All Tests');
  await item('car.plx').locator('.codicon-testing-passed-icon').first().waitFor({ timeout: 40_000 });
  await item('broken.plx').locator('.codicon-testing-failed-icon, .codicon-testing-error-icon').first().waitFor();
  // Its input has never been filled in.
  await item('logos.plx').locator('.codicon-testing-failed-icon, .codicon-testing-error-icon').first().waitFor();
  await machine.shot('testing');
});
