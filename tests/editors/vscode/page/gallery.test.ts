/**
 * The gallery's page on its own: the built bundle in Chromium, with the policy it has in VS Code, fed with events a
 * runtime would send. What VS Code adds around it is tested in ui/.
 */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Form, FromPage, ShownRun, ToPage } from '../../../../editors/vscode/src/gallery/messages';
import { newRun, reduce, type Run } from '../../../../editors/vscode/src/gallery/model';
import { pageHtml } from '../../../../editors/vscode/src/gallery/page';
import type { RunEvent } from '../../../../editors/vscode/src/server/protocol';
import { base, cost, done, failed, image, started } from '../unit/events';
import { picture } from './picture';
import { type Theme, themes } from './themes';

const DIST = join(CHECKOUT, 'editors', 'vscode', 'dist');
const SHOTS = join(CHECKOUT, '.screenshots', 'vscode-page');
const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf', html: 'text/html', png: 'image/png' };

let browser: Browser;
let server: Server;
let origin = '';
const outside = new Set<string>();

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain';
    try {
      const body = answer(path);
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
});

after(async () => {
  await browser.close();
  server.close();
});

function answer(path: string): string | Buffer {
  if (path === '/page.html') return pageHtml({ cspSource: origin, nonce: 'n', script: '/gallery.js', style: '/gallery.css' });
  if (path.startsWith('/image/')) return picture(...sizeOf(path), path);
  return readFileSync(join(DIST, path));
}

/** `/image/640x360/3.png` */
function sizeOf(path: string): [number, number] {
  const [, width, height] = /(\d+)x(\d+)/.exec(path) ?? [];
  return [Number(width), Number(height)];
}

interface Opened {
  page: Page;
  sent: FromPage[];
  say: (message: ToPage) => Promise<void>;
  shot: (name: string) => Promise<void>;
}

async function open(theme: Theme, size = { width: 720, height: 900 }): Promise<Opened> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  const sent: FromPage[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) outside.add(request.url());
  });
  await page.exposeFunction('toExtension', (message: FromPage) => sent.push(message));
  await page.addInitScript(({ colors, bodyClass }) => {
    Object.assign(window, {
      acquireVsCodeApi: () => ({
        postMessage: (message: unknown) => { (window as unknown as { toExtension(m: unknown): void }).toExtension(message); },
        setState: () => undefined,
      }),
    });
    addEventListener('DOMContentLoaded', () => {
      document.body.className = bodyClass;
      for (const [name, value] of Object.entries(colors)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
    });
  }, theme);
  await page.goto(`${origin}/page.html`);
  await page.waitForSelector('.bar');
  return {
    page,
    sent,
    say: (message) => page.evaluate((data) => { window.postMessage(data, '*'); }, message),
    shot: async (name) => { await page.screenshot({ path: join(SHOTS, `${name}.png`) }); },
  };
}

function run(id: string, ...events: RunEvent[]): Run {
  return events.reduce(reduce, { ...newRun(id, 'file:///ws/logos.plx', 'generate_logo_variations', Date.now()), inputs: { prompt: 'x' } });
}

function shown(of: Run, shape = '640x360'): ShownRun {
  return { ...of, sources: of.slots.map(({ file, index }) => (file === null ? null : `/image/${shape}/${of.id}-${String(index)}.png`)) };
}

const all = (...runs: ShownRun[]): ToPage => ({
  kind: 'runs',
  runs,
  scope: 'file',
  uri: 'file:///ws/logos.plx',
  fileName: 'logos.plx',
  trusted: true,
});

const PROMPT =
  'A minimalist logo for a coffee shop, featuring a stylized mountain and a coffee bean. Flat shapes, two colours, generous white space; no lettering. The mountain should read at sixteen pixels, and the bean should be the only round thing in the picture.';
const square: RunEvent = { ...started, pipe: 'generate_logo_variations', prompt: PROMPT, aspect_ratio: '1:1' };
const squareImage = (index: number): RunEvent => image(index, { width: 1024, height: 1024 });
const finished = shown(run('r1', square, squareImage(0), squareImage(1), squareImage(2), cost, done), '480x480');
const car = shown(
  { ...run('r2', { ...started, count: 1, notes: [], pipe: 'generate_car_image', model: 'base_img_gen', prompt: 'A sleek, futuristic sports car driving on a neon-lit highway at night.' }, image(0), { ...cost, usd: 0.04 } as RunEvent, done), pipe: 'generate_car_image', inputs: {} },
  '960x540',
);
const lost = shown(run('r3', square, squareImage(0), failed), '480x480');
const form: Form = {
  uri: 'file:///ws/logos.plx',
  pipe: 'generate_logo_variations',
  purpose: 'run',
  model: 'base_img_gen',
  price: { low: 0.12, high: 0.12 },
  count: 3,
  inputs: [
    { name: 'prompt', concept: 'images.ImgGenPrompt', description: 'The prompt of an image', multiline: true },
    { name: 'style', concept: 'Text', description: null, multiline: false },
  ],
  values: { prompt: PROMPT, style: '' },
};

