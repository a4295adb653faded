/** From a lens to images, in VS Code: preview, form, run, price, cancel, seed, errors, history. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Providers, startProviders } from './providers';
import { example, type Machine, open, stepsOn } from './vscode';
import { decoded, Workbench } from './workbench';

const POSTER = `domain = "posters"

[pipe.make_poster]
type = "PipeImgGen"
description = "Draw a poster"
output = "Image"
img_gen_prompt = "A poster for a jazz night, brass and deep blue."
img_gen = "gpt-image-2"
aspect_ratio = "1:1"
`;
const PROMPT = 'A minimalist logo for a coffee shop: a mountain and a coffee bean';

let providers: Providers;
let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  providers = await startProviders('--delay', '1.5');
  // OpenAI's key is not there: that is one of the tests.
  const env = Object.fromEntries(Object.entries(providers.env).filter(([name]) => !name.startsWith('OPENAI')));
  machine = await open(
    {
      files: {
        'car.plx': example('futuristic_car.plx'),
        'logos.plx': example('logo_variations.plx'),
        'poster.plx': POSTER,
        'plx.toml': '[run]\nconfirm-above = 0.08\n',
      },
      environment: true,
      env,
    },
    'car.plx',
  );
  code = new Workbench(machine.page);
});
after(async () => {
  await machine.close();
  providers.close();
});

const runs = (): Locator => code.gallery.locator('.run');
const newest = (): Locator => runs().first();

test('Preview draws beside the source, for free', async () => {
  await code.lens('car.plx', 'Preview').click();
  assert.deepEqual(await decoded(newest(), 1), ['1024x576']);
  await newest().getByText('Preview', { exact: true }).waitFor();
  await newest().getByText(/free/).waitFor();
  await code.editor('car.plx').waitFor();
  await machine.shot('preview');
});

test('Run makes the image, and says its seed, size, price and time', async () => {
  await code.lens('car.plx', 'Run').click();
  await newest().locator('[data-state=waiting]').waitFor();
  await machine.shot('running');
  await decoded(newest(), 1);
  await newest().locator('figcaption', { hasText: /seed \d+ · \d+×\d+ · \$0\.\d+.* · \d+\.\d s/ }).waitFor();
  await newest().locator('.notes li', { hasText: /quality/ }).first().waitFor({ state: 'attached' });
  await machine.shot('run');
});

test('Keep this seed writes it into the pipe', async () => {
  const facts = (await newest().locator('figcaption .facts').textContent()) ?? '';
  const seed = /seed (\d+)/.exec(facts)?.[1] ?? '';
  await newest().getByRole('button', { name: 'Keep this seed in the source' }).click();
  await code.line('car.plx', `seed = ${seed}`).waitFor();
  await machine.shot('seed');
});

test('a pipe with inputs asks for them, and the price above the limit is asked about', async () => {
  await code.open('logos.plx');
  await code.lens('logos.plx', 'Run').click();
  const field = code.gallery.getByLabel('prompt', { exact: true });
  await field.fill(PROMPT);
  await machine.shot('form');
  await field.press('Control+Enter');
  const dialog = machine.page.locator('.monaco-dialog-box', { hasText: /Run “generate_logo_variations” for \$0\.\d+–0\.\d+\?/ });
  await dialog.getByText('more than $0.08').waitFor();
  await machine.shot('price');
  await dialog.getByRole('button', { name: 'Run' }).click();
  assert.equal((await decoded(newest(), 3)).length, 3);
  assert.equal(await newest().locator('[data-state]').count(), 3);
  await newest().getByText(PROMPT).waitFor();
  await machine.shot('gallery');
});

test('two images are compared over the gallery', async () => {
  const choose = newest().getByRole('button', { name: 'Compare with another image' });
  await choose.nth(0).click();
  await code.gallery.locator('.choice').waitFor();
  await choose.nth(1).click();
  const dialog = code.gallery.getByRole('dialog', { name: 'Comparison' });
  await dialog.locator('img').nth(1).waitFor();
  await machine.shot('compare');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
});

test('an image is copied, revealed and opened; its recipe and its request are shown', async () => {
  const button = (name: string): Locator => newest().getByRole('button', { name, exact: true }).first();
  const clipboard = (): Promise<string> => machine.page.evaluate(() => navigator.clipboard.readText());
  const copied = async (what: RegExp): Promise<void> => {
    for (let tries = 0; tries < 50 && !what.test(await clipboard()); tries++) await machine.page.waitForTimeout(100);
    assert.match(await clipboard(), what);
  };
  await button('Copy path').click();
  await copied(new RegExp(`^${machine.workspace}/plx-out/generate_logo_variations-[^/]*-1\\.(png|jpg)$`));
  await button('Copy as Markdown').click();
  await copied(/^!\[A minimalist logo[^\]]*\(image 1 of 3\)\]\(plx-out\/[^)]*\)\n\n\*.*seed \d+.*\*\n$/);
  await button('Copy the run as Markdown').click();
  await copied(/^### generate_logo_variations[^]*(!\[[^]*){3}/);
  await button('Reveal the file').click();
  await machine.page.locator('.explorer-folders-view .monaco-list-row.focused', { hasText: /-1\.(png|jpg)/ }).waitFor();
  await newest().getByRole('button', { name: /^Image 1 of 3/ }).click();
  await machine.page.locator('.tab', { hasText: /-1\.(png|jpg)/ }).waitFor();
  await machine.page.frameLocator('iframe.webview.ready:not([src*="plx-lsp"])').frameLocator('#active-frame').locator('img').waitFor();
  await machine.shot('opened');
  await machine.page.locator('.tab.active', { hasText: /-1\.(png|jpg)/ }).getByRole('button', { name: /Close/ }).click();
  await button('Open the recipe').click();
  await machine.page.locator('.monaco-editor .view-line', { hasText: '"prompt"' }).first().waitFor();
  await button('Show the request').click();
  await machine.page.locator('.monaco-editor[data-uri^="plx-request:"]').getByText('Nothing was called').waitFor();
  await code.open('logos.plx');
  await code.lens('logos.plx', 'Run').waitFor();
});

test('the same again is asked about again, and made', async () => {
  const before = await runs().count();
  await newest().getByRole('button', { name: 'Run again with the same inputs' }).click();
  await machine.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Run' }).click();
  await runs().nth(before).waitFor();
  assert.equal((await decoded(newest(), 3)).length, 3);
});

test('the form remembers; a run that is cancelled says so', async () => {
  await code.lens('logos.plx', 'Run').click();
  const field = code.gallery.getByLabel('prompt', { exact: true });
  await field.waitFor();
  assert.equal(await field.inputValue(), PROMPT);
  await field.press('Control+Enter');
  await machine.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Run' }).click();
  await newest().locator('[data-state=waiting]').first().waitFor();
  await newest().getByRole('button', { name: 'Cancel this run' }).click();
  await newest().locator('.facts', { hasText: 'Cancelled' }).first().waitFor();
  await machine.shot('cancelled');
});

test('a missing key is told where the image would be, with the variable to set', async () => {
  await code.open('poster.plx');
  await code.lens('poster.plx', 'Run').click();
  await newest().locator('.trouble', { hasText: 'OPENAI_API_KEY' }).waitFor();
  await machine.shot('error');
});

test('the request is shown without being sent', async () => {
  await code.open('car.plx');
  await code.command('PLX: Show Request of Pipe');
  await machine.page.locator('.monaco-editor[data-uri^="plx-request:"]').getByText('Nothing was called').waitFor();
  await machine.shot('request');
});

test('after a restart, the runs are still there', async () => {
  await machine.reload('logos.plx');
  await code.editor('logos.plx').waitFor();
  await code.lens('logos.plx', 'Run').waitFor();
  await code.command('PLX: Show Gallery');
  await decoded(runs().nth(1), 3);
  await code.gallery.getByLabel('Which runs are shown').selectOption('all');
  await runs().filter({ hasText: 'generate_car_image' }).first().waitFor();
  await machine.shot('history');
});

test('nothing was asked of any other address, and no key is in what was written', async () => {
  assert.deepEqual([...machine.outside], []);
  const written = await readFile(join(machine.workspace, 'plx-out', 'index.html'), 'utf8');
  for (const key of Object.values(providers.env).filter((value) => value.startsWith('test-key'))) assert.ok(!written.includes(key));
});
