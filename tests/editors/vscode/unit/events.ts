/** Events of a run as the runtime writes them, for the tests to vary. */

import type { Failed, ImageArrived, RunEvent, Started } from '../../../../editors/vscode/src/server/protocol';

export const base = { v: 1, run: 'r1', t: 0 };

export const started: Started = {
  ...base,
  event: 'started',
  pipe: 'logos',
  source: '/ws/logos.plx',
  model: 'base-img-gen',
  handle: 'flux-pro/v1.1',
  backend: 'fal',
  endpoint_model: 'fal-ai/flux-pro/v1.1',
  count: 3,
  aspect_ratio: '16:9',
  width: null,
  height: null,
  prompt: 'A coffee bean',
  preview: false,
  estimate: { low: 0.12, high: 0.12, basis: '3 images at $0.04' },
  notes: [{ option: 'nb_steps', what: 'dropped', asked: 30, sent: null, message: 'nb_steps: this model has none.' }],
  out: '/ws/plx-out',
};

export function image(index: number, change: Partial<ImageArrived> = {}): ImageArrived {
  return {
    ...base,
    event: 'image',
    index,
    file: `/ws/plx-out/logos-${String(index)}.png`,
    mime: 'image/png',
    width: 1024,
    height: 576,
    bytes: 20480,
    sha256: '',
    seed: 40 + index,
    elapsed: 2.5,
    ...change,
  };
}

export const cost: RunEvent = { ...base, event: 'cost', usd: 0.12, low: 0.12, high: 0.12, basis: '3 images' };

export const done: RunEvent = {
  ...base,
  event: 'done',
  files: [],
  manifest: '/ws/plx-out/r1.json',
  gallery: null,
  cost: null,
  elapsed: 7.5,
  preview: false,
};

export const failed: Failed = {
  ...base,
  t: 3,
  event: 'failed',
  code: 'outcome-unknown',
  message: 'The connection was lost before the answer came.',
  hint: 'Resume asks for the answer again without paying again.',
  may_have_been_billed: true,
  request_ids: ['req-7'],
  resumable: true,
  saved: [],
  missing: 2,
};