for (const theme of Object.values(themes)) {
  test(`a gallery of runs, ${theme.name}`, async () => {
    const { page, say, shot } = await open(theme, { width: 720, height: 1150 });
    const running = shown(run('r4', square, squareImage(0), { ...base, event: 'partial', index: 1, file: '/p.png', step: 1 }), '480x480');
    await say(all(running, finished, lost));
    await page.waitForFunction(() => [...document.images].every((one) => one.complete && one.naturalWidth > 0));
    assert.equal(await page.locator('img').count(), 6);
    assert.equal(await page.locator('[data-state=missing]').count(), 2);
    await shot(`gallery-${theme.name}`);
    await page.close();
  });

  test(`the form, ${theme.name}`, async () => {
    const { page, say, shot } = await open(theme);
    await say(all(car));
    await say({ kind: 'form', form });
    await page.getByRole('button', { name: 'Run · $0.12' }).click();
    assert.equal(await page.getByRole('alert').textContent(), 'Fill in style first.');
    await page.waitForFunction(() => [...document.images].every((one) => one.complete && one.naturalWidth > 0));
    await shot(`form-${theme.name}`);
    await page.close();
  });
}

test('nothing to show says what to do', async () => {
  const { page, say, shot } = await open(themes.dark);
  await say(all());
  await page.getByText('No runs yet').waitFor();
  await shot('empty');
  await say({ ...all(), trusted: false } as ToPage);
  await page.getByText('Nothing is run here. Trust the workspace to run its pipes.').waitFor();
  await page.close();
});

test('a run that grows keeps its elements, its focus, and tells a screen reader', async () => {
  const { page, say } = await open(themes.dark);
  await say(all());
  await say({ kind: 'run', run: shown(run('r1', square)) });
  await page.getByRole('button', { name: 'Cancel this run' }).focus();
  await say({ kind: 'run', run: shown(run('r1', square, squareImage(0)), '48x48') });
  await page.getByRole('status').getByText('image 1 of 3 is ready').waitFor({ state: 'attached' });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Cancel this run');
  await say({ kind: 'run', run: finished });
  await page.getByRole('status').getByText('done, 3 images').waitFor({ state: 'attached' });
  assert.equal(await page.getByRole('button', { name: 'Cancel this run' }).count(), 0);
  await page.close();
});

test('a few notes are shown, many are folded', async () => {
  const { page, say } = await open(themes.dark);
  const note = finished.notes[0];
  assert.ok(note);
  await say(all({ ...finished, notes: [note] }, { ...lost, notes: [note, note, note] }));
  const notes = page.locator('.notes');
  assert.equal(await notes.nth(0).locator('li').isVisible(), true);
  assert.equal(await notes.nth(1).locator('li').first().isVisible(), false);
  await page.getByText('3 notes').click();
  assert.equal(await notes.nth(1).locator('li').first().isVisible(), true);
  await page.close();
});

test('a long prompt is folded and can be unfolded; a short one has nothing to unfold', async () => {
  const { page, say } = await open(themes.dark);
  await say(all({ ...finished, prompt: PROMPT.repeat(4) }, car));
  const more = page.getByRole('button', { name: 'More' });
  await more.click();
  assert.equal(await page.getByRole('button', { name: 'Less' }).getAttribute('aria-expanded'), 'true');
  assert.equal(await more.count(), 0);
  await page.close();
});

test('a run keeps its place when it gets its name', async () => {
  const { page, say } = await open(themes.dark);
  await say(all(car));
  const expected = { ...shown(run('expected-1')), slots: finished.slots.map((slot) => ({ ...slot, state: 'waiting' as const, file: null })) };
  await say({ kind: 'run', run: { ...expected, sources: [null, null, null] } });
  assert.equal(await page.locator('[data-state=waiting]').count(), 3);
  await say({ kind: 'replaced', id: 'expected-1', by: 'r1' });
  await say({ kind: 'run', run: finished });
  await page.locator('.run').first().locator('img').nth(2).waitFor();
  assert.equal(await page.locator('.run').count(), 2);
  await say({ kind: 'replaced', id: 'r1', by: null });
  await page.locator('.run').nth(1).waitFor({ state: 'detached' });
  await page.close();
});

