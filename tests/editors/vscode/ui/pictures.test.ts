/**
 * The README's pictures, and with them the look in VS Code's dark and high-contrast themes. With PLX_PICTURES=1 they are
 * put into editors/vscode/images; without, they are only taken, so that what they show is known to be there.
 */

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type Clip, example, type Machine, open, SHOTS, stepsOn } from './vscode';
import { decoded, Workbench } from './workbench';

const IMAGES = join(CHECKOUT, 'editors', 'vscode', 'images');
const LOGOS = example('logo_variations.plx').replace(/^\[concept\][^[]*/, 'domain = "logos"\n\n');
const FAULTY = LOGOS.replace('base_img_gen', 'base_img_gem');

let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  machine = await open(
    {
      files: { 'logos.plx': LOGOS, 'faulty.plx': FAULTY.replace('generate_logo', 'generate_badge'), 'plx.toml': '' },
      environment: true,
      settings: {
        'workbench.colorTheme': 'Dark Modern',
        'workbench.activityBar.location': 'hidden',
        'breadcrumbs.enabled': false,
        'editor.fontSize': 13,
        'editor.lightbulb.enabled': 'off',
        'testing.gutterEnabled': false,
        'editor.scrollbar.horizontal': 'hidden',
      },
      size: { width: 1200, height: 640 },
    },
  );
  code = new Workbench(machine.page);
  await code.open('faulty.plx');
  await machine.page.keyboard.press('Control+B');
});
after(() => machine.close());

async function picture(name: string, clip?: Clip): Promise<void> {
  await machine.shot(name, clip);
  if (process.env['PLX_PICTURES'] === undefined) return;
  mkdirSync(IMAGES, { recursive: true });
  copyFileSync(join(SHOTS, `${name}.png`), join(IMAGES, `${name.replace('picture-', '')}.png`));
}

test('a diagnostic', async () => {
  await code.editor('faulty.plx').locator('.squiggly-error').first().waitFor();
  await code.point('faulty.plx', 'img_gen = ', 'base_img_gem');
  await code.hover('did you mean').waitFor();
  await picture('picture-diagnostic', { x: 5, y: 36, width: 935, height: 250 });
});

test('the form', async () => {
  await code.open('logos.plx');
  await code.lens('logos.plx', 'Run').click();
  const field = code.gallery.getByLabel('prompt', { exact: true });
  await field.fill('A minimalist logo for a coffee shop, featuring a stylized mountain and a coffee bean');
  await picture('picture-form');
});

test('the gallery', async () => {
  await code.gallery.getByRole('button', { name: 'Preview' }).click();
  await decoded(code.gallery.locator('main'), 3);
  await code.gallery.locator('form').waitFor({ state: 'detached' });
  await machine.page.keyboard.press('Control+1');
  await picture('picture-gallery');
});

test('after a restart the gallery is where it was', async () => {
  await code.restart();
  await decoded(code.gallery.locator('main'), 3);
});

for (const [name, mark] of [
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
  ['Light Modern', 'vscode-light'],
] as const)
  test(`the gallery in the theme ${name}`, async () => {
    await code.theme(name);
    await code.gallery.locator(`body.${mark}`).waitFor();
    await machine.shot(`theme-${mark}`);
  });
