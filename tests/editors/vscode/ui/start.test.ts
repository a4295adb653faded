/** The first minutes: the walkthrough, its example, the list of models. */

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { type Machine, open, stepsOn } from './vscode';
import { Workbench } from './workbench';

let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  machine = await open({ files: { 'plx.toml': '' }, environment: true });
  code = new Workbench(machine.page);
  await machine.page.locator('.monaco-workbench .editor-group-container').first().waitFor();
});
after(() => machine.close());

test('the walkthrough shows a pipe and offers to make it', async () => {
  await code.command('Welcome: Open Walkthrough');
  await machine.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Image pipes in PLX' }).click();
  const step = machine.page.getByRole('button', { name: 'Create an Example File' });
  await step.waitFor();
  await machine.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').getByText('Type pipe-image').waitFor();
  await machine.shot('walkthrough');
  await step.click();
  await code.lens('generate_car_image.plx', 'Preview').waitFor();
  assert.equal(await code.editor('generate_car_image.plx').locator('.squiggly-error').count(), 0);
});

test('a model is chosen from the list and written at the cursor', async () => {
  await code.cursor('generate_car_image.plx', 'img_gen = ', 'base_img_gen');
  await code.command('PLX: Show Models');
  await machine.page.locator('.quick-input-widget input').fill('schnell');
  const row = machine.page.locator('.quick-input-list .monaco-list-row', { hasText: 'flux/schnell' }).first();
  await row.waitFor();
  await machine.shot('models');
  await row.click();
  await code.line('generate_car_image.plx', '/schnell"').waitFor();
});

test('a snippet makes a pipe', async () => {
  await machine.page.keyboard.press('Control+End');
  await machine.page.keyboard.type('\npipe-image-input');
  await code.suggestion('pipe-image-input').first().waitFor();
  await machine.page.keyboard.press('Tab');
  await code.line('generate_car_image.plx', '[pipe.generate_variations]').waitFor();
});