test('the form sends what was typed, by button and by key; Escape closes it', async () => {
  const { page, sent, say } = await open(themes.light);
  await say(all());
  await say({ kind: 'form', form });
  const style = page.getByLabel('style', { exact: true });
  assert.equal(await style.evaluate((field) => field === document.activeElement), true, 'the first empty field has the focus');
  await style.fill('flat');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('button', { name: 'style from file' }).click();
  await say({ kind: 'value', input: 'style', text: 'from a file' });
  await page.waitForFunction(() => (document.getElementById('input-style') as HTMLTextAreaElement).value === 'from a file');
  await page.keyboard.press('Escape');
  const values = { prompt: PROMPT, style: 'flat' };
  assert.deepEqual(
    sent.filter(({ kind }) => kind !== 'draft' && kind !== 'ready'),
    [
      { kind: 'submit', purpose: 'run', values },
      { kind: 'submit', purpose: 'preview', values },
      { kind: 'fromFile', input: 'style' },
      { kind: 'closeForm' },
    ],
  );
  await page.close();
});

test('every action of an image and of a run reaches the extension, and each has a name', async () => {
  const { page, sent, say } = await open(themes.dark);
  await say(all(finished, lost));
  for (const name of ['Reveal the file', 'Copy path', 'Copy as Markdown', 'Keep this seed in the source'])
    await page.getByRole('button', { name }).first().click();
  await page.getByRole('button', { name: /^Image 2 of 3, seed 41 · 1024×1024 · \$0\.04 · 2\.5 s\. Open$/ }).first().click();
  for (const name of ['Run again with the same inputs', 'Change the inputs', 'Show the request', 'Open the recipe', 'Copy the run as Markdown'])
    await page.getByRole('button', { name }).first().click();
  await page.getByText('This may have been billed.').waitFor();
  await page.getByText('1 request: req-7').waitFor();
  await page.getByRole('button', { name: 'Resume (2 images missing)' }).click();
  const did = sent.filter((message) => message.kind === 'image' || message.kind === 'run').map(({ action }) => action);
  assert.deepEqual(did, [
    'reveal', 'copyPath', 'copyMarkdown', 'keepSeed', 'open',
    'again', 'editInputs', 'showRequest', 'openRecipe', 'copyMarkdown', 'resume',
  ]);
  const nameless = await page.locator('button').evaluateAll((buttons) =>
    buttons.filter((button) => button.checkVisibility() && (button.getAttribute('aria-label') ?? button.textContent).trim() === '').length,
  );
  assert.equal(nameless, 0);
  await page.close();
});

test('by keyboard: Tab goes from toolbar to toolbar, arrows within', async () => {
  const { page, say } = await open(themes.dark);
  await say(all({ ...finished, prompt: 'Short, so that nothing is folded.' }));
  await page.getByRole('button', { name: 'Run again with the same inputs' }).focus();
  await page.keyboard.press('ArrowRight');
  const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  assert.equal(await focused(), 'Change the inputs and run again');
  await page.keyboard.press('End');
  assert.equal(await focused(), 'Copy the run as Markdown');
  await page.keyboard.press('Tab');
  assert.match((await focused()) ?? '', /^Image 1 of 3/);
  await page.keyboard.press('ArrowRight');
  assert.match((await focused()) ?? '', /^Image 2 of 3/);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Reveal the file');
  await page.close();
});

test('two images are compared, side by side and by a slider; Escape gives the gallery back', async () => {
  const { page, say, shot } = await open(themes.dark, { width: 1000, height: 800 });
  await say(all(finished, car));
  const choose = page.getByRole('button', { name: 'Compare with another image' });
  await choose.nth(0).click();
  assert.equal(await choose.nth(0).getAttribute('aria-pressed'), 'true');
  const hint = page.locator('.choice', { hasText: 'Choose a second image' });
  await hint.waitFor();
  await shot('compare-choose');
  await page.keyboard.press('Escape');
  await hint.waitFor({ state: 'hidden' });
  await choose.nth(0).click();
  await choose.nth(1).click();
  const dialog = page.getByRole('dialog', { name: 'Comparison' });
  await dialog.getByRole('row', { name: 'Seed 40 41' }).waitFor();
  await page.waitForFunction(() => [...document.images].every((one) => one.complete));
  await shot('compare');
  await dialog.getByRole('button', { name: 'Slide' }).click();
  await dialog.getByRole('slider').fill('30');
  await shot('compare-slide');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.locator('[aria-pressed=true]').count(), 0);
  await page.close();
});

