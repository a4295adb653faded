/** Events to runs: what the gallery knows after each. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRun, ratioOf, reduce, type Run } from '../../../../editors/vscode/src/gallery/model';
import type { RunEvent } from '../../../../editors/vscode/src/server/protocol';
import { base, cost, done, failed, image, started } from './events';

function after(...events: RunEvent[]): Run {
  return events.reduce(reduce, newRun('r1', 'file:///ws/logos.plx', 'logos', 1000));
}

const states = (run: Run): string[] => run.slots.map(({ state }) => state);

test('a started run has a place for each image, in the right shape', () => {
  const run = after(started);
  assert.deepEqual(states(run), ['waiting', 'waiting', 'waiting']);
  assert.equal(run.ratio, 16 / 9);
  assert.equal(run.phase, 'running');
  assert.equal(run.endpointModel, 'fal-ai/flux-pro/v1.1');
});

test('pixels say more than a ratio; nothing known is a square', () => {
  assert.equal(ratioOf('1:1', 1024, 512), 2);
  assert.equal(ratioOf('9:16', null, null), 9 / 16);
  assert.equal(ratioOf('landscape_4_3', null, null), 1);
  assert.equal(ratioOf(null, null, null), 1);
  assert.equal(ratioOf('1:0', null, null), 1);
});

test('a queue position is shown until work begins', () => {
  const queued = after(started, { ...base, event: 'queued', index: 0, position: 3, request_id: 'req-1' });
  assert.equal(queued.phase, 'queued');
  assert.equal(queued.queuePosition, 3);
  assert.equal(reduce(queued, { ...base, event: 'log', message: 'step 1', level: 'info' }).queuePosition, null);
});

test('a partial picture gives way to the final one, and never the other way round', () => {
  const partial: RunEvent = { ...base, event: 'partial', index: 1, file: '/ws/p.png', step: 1 };
  assert.deepEqual(states(after(started, partial)), ['waiting', 'partial', 'waiting']);
  const late = after(started, partial, image(1), partial);
  assert.deepEqual(states(late), ['waiting', 'final', 'waiting']);
  assert.equal(late.slots[1]?.file, '/ws/plx-out/logos-1.png');
  assert.equal(late.slots[1].seed, 41);
});

test('images may come in any order, even before the run says that it started', () => {
  const run = after(image(2), started, image(0));
  assert.deepEqual(states(run), ['final', 'waiting', 'final']);
});

test('a done run keeps what it cost and where its recipe is', () => {
  const run = after(started, image(0), image(1), image(2), cost, done);
  assert.equal(run.phase, 'done');
  assert.equal(run.cost?.usd, 0.12);
  assert.equal(run.manifest, '/ws/plx-out/r1.json');
  assert.equal(run.elapsed, 7.5);
});

test('a price given only at the end counts as the cost', () => {
  const run = after(started, { ...done, cost: { low: 0.1, high: 0.3, basis: 'x' } } as RunEvent);
  assert.deepEqual(run.cost, { usd: null, low: 0.1, high: 0.3, basis: 'x' });
});

test('a failed run keeps its images, empties its unfinished places, and says what may have been billed', () => {
  const run = after(started, image(0), { ...base, event: 'partial', index: 1, file: '/ws/p.png', step: 0 }, failed);
  assert.equal(run.phase, 'failed');
  assert.deepEqual(states(run), ['final', 'missing', 'missing']);
  assert.equal(run.slots[1]?.file, null);
  assert.deepEqual(run.failure?.requestIds, ['req-7']);
  assert.equal(run.failure.mayHaveBeenBilled, true);
  assert.equal(run.failure.resumable, true);
});

test('a cancelled run is no failure', () => {
  assert.equal(after(started, { ...failed, code: 'cancelled' }).phase, 'cancelled');
});

test('a run that is resumed keeps what it has, and waits for the rest again', () => {
  const run = after(started, image(0), failed, started);
  assert.equal(run.phase, 'running');
  assert.equal(run.failure, null);
  assert.deepEqual(states(run), ['final', 'waiting', 'waiting']);
  assert.equal(reduce(reduce(run, image(1)), done).phase, 'done');
});

test('after the end, only a late cost still counts', () => {
  const over = after(started, done);
  assert.equal(reduce(over, image(0)), over);
  assert.equal(reduce(over, cost).cost?.usd, 0.12);
});

test('warnings add up, and no event changes the run it was given', () => {
  const before = Object.freeze(after(started));
  const run = [1, 2].reduce<Run>((at, n) => reduce(at, { ...base, event: 'warning', code: 'x', message: `w${String(n)}` }), before);
  assert.deepEqual(run.warnings, ['w1', 'w2']);
  assert.deepEqual(before.warnings, []);
});
