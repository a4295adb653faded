/** What the form starts with and what it asks for. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputMemory, missingInputs, onlyInputsOf, startingValues } from '../../../../editors/vscode/src/runs/memory';
import type { Pipe } from '../../../../editors/vscode/src/server/protocol';

const input = (name: string, value: string | null = null) => ({ name, concept: 'Text', description: null, multiline: true, value });
const place = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
const pipe: Pipe = {
  pipe: 'logos',
  range: place,
  selectionRange: place,
  runnable: true,
  model: 'm',
  price: null,
  count: 1,
  aspectRatio: null,
  inputs: [input('prompt', 'from the file'), input('style')],
};

function memory(): InputMemory {
  const kept = new Map<string, unknown>();
  return new InputMemory({
    get: (key) => kept.get(key),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  });
}

test('what was typed last comes back, for its own pipe of its own file only', async () => {
  const inputs = memory();
  await inputs.keep('file:///a.plx', 'logos', { prompt: 'a\nb' });
  assert.deepEqual(inputs.recall('file:///a.plx', 'logos'), { prompt: 'a\nb' });
  assert.deepEqual(inputs.recall('file:///a.plx', 'other'), {});
  assert.deepEqual(inputs.recall('file:///b.plx', 'logos'), {});
});

test('a store that holds something else holds nothing', () => {
  const odd = new InputMemory({ get: () => ({ prompt: 3, style: 'x' }), update: () => Promise.resolve() });
  assert.deepEqual(odd.recall('a', 'b'), { style: 'x' });
});

test('the form starts with what was typed, else with the inputs file', () => {
  assert.deepEqual(startingValues(pipe, { style: 'flat' }), { prompt: 'from the file', style: 'flat' });
  assert.deepEqual(startingValues(pipe, { prompt: 'typed' }), { prompt: 'typed', style: '' });
});

test('blank is missing, and only the pipe’s own inputs are sent', () => {
  assert.deepEqual(missingInputs(pipe, { prompt: ' \n', style: 'x' }), ['prompt']);
  assert.deepEqual(onlyInputsOf(pipe, { prompt: 'a', old: 'b' }), { prompt: 'a', style: '' });
});
