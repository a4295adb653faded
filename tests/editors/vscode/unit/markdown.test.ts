/** What is copied as Markdown. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageMarkdown, runMarkdown } from '../../../../editors/vscode/src/gallery/markdown';
import { emptySlot, newRun, reduce, type Run } from '../../../../editors/vscode/src/gallery/model';
import type { RunEvent } from '../../../../editors/vscode/src/server/protocol';
import { cost, done, image, started } from './events';

const after = (...events: RunEvent[]): Run => events.reduce(reduce, newRun('r1', 'file:///ws/logos.plx', 'logos', 1000));
const one = { ...started, count: 1, notes: [] };

test('an image is a picture with what made it', () => {
  const run = after(one, image(0), { ...cost, usd: 0.04 } as RunEvent, done);
  assert.equal(
    imageMarkdown(run, run.slots[0] ?? emptySlot(0), 'plx-out/logos-0.png'),
    '![A coffee bean](plx-out/logos-0.png)\n\n*fal-ai/flux-pro/v1.1, seed 40, 1024×576, $0.04*\n',
  );
});

test('a prompt cannot break out of its picture, nor a path out of its link', () => {
  const run = after({ ...one, prompt: 'a ](x) *b*\n\n<img>' }, image(0), done);
  const text = imageMarkdown(run, run.slots[0] ?? emptySlot(0), 'my out/a(1).png');
  assert.ok(text.startsWith('![a \\](x) \\*b\\* \\<img\\>](my%20out/a%281%29.png)\n'));
});

test('a run is its heading, prompt, pictures and notes', () => {
  const run = after(started, image(0), image(2), cost, done);
  const text = runMarkdown(run, ({ index }) => `${String(index)}.png`);
  assert.ok(text.startsWith('### logos (fal-ai/flux-pro/v1.1, $0.12)\n\n> A coffee bean\n\n'));
  assert.match(text, /!\[A coffee bean \(image 3 of 3\)\]\(2\.png\)/);
  assert.doesNotMatch(text, /1\.png/);
  assert.ok(text.endsWith('- nb_steps: this model has none.\n'));
});

test('a preview says so instead of naming a model', () => {
  const run = after({ ...one, preview: true }, image(0), { ...done, preview: true } as RunEvent);
  assert.match(imageMarkdown(run, run.slots[0] ?? emptySlot(0), 'a.png'), /\*preview, seed 40, 1024×576\*/);
});
