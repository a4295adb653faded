/**
 * A manifest on disk as a run of the gallery. A manifest may be of another version, or edited by hand: what it does not
 * say, or says in another shape, is left out; only one without an id, a pipe or a place is no run at all.
 */

import { dirname, isAbsolute, join } from 'node:path';
import type { Note, Price } from '../server/protocol';
import { costOf, emptySlot, type Failure, newRun, type Phase, ratioOf, type Run, type Slot } from './model';
import { count } from './words';

type Fields = Record<string, unknown>;

/** @param manifest as `plx/runs` gives it: with `path` and `uri` */
export function runOfManifest(manifest: unknown): Run | null {
  const fields = fieldsOf(manifest);
  const id = text(fields['run']);
  const pipe = text(fields['pipe']);
  const uri = text(fields['uri']);
  const path = text(fields['path']);
  if (id === null || pipe === null || uri === null || path === null) return null;
  const out = dirname(path);
  const slots = slotsOf(fields, out);
  const model = fieldsOf(fields['model']);
  return {
    ...newRun(id, uri, pipe, 0),
    phase: phaseOf(fields),
    preview: fields['preview'] === true,
    startedAt: time(fields['created']),
    elapsed: number(fields['elapsed']),
    model: text(model['name']),
    endpointModel: text(model['endpoint_model']),
    backend: text(model['backend']),
    prompt: text(fields['prompt']),
    inputs: inputsOf(fields['inputs']),
    ratio: ratioOfSlots(slots, ratioOf(text(fields['aspect_ratio']), number(fields['width']), number(fields['height']))),
    slots,
    notes: listOf(fields['notes']).map(noteOf),
    estimate: priceOf(fields['estimate']),
    cost: costOf(priceOf(fields['cost'])),
    failure: failureOf(fields, slots),
    manifest: path,
    out,
  };
}

/** The time an image took is its call's: a manifest does not say it for each. */
function slotsOf(fields: Fields, folder: string): Slot[] {
  const images = listOf(fields['images']).map(fieldsOf);
  const calls = listOf(fields['calls']).map(fieldsOf);
  const placed = images.map((image, at) => ({ image, index: number(image['index']) ?? at }));
  const length = Math.max(number(fields['count']) ?? 0, ...placed.map(({ index }) => index + 1), 0);
  return Array.from({ length }, (_, index) => {
    const image = placed.find((one) => one.index === index)?.image;
    const file = image === undefined ? null : text(image['file']);
    if (image === undefined || file === null) return { ...emptySlot(index), state: 'missing' as const };
    return {
      index,
      state: 'final' as const,
      file: isAbsolute(file) ? file : join(folder, file),
      width: number(image['width']),
      height: number(image['height']),
      bytes: number(image['bytes']),
      seed: number(image['seed']),
      elapsed: number(calls.find((call) => holds(call, index))?.['elapsed']),
    };
  });
}

function holds(call: Fields, index: number): boolean {
  const first = number(call['first']) ?? 0;
  return index >= first && index < first + (number(call['count']) ?? 0);
}

function ratioOfSlots(slots: readonly Slot[], otherwise: number): number {
  const known = slots.find(({ width, height }) => width !== null && height !== null);
  return known === undefined ? otherwise : ratioOf(null, known.width, known.height);
}

const PHASES: Partial<Record<string, Phase>> = { done: 'done', cancelled: 'cancelled' };

function phaseOf(fields: Fields): Phase {
  return PHASES[text(fields['status']) ?? ''] ?? 'failed';
}

/** From the calls that did not end well; the first that may have cost something speaks for all. */
function failureOf(fields: Fields, slots: readonly Slot[]): Failure | null {
  if (phaseOf(fields) === 'done') return null;
  const failed = listOf(fields['calls'])
    .map(fieldsOf)
    .filter((call) => text(call['outcome']) !== 'done');
  const billed = failed.filter((call) => call['may_have_been_billed'] === true);
  const foremost = billed[0] ?? failed[0];
  const missing = slots.filter(({ state }) => state === 'missing').length;
  return {
    code: text(foremost?.['outcome']) ?? text(fields['status']) ?? '',
    message: text(foremost?.['message']) ?? `This run ended without ${count(missing, 'image')}.`,
    hint: null,
    mayHaveBeenBilled: billed.length > 0,
    requestIds: failed.map((call) => text(call['request_id'])).filter((id) => id !== null),
    resumable: failed.some((call) => call['may_have_been_billed'] !== true || text(call['request_id']) !== null),
    missing,
  };
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
