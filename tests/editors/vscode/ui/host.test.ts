/** Runs host/language.host.ts in the extension host of a real VS Code, and takes its results. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { example, open } from './vscode';

const HOST_MS = 120_000;

test('the extension through VS Code’s API', { timeout: HOST_MS + 60_000 }, async (context) => {
  const lines: string[] = [];
  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => (finish = resolve));
  const machine = await open(
    {
      files: {
        'car.plx': example('futuristic_car.plx'),
        'broken.plx': example('futuristic_car.plx').replace('generate_car_image', 'broken_pipe').replace('base_img_gen', 'nonsense'),
        'other.mthds': '',
        'plx.toml': '',
      },
      environment: true,
      hostTests: join(CHECKOUT, '.editors', 'vscode-tests', 'host', 'language.host.js'),
    },
    undefined,
    async (page) => {
      await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) => lines.push(words.join(' ')));
      await page.exposeFunction('codeAutomationExit', finish);
    },
  );
  const timer = setTimeout(() => { finish(-1); }, HOST_MS);
  const code = await finished;
  clearTimeout(timer);
  await machine.close();
  const told = lines.filter((line) => /plx (not )?ok: /.test(line));
  for (const line of told)
    await context.test(/plx (?:not )?ok: (.*)/.exec(line)?.[1] ?? '', () => {
      assert.ok(line.includes('plx ok: '), line);
    });
  assert.equal(code, 0);
});
