/**
 * The READMEs' pictures, and with them the look in VS Code's dark, light and high-contrast themes. With PLX_PICTURES=1
 * they are put into editors/vscode/images and docs/images; without, they are only taken, so that what they show is known
 * to be there. The runs in them buy from providers on this machine.
 */

import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type Providers, startProviders } from './providers';
import { type Clip, example, type Machine, open, SHOTS, stepsOn } from './vscode';
import { decoded, Workbench } from './workbench';

const IMAGES = { extension: join(CHECKOUT, 'editors', 'vscode', 'images'), docs: join(CHECKOUT, 'docs', 'images') };
const LOGOS = example('logo_variations.plx').replace(/^\[concept\][^[]*/, 'domain = "logos"\n\n');
const FAULTY = LOGOS.replace('base_img_gen', 'base_img_gem').replace('generate_logo', 'generate_badge');

let providers: Providers;
let machine: Machine;
const test = stepsOn(() => machine);
let code: Workbench;
before(async () => {
  providers = await startProviders('--delay', '0.4');
  machine = await open(
    {
      files: { 'logos.plx': LOGOS, 'faulty.plx': FAULTY, 'plx.toml': '' },
      environment: true,
      env: providers.env,
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
      scale: 2,
    },
  );
  code = new Workbench(machine.page);
  await code.open('faulty.plx');
  await machine.page.keyboard.press('Control+B');
});
after(async () => {
  await machine.close();
  providers.close();
});

/** One for the extension's README, under its name, and for the project's, as `vscode-NAME`. */
async function picture(name: string, clip?: Clip): Promise<void> {
  await machine.shot(`picture-${name}`, clip);
  if (process.env['PLX_PICTURES'] === undefined) return;
  for (const [at, prefix] of [[IMAGES.extension, ''], [IMAGES.docs, 'vscode-']] as const) {
    const file = join(at, `${prefix}${name}.png`);
    if (existsSync(file)) copyFileSync(join(SHOTS, `picture-${name}.png`), file);
  }
}

test('a diagnostic', async () => {
  await code.editor('faulty.plx').locator('.squiggly-error').first().waitFor();
  await code.explain('faulty.plx', 'img_gen = ', 'base_img_gem', 'did you mean');
  await picture('diagnostic', { x: 5, y: 36, width: 935, height: 250 });
});

test('the form', async () => {
  writeFileSync(join(machine.workspace, 'faulty.plx'), FAULTY.replace('base_img_gem', 'base_img_gen'));
  await machine.page.locator('#status\\.problems', { hasNotText: /[1-9]/ }).waitFor();
  await machine.page.locator('.tab', { hasText: 'faulty.plx' }).click({ button: 'middle' });
  await code.open('logos.plx');
  await code.status.filter({ hasNotText: /\d/ }).waitFor();
  await code.lens('logos.plx', 'Run').click();
  const field = code.gallery.getByLabel('prompt', { exact: true });
  await field.fill('A minimalist logo for a coffee shop, featuring a stylized mountain and a coffee bean');
  await picture('form');
});

test('the gallery', async () => {
  await code.gallery.getByRole('button', { name: /^Run/ }).click();
  await decoded(code.gallery.locator('main'), 3);
  await code.gallery.getByText(/\$0\.\d+–0\.\d+ · \d/).first().waitFor();
  await code.gallery.locator('form').waitFor({ state: 'detached' });
  await machine.page.keyboard.press('Control+1');
  await picture('gallery');
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
    await machine.page.keyboard.press('Control+1');
    await code.lens('logos.plx', 'Run').waitFor();
    await machine.shot(`theme-${mark}`);
  });
