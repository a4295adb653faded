/** The runs of now and of before, together. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunBook } from '../../../../editors/vscode/src/gallery/book';
import { newRun, type Run } from '../../../../editors/vscode/src/gallery/model';
import type { RunEvent } from '../../../../editors/vscode/src/server/protocol';
import { done, image, started } from './events';

const uri = 'file:///ws/logos.plx';
const told = (event: RunEvent, runId = 'r1') => ({ runId, uri, pipe: 'logos', event });
const past = (id: string, at: number, source = uri): Run => ({ ...newRun(id, source, 'logos', at), phase: 'done' });

test('events that overtake the answer to the command are not lost', () => {
  const book = new RunBook(() => 5);
  book.apply(told(started));
  book.apply(told(image(0)));
  const run = book.begin('r1', uri, 'logos', { prompt: 'x' }, false);
  assert.equal(run.slots[0]?.state, 'final');
  assert.deepEqual(run.inputs, { prompt: 'x' });
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
