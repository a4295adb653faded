/** The runs of now and of before, together. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunBook } from '../../../../editors/vscode/src/gallery/book';
import { emptySlot, newRun, type Run } from '../../../../editors/vscode/src/gallery/model';
import type { RunEvent } from '../../../../editors/vscode/src/server/protocol';
import { done, image, started } from './events';

const uri = 'file:///ws/logos.plx';
const told = (event: RunEvent, runId = 'r1') => ({ runId, uri, pipe: 'logos', event });
const past = (id: string, at: number, source = uri): Run => ({ ...newRun(id, source, 'logos', at), phase: 'done' });

test('events that overtake the answer to the command are not lost', () => {
  const book = new RunBook(() => 5);
  const expected = book.expect({ uri, pipe: 'logos', inputs: { prompt: 'x' }, preview: false, count: 3, ratio: 2 });
  book.apply(told(started));
  book.apply(told(image(0)));
  const run = book.begin(expected.id, 'r1');
  assert.equal(run?.slots[0]?.state, 'final');
  assert.deepEqual(run.inputs, { prompt: 'x' });
  assert.deepEqual(book.list(null).map(({ id }) => id), ['r1']);
});

test('a run that is asked for has its places at once, and keeps them under its own name', () => {
  const book = new RunBook(() => 5);
  const replaced: (string | null)[] = [];
  book.onReplace((id, run) => replaced.push(id, run?.id ?? null));
  const expected = book.expect({ uri, pipe: 'logos', inputs: {}, preview: true, count: 3, ratio: 2 });
  assert.deepEqual([expected.slots.length, expected.ratio, expected.phase], [3, 2, 'starting']);
  assert.equal(book.begin(expected.id, 'r1')?.slots.length, 3);
  assert.deepEqual(replaced, [expected.id, 'r1']);
});

test('a run that is refused says why in its place; one that is given up leaves nothing', () => {
  const book = new RunBook();
  const refused = book.expect({ uri, pipe: 'logos', inputs: {}, preview: false, count: 1 });
  book.refuse(refused.id, 'Set FAL_KEY.');
  assert.equal(book.find(refused.id)?.failure?.message, 'Set FAL_KEY.');
  assert.equal(book.find(refused.id)?.phase, 'failed');
  const given = book.expect({ uri, pipe: 'logos', inputs: {}, preview: false });
  book.forget(given.id);
  assert.equal(book.find(given.id), undefined);
  assert.deepEqual(book.running(), []);
});

test('newest first, one source or all, and a run of now is not shown twice', () => {
  let now = 100;
  const book = new RunBook(() => now++);
  book.setPast([past('old', 10), past('r1', 100), past('elsewhere', 20, 'file:///b.plx')]);
  book.apply(told(started));
  assert.deepEqual(book.list(null).map(({ id }) => id), ['r1', 'elsewhere', 'old']);
  assert.deepEqual(book.list(uri).map(({ id }) => id), ['r1', 'old']);
  assert.equal(book.find('r1')?.phase, 'running');
});

test('a run of another day that is resumed goes on from its manifest', () => {
  const book = new RunBook(() => 500);
  const slots = [0, 1, 2].map((index) => ({ ...emptySlot(index), state: index === 0 ? ('final' as const) : ('missing' as const), file: index === 0 ? '/a.png' : null }));
  book.setPast([{ ...past('r1', 10), slots, phase: 'failed' }]);
  const expected = book.expect({ uri, pipe: 'logos', inputs: { prompt: 'x' }, preview: false, count: 3 });
  book.apply(told(started));
  book.begin(expected.id, 'r1');
  assert.deepEqual(book.list(null).map(({ id }) => id), ['r1']);
  assert.deepEqual(book.find('r1')?.slots.map(({ state }) => state), ['final', 'waiting', 'waiting']);
});

test('whoever waits for a run hears of its end, also afterwards', async () => {
  const book = new RunBook();
  const waiting = book.finished('r1');
  book.apply(told(started));
  book.apply(told(done));
  assert.equal((await waiting).phase, 'done');
  assert.equal((await book.finished('r1')).phase, 'done');
  assert.deepEqual(book.running(), []);
});

test('a server that dies leaves no run running, and says what may have been billed', () => {
  const book = new RunBook();
  book.apply(told(started));
  book.apply(told(image(0)));
  book.abandon('gone');
  const run = book.find('r1');
  assert.equal(run?.phase, 'failed');
  assert.equal(run.failure?.mayHaveBeenBilled, true);
  assert.equal(run.failure.missing, 2);
  assert.equal(run.slots[0]?.state, 'final');
});
