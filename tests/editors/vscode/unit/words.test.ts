/** Numbers in words, and what a screen reader is told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRun, reduce, type Run } from '../../../../editors/vscode/src/gallery/model';
import {
  announcement,
  costWords,
  dollars,
  duration,
  fileSize,
  imageCost,
  inEditor,
  moment,
  phaseWords,
  priceRange,
  runCost,
} from '../../../../editors/vscode/src/gallery/words';
import type { RunEvent } from '../../../../editors/vscode/src/server/protocol';
import { base, cost, done, failed, image, started } from './events';

const empty = newRun('r1', 'file:///ws/logos.plx', 'logos', 1000);
const after = (...events: RunEvent[]): Run => events.reduce(reduce, empty);

test('an amount has two places, and more only where two would hide it', () => {
  const shown = [0, 0.003, 0.04, 0.0625, 0.1, 1, 12.5, 0.0001].map(dollars);
  assert.deepEqual(shown, ['$0', '$0.003', '$0.04', '$0.0625', '$0.10', '$1.00', '$12.50', '$0.0001']);
});

test('a range is a range, one number is one number, nothing is nothing', () => {
  assert.equal(priceRange({ low: 0.04, high: 0.08 }), '$0.04–0.08');
  assert.equal(priceRange({ low: 0.04, high: 0.04 }), '$0.04');
  assert.equal(priceRange({ low: null, high: 0.08 }), '$0.08');
  assert.equal(priceRange({ low: 0.030937, high: 0.0577 }), '$0.031–0.058');
  assert.equal(priceRange({ low: null, high: null }), null);
  assert.equal(priceRange(null), null);
  assert.equal(costWords({ usd: null, low: 0.1, high: 0.2 }), '$0.10–0.20');
});

test('a run says about what it will cost, then what it cost; an unknown price is said, a preview is free', () => {
  assert.equal(runCost(after(started)), 'about $0.12');
  assert.equal(runCost(after(started, cost)), '$0.12');
  assert.equal(runCost(after({ ...started, estimate: null }, done)), 'price unknown');
  assert.equal(runCost(after({ ...started, preview: true })), 'free');
});

test('an image costs its share of the run', () => {
  assert.equal(imageCost(after(started, image(0), image(1), image(2), cost)), '$0.04');
  assert.equal(imageCost(after(started, image(0))), null);
});

test('times and sizes', () => {
  assert.deepEqual([0.42, 9.94, 9.96, 59.4, 125].map(duration), ['0.4 s', '9.9 s', '10 s', '59 s', '2 min 5 s']);
  assert.deepEqual([512, 20480, 3_500_000].map(fileSize), ['512 B', '20 KB', '3.3 MB']);
});

test('today is a time, another day has its date, another year its year', () => {
  const at = new Date(2026, 10, 22, 9, 5).getTime();
  assert.doesNotMatch(moment(at, at + 3600_000), /22/);
  assert.match(moment(at, at + 86_400_000), /22/);
  assert.doesNotMatch(moment(at, at + 86_400_000), /2026/);
  assert.match(moment(at, at + 400 * 86_400_000), /2026/);
});

test('a hint names the button, not the option', () => {
  assert.equal(inEditor('Run again with --resume; --preview needs none. --out x'), 'Run again with Resume; Preview needs none. --out x');
});

test('where a run stands', () => {
  assert.equal(phaseWords(empty), 'Starting');
  assert.equal(phaseWords(after(started, { ...base, event: 'queued', index: 0, position: 2, request_id: 'x' })), 'In the queue, position 2');
  assert.equal(phaseWords(after(started, image(0))), '1 of 3 ready');
  assert.equal(phaseWords(after({ ...started, count: 1 }, { ...base, event: 'log', message: 'step 3 of 28', level: 'info' })), 'step 3 of 28');
});

test('a screen reader hears of beginnings, images and ends, and of nothing else', () => {
  const running = after(started);
  const one = reduce(running, image(0));
  assert.equal(announcement(undefined, running), 'logos: started.');
  assert.equal(announcement(running, one), 'logos: image 1 of 3 is ready.');
  assert.equal(announcement(one, reduce(one, { ...base, event: 'log', message: 'x', level: 'info' })), null);
  assert.equal(announcement(one, reduce(one, done)), 'logos: done, 1 image.');
  assert.equal(announcement(one, reduce(one, failed)), `logos: ${failed.message}`);
});
