/** Reading and writing PLX in VS Code: what is underlined, fixed, offered, explained, renamed. */

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { example, type Machine, open, stepsOn } from './vscode';
import { Workbench } from './workbench';

const POSTER = `domain = "posters"

[concept.Poster]
description = "A poster"
refines = "Image"

[pipe.make_poster]
type = "PipeImgGen"
description = "Draw a poster"
output = "Poster"
img_gen_prompt = "A poster for a jazz night, brass and deep blue."
img_gen = "base-img-gem"
aspect_ratio = "16:9"
`;

const SERIES = `domain = "posters"

[pipe.make_series]
type = "PipeSequence"
description = "Draw one poster and call it a series"
output = "Poster"
steps = [{ pipe = "make_poster", result = "poster" }]
`;

let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  machine = await open(
    { files: { 'poster.plx': POSTER, 'series.plx': SERIES, 'car.plx': example('futuristic_car.plx'), 'plx.toml': '' }, environment: true },
    'poster.plx',
  );
  code = new Workbench(machine.page);
  await code.editor('poster.plx').waitFor();
});
after(() => machine.close());

test('a fault is underlined, and its message says what to write', async () => {
  await code.editor('poster.plx').locator('.squiggly-error').first().waitFor();
  await code.lens('poster.plx', 'Cannot run').waitFor();
  await code.explain('poster.plx', 'img_gen = ', 'base-img-gem', /base-img-gen/);
  await machine.shot('diagnostic');
});

test('the quick fix writes it', async () => {
  await code.cursor('poster.plx', 'img_gen = ', 'base-img-gem');
  const fix = machine.page.locator('.action-widget .monaco-list-row', { hasText: 'base-img-gen' }).first();
  for (let attempt = 0; attempt < 4 && !(await fix.isVisible()); attempt++) {
    await machine.page.keyboard.press('Control+.');
    await fix.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await fix.waitFor();
  await machine.shot('quick-fix');
  await machine.page.keyboard.press('Enter');
  await code.line('poster.plx', 'img_gen = "base-img-gen"').waitFor();
  await code.editor('poster.plx').locator('.squiggly-error').first().waitFor({ state: 'detached' });
});

test('a model is explained where it stands', async () => {
  await code.explain('poster.plx', 'img_gen = ', 'base-img-gen', /flux/);
  await machine.shot('hover');
  await machine.page.keyboard.press('Escape');
});

test('a model is offered, and choosing it writes it', async () => {
  await code.cursor('poster.plx', 'img_gen = ', 'base-img-gen');
  await machine.page.keyboard.press('End');
  await machine.page.keyboard.press('Shift+Home');
  await machine.page.keyboard.type('img_gen = "fast');
  await machine.page.keyboard.press('Control+Space');
  await code.suggestion('fast-img-gen').first().waitFor();
  await machine.shot('completion');
  await code.suggestion('fast-img-gen').first().click();
  await code.line('poster.plx', 'img_gen = "fast-img-gen"').waitFor();
  await code.lens('poster.plx', /Run \(fast-/).waitFor();
});

test('a pipe is renamed in every file that names it', async () => {
  await code.cursor('poster.plx', '[pipe.make_poster]', 'make_poster');
  await machine.page.keyboard.press('F2');
  const box = machine.page.locator('.rename-box input');
  await box.waitFor();
  await box.fill('draw_poster');
  await machine.page.keyboard.press('Control+Enter');
  const preview = machine.page.locator('.part.panel');
  await preview.locator('.monaco-list-row', { hasText: 'series.plx' }).first().waitFor();
  await machine.shot('rename');
  await preview.getByRole('button', { name: 'Apply' }).click();
  await code.line('poster.plx', '[pipe.draw_poster]').waitFor();
  await code.open('series.plx');
  await code.line('series.plx', '"draw_poster"').waitFor();
});

test('the page’s example has no fault, and its lens says what a run costs', async () => {
  await code.open('car.plx');
  await code.lens('car.plx', /Run \(.*\$/).waitFor();
  await code.lens('car.plx', 'Preview').waitFor();
  assert.equal(await code.editor('car.plx').locator('.squiggly-error').count(), 0);
  await machine.shot('lenses');
});

test('the status item says which server answers and what is wrong', async () => {
  await code.status.hover();
  await machine.page.getByText('Model deck').waitFor();
  await machine.shot('status');
});

test('nothing was asked of any other address', () => {
  assert.deepEqual([...machine.outside], []);
  return Promise.resolve();
});
