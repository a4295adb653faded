/** Reading and writing PLX in VS Code: what is underlined, offered, explained, renamed. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { example, type Machine, open } from './vscode';
import { Workbench } from './workbench';

const FAULTY = `domain = "posters"

[pipe.make_poster]
type = "PipeImgGen"
description = "Draw a poster"
output = "Image"
img_gen_prompt = "A poster for a jazz night, brass and deep blue."
img_gen = "base-img-gem"
aspect_ratio = "16:9"
`;

let machine: Machine;
let code: Workbench;
before(async () => {
  machine = await open({ files: { 'poster.plx': FAULTY, 'car.plx': example('futuristic_car.plx'), 'plx.toml': '' }, environment: true }, 'poster.plx');
  code = new Workbench(machine.page);
  await code.editor('poster.plx').waitFor();
});
after(() => machine.close());

test('a fault is underlined, and its message says what to write', async () => {
  await code.editor('poster.plx').locator('.squiggly-error').first().waitFor();
  await code.line('poster.plx', 'img_gen = ').getByText('base-img-gem').hover();
  await code.hover(/base-img-gen/).waitFor();
  await machine.shot('diagnostic');
});

test('the quick fix writes it', async () => {
  await code.cursor('poster.plx', 'img_gen = ', 'base-img-gem');
  await machine.page.keyboard.press('Control+.');
  await machine.page.locator('.action-widget .monaco-list-row', { hasText: 'base-img-gen' }).first().waitFor();
  await machine.shot('quick-fix');
  await machine.page.keyboard.press('Enter');
  await code.line('poster.plx', 'img_gen = "base-img-gen"').waitFor();
  await code.editor('poster.plx').locator('.squiggly-error').waitFor({ state: 'detached' });
  assert.ok(true);
});

test('nothing was asked of any other address', () => {
  assert.deepEqual([...machine.outside], []);
  assert.match(readFileSync(join(machine.workspace, 'poster.plx'), 'utf8'), /base-img-gem/);
});
