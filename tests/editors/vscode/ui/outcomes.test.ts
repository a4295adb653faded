/** Runs that do not go well, in VS Code: an answer that does not come, a run that is given up and picked up again. */

import { after, before } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Providers, startProviders } from './providers';
import { example, type Machine, open, stepsOn } from './vscode';
import { Workbench } from './workbench';

const POSTER = `domain = "posters"

[pipe.make_poster]
type = "PipeImgGen"
description = "Draw a poster"
output = "Image"
img_gen_prompt = "A poster for a jazz night, brass and deep blue."
img_gen = "gpt-image-2"
aspect_ratio = "1:1"
`;

let providers: Providers;
let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  // OpenAI sends an unfinished picture, and then nothing more.
  providers = await startProviders('--delay', '1', '--openai', 'hang');
  machine = await open(
    { files: { 'car.plx': example('futuristic_car.plx'), 'poster.plx': POSTER, 'plx.toml': '' }, environment: true, env: providers.env, settings: { 'plx.run.partialImages': 2 } },
    'poster.plx',
  );
  code = new Workbench(machine.page);
});
after(async () => {
  await machine.close();
  providers.close();
});

const newest = (): Locator => code.gallery.locator('.run').first();

test('an unfinished picture is shown; a call that is given up may have been billed, and it is said', async () => {
  await code.lens('poster.plx', 'Run').click();
  await newest().locator('[data-state=partial] img').waitFor();
  await machine.shot('partial');
  await newest().getByRole('button', { name: 'Cancel this run' }).click();
  await newest().locator('.trouble', { hasText: /billed/ }).waitFor();
  await newest().locator('.grid').waitFor({ state: 'hidden' });
  await machine.shot('billed');
});

test('a run that was given up is resumed, and its image arrives', async () => {
  await code.open('car.plx');
  await code.lens('car.plx', 'Run').click();
  await newest().locator('.facts', { hasText: /queue|base_img_gen/ }).waitFor();
  await newest().getByRole('button', { name: 'Cancel this run' }).click();
  await newest().getByRole('button', { name: /^Resume/ }).waitFor();
  await machine.shot('resumable');
  await newest().getByRole('button', { name: /^Resume/ }).click();
  await newest().locator('[data-state=final] img').waitFor();
  await newest().locator('.trouble').waitFor({ state: 'hidden' });
  await machine.shot('resumed');
});
