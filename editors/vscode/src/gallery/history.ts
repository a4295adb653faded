/**
 * A manifest on disk as a run of the gallery. A manifest may be of another version, or edited by hand: what it does not
 * say, or says in another shape, is left out, and only one without an id or a pipe is no run at all.
 */

import type { Cost, Note, Price } from '../server/protocol';
import { emptySlot, type Failure, newRun, type Phase, ratioOf, type Run, type Slot } from './model';

type Fields = Record<string, unknown>;

export function runOfManifest(manifest: unknown): Run | null {
  const fields = fieldsOf(manifest);
  const id = text(fields['run']);
  const pipe = text(fields['pipe']);
  const uri = text(fields['uri']);
  if (id === null || pipe === null || uri === null) return null;
  const ratio = ratioOf(text(fields['aspect_ratio']), number(fields['width']), number(fields['height']));
  const failure = failureOf(fields);
  const slots = slotsOf(fields);
  return {
    ...newRun(id, uri, pipe, 0),
    phase: phaseOf(failure),
    preview: fields['preview'] === true,
    startedAt: time(fields['started']),
    elapsed: number(fields['elapsed']),
    model: text(fields['model']),
    endpointModel: text(fields['endpoint_model']),
    backend: text(fields['backend']),
    prompt: text(fields['prompt']),
    inputs: inputsOf(fields['inputs']),
    ratio: slots.find(({ state }) => state === 'final') === undefined ? ratio : ratioOfSlots(slots, ratio),
    slots,
    notes: listOf(fields['notes']).map(noteOf),
    warnings: listOf(fields['warnings']).map((one) => text(one) ?? text(fieldsOf(one)['message'])).filter((one) => one !== null),
    estimate: priceOf(fields['estimate']),
    cost: costOf(fields['cost']),
    failure,
    manifest: text(fields['manifest']),
    out: text(fields['out']),
  };
}

function slotsOf(fields: Fields): Slot[] {
  const images = listOf(fields['images']).map(fieldsOf);
  const placed = images.map((image, at) => ({ image, index: number(image['index']) ?? at }));
  const length = Math.max(number(fields['count']) ?? 0, ...placed.map(({ index }) => index + 1), 0);
  return Array.from({ length }, (_, index) => {
    const image = placed.find((one) => one.index === index)?.image;
    if (image === undefined) return { ...emptySlot(index), state: 'missing' as const };
    return {
      index,
      state: 'final' as const,
      file: text(image['file']),
      width: number(image['width']),
      height: number(image['height']),
      bytes: number(image['bytes']),
      seed: number(image['seed']),
      elapsed: number(image['elapsed']),
    };
  });
}

function ratioOfSlots(slots: readonly Slot[], otherwise: number): number {
  const known = slots.find(({ width, height }) => width !== null && height !== null);
  return known === undefined ? otherwise : ratioOf(null, known.width, known.height);
}

function failureOf(fields: Fields): Failure | null {
  const failed = fieldsOf(fields['failure']);
  const message = text(failed['message']);
  if (message === null) return null;
  return {
    code: text(failed['code']) ?? '',
    message,
    hint: text(failed['hint']),
    mayHaveBeenBilled: failed['may_have_been_billed'] === true,
    requestIds: listOf(failed['request_ids']).map(text).filter((id) => id !== null),
    resumable: failed['resumable'] === true,
    missing: number(failed['missing']) ?? 0,
  };
}

function phaseOf(failure: Failure | null): Phase {
  if (failure === null) return 'done';
  return failure.code === 'cancelled' ? 'cancelled' : 'failed';
}

function noteOf(value: unknown): Note {
  const note = fieldsOf(value);
  return {
    option: text(note['option']) ?? '',
    what: text(note['what']) ?? '',
    asked: note['asked'],
    sent: note['sent'],
    message: text(note['message']) ?? '',
  };
}

function priceOf(value: unknown): Price | null {
  const price = fieldsOf(value);
  const low = number(price['low']);
  const high = number(price['high']);
  return low === null && high === null ? null : { low, high, basis: text(price['basis']) };
}

function costOf(value: unknown): Cost | null {
  const price = priceOf(value);
  const usd = number(fieldsOf(value)['usd']);
  if (price === null && usd === null) return null;
  return { usd, low: price?.low ?? usd, high: price?.high ?? usd, basis: price?.basis ?? null };
}

function inputsOf(value: unknown): Run['inputs'] {
  return Object.fromEntries(Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** ISO 8601 as milliseconds since 1970. */
function time(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
