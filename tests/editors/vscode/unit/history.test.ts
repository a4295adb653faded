/** Manifests as the gallery's runs of before. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOfManifest } from '../../../../editors/vscode/src/gallery/history';
import { imageCost, runCost } from '../../../../editors/vscode/src/gallery/words';

const image = (index: number, change = {}) => ({
  index,
  file: `logos-${String(index)}.png`,
  mime: 'image/png',
  width: 1024,
  height: 576,
  bytes: 100,
  sha256: '',
  seed: 40 + index,
  ...change,
});

const call = { number: 1, first: 0, count: 3, outcome: 'done', message: null, request_id: 'req-1', elapsed: 4.5, may_have_been_billed: false };

const manifest = {
  v: 1,
  run: '20261122-1200-abcd',
  path: '/ws/plx-out/20261122-1200-abcd.json',
  uri: 'file:///ws/logos.plx',
  status: 'done',
  preview: false,
  created: '2026-11-22T12:00:00Z',
  elapsed: 5.5,
  pipe: 'logos',
  source: { file: '../logos.plx', sha256: '' },
  inputs: { prompt: 'A bean', odd: 3 },
  prompt: 'A bean',
  model: { name: 'base-img-gen', handle: 'flux-pro/v1.1', backend: 'fal', endpoint_model: 'fal-ai/flux-pro/v1.1', endpoint: '' },
  aspect_ratio: '16:9',
  width: null,
  height: null,
  count: 3,
  notes: [{ option: 'nb_steps', what: 'dropped', asked: 3, sent: null, message: 'no steps' }],
  calls: [call],
  images: [image(0), image(1), image(2)],
  estimate: null,
  cost: { low: 0.12, high: 0.12, currency: 'USD', basis: '' },
};

test('a done run comes back as it was', () => {
  const run = runOfManifest(manifest);
  assert.ok(run);
  assert.equal(run.phase, 'done');
  assert.equal(run.startedAt, Date.UTC(2026, 10, 22, 12));
  assert.deepEqual(run.slots.map(({ file }) => file), [0, 1, 2].map((at) => `/ws/plx-out/logos-${String(at)}.png`));
  assert.equal(run.slots[2]?.seed, 42);
  assert.equal(run.slots[2].elapsed, 4.5);
  assert.equal(run.manifest, manifest.path);
  assert.deepEqual(run.inputs, { prompt: 'A bean' });
  assert.deepEqual([runCost(run), imageCost(run)], ['$0.12', '$0.04']);
  assert.equal(run.ratio, 1024 / 576);
});

test('an image that had to go elsewhere is found there', () => {
  const run = runOfManifest({ ...manifest, images: [image(0, { file: '/tmp/plx-rescued/x.png' })] });
  assert.equal(run?.slots[0]?.file, '/tmp/plx-rescued/x.png');
});

test('a run that ended early has its gaps, its reason, and what may have been billed', () => {
  const lost = { ...call, number: 2, first: 1, count: 2, outcome: 'unknown_outcome', message: 'No answer came.', request_id: 'req-2', may_have_been_billed: true };
  const run = runOfManifest({ ...manifest, status: 'partial', calls: [{ ...call, count: 1 }, lost], images: [image(0)] });
  assert.equal(run?.phase, 'failed');
  assert.deepEqual(run.slots.map(({ state }) => state), ['final', 'missing', 'missing']);
  assert.deepEqual(run.failure, {
    code: 'unknown_outcome',
    message: 'No answer came.',
    hint: null,
    mayHaveBeenBilled: true,
    requestIds: ['req-2'],
    resumable: true,
    missing: 2,
  });
});

test('a cancelled run is cancelled; one that may have been billed and has no id is not resumed', () => {
  const cancelled = runOfManifest({ ...manifest, status: 'cancelled', images: [], calls: [{ ...call, outcome: 'cancelled', may_have_been_billed: true, request_id: null }] });
  assert.equal(cancelled?.phase, 'cancelled');
  assert.equal(cancelled.failure?.resumable, false);
  assert.equal(cancelled.failure.message, 'This run ended without 3 images.');
});

test('what is no manifest is no run, and odd fields are left out', () => {
  for (const odd of [null, 3, 'x', [], {}, { run: 'r' }, { ...manifest, path: 3 }]) assert.equal(runOfManifest(odd), null);
  const run = runOfManifest({ run: 'r', pipe: 'p', uri: 'u', path: '/x/r.json', images: 'none', cost: [], created: 'yesterday', notes: [7] });
  assert.ok(run);
  assert.deepEqual(run.slots, []);
  assert.equal(run.startedAt, null);
  assert.equal(run.notes.length, 1);
});