test('a prompt is text, whatever it holds', async () => {
  const { page, say } = await open(themes.dark);
  await say(all(shown(run('r1', { ...started, prompt: '<img src=x onerror=alert(1)><script>1</script>' }))));
  await page.getByText('<img src=x onerror=alert(1)>').waitFor();
  assert.equal(await page.locator('.prompt img').count(), 0);
  await page.close();
});

test('an image whose file is gone says so', async () => {
  const { page, say } = await open(themes.dark);
  await say(all({ ...car, sources: ['/nowhere.png'] }));
  await page.getByText('The file is no longer there').waitFor();
  await page.close();
});

test('a run without notes has no list of notes; what a failure names can be followed', async () => {
  const { page, say } = await open(themes.dark);
  const words = 'OpenAI needs a key. Write `OPENAI_API_KEY=…` into the .env. Keys: https://platform.openai.com/api-keys. Preview needs none.';
  await say(all(car, { ...lost, notes: [], failure: lost.failure && { ...lost.failure, message: words } }));
  assert.equal(await page.locator('.notes').first().isVisible(), false);
  await page.locator('.trouble code', { hasText: 'OPENAI_API_KEY=…' }).waitFor();
  assert.equal(await page.getByRole('link').getAttribute('href'), 'https://platform.openai.com/api-keys');
  await page.close();
});

test('facts break between each other, and no row begins or ends with a dot', async () => {
  const { page, say } = await open(themes.dark, { width: 400, height: 800 });
  await say(all(finished));
  const rows = await page.locator('figcaption .facts').first().evaluate((facts) => {
    const { left } = facts.getBoundingClientRect();
    return [...facts.children].map((fact) => ({
      high: Math.round(fact.getBoundingClientRect().height),
      dot: fact.querySelector('.dot')?.getBoundingClientRect().right ?? 0,
      first: fact.getBoundingClientRect().left < left,
    })).map(({ high, dot, first }) => ({ high, shown: dot > left + 1, first }));
  });
  assert.ok(rows.some(({ first }, at) => first && at > 0), 'the facts need a second row here');
  for (const { high, shown, first } of rows) assert.ok(high < 20 && shown !== first);
  await page.close();
});

test('ten images, and shapes from strip to tower, in a column of 400 pixels and in a wide one', async () => {
  const ten: RunEvent = { ...started, pipe: 'generate_logo_variations', prompt: PROMPT, aspect_ratio: '1:1', count: 10, notes: [] };
  const many = shown(run('r5', ten, ...Array.from({ length: 10 }, (_, index) => squareImage(index)), cost, done), '240x240');
  const shaped = (id: string, width: number, height: number): ShownRun =>
    shown(
      run(id, { ...started, aspect_ratio: `${String(width)}:${String(height)}`, count: 2, notes: [] }, ...[0, 1].map((index) => image(index, { width: width * 64, height: height * 64 })), cost, done),
      `${String(width * 24)}x${String(height * 24)}`,
    );
  const { page, say, shot } = await open(themes.light, { width: 400, height: 900 });
  const overflow = (): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const settled = (): Promise<unknown> => page.waitForFunction(() => [...document.images].every((one) => one.complete && one.naturalWidth > 0));
  await say(all(many));
  await settled();
  assert.equal(await overflow(), false);
  await shot('ten-narrow');
  await say(all(shaped('r6', 21, 9), shaped('r7', 9, 21)));
  await settled();
  assert.equal(await overflow(), false);
  await shot('shapes-narrow');
  await page.setViewportSize({ width: 1300, height: 900 });
  await shot('shapes-wide');
  await say(all(many));
  await settled();
  await shot('ten-wide');
  await page.close();
});

test('enlarged until 320 pixels are left, nothing has to be scrolled sideways', async () => {
  const { page, say, shot } = await open(themes.dark, { width: 320, height: 1000 });
  await say(all(lost));
  await say({ kind: 'form', form });
  await page.waitForFunction(() => [...document.images].every((one) => one.complete));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await shot('enlarged');
  await page.close();
});

test('narrow and wide', async () => {
  const { page, say, shot } = await open(themes.light, { width: 340, height: 800 });
  await say(all(finished, car));
  const overflow = (): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(await overflow(), false);
  await shot('narrow');
  await page.setViewportSize({ width: 1300, height: 900 });
  assert.equal(await overflow(), false);
  await shot('wide');
  await page.close();
});

test('nothing was asked of any other address', () => {
  assert.deepEqual([...outside], []);
});
