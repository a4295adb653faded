/**
 * A run as the gallery knows it, and how each event of the runtime changes it. Plain data and pure functions: the
 * extension keeps the runs, the webview draws them, the tests feed them.
 */

import type { Cost, Inputs, Note, Price, RunEvent, Started } from '../server/protocol';

export type Phase = 'starting' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** The place of one image. A partial picture is shown until the final one comes. */
export interface Slot {
  index: number;
  state: 'waiting' | 'partial' | 'final' | 'missing';
  file: string | null;
  width: number | null;
  height: number | null;
  bytes: number | null;
  seed: number | null;
  /** Seconds since the run began. */
  elapsed: number | null;
}

export interface Failure {
  code: string;
  message: string;
  hint: string | null;
  mayHaveBeenBilled: boolean;
  requestIds: string[];
  resumable: boolean;
  missing: number;
}

export interface Run {
  id: string;
  uri: string;
  pipe: string;
  phase: Phase;
  preview: boolean;
  /** Milliseconds since 1970, or null where a manifest does not say. */
  startedAt: number | null;
  elapsed: number | null;
  /** The name as written in the source, and what it stood for. */
  model: string | null;
  endpointModel: string | null;
  backend: string | null;
  prompt: string | null;
  inputs: Inputs | null;
  /** Width over height of a place that holds no image yet. */
  ratio: number;
  slots: Slot[];
  notes: Note[];
  warnings: string[];
  /** The last thing the provider said. */
  said: string | null;
  queuePosition: number | null;
  estimate: Price | null;
  cost: Cost | null;
  failure: Failure | null;
  manifest: string | null;
  /** The folder the images are in. */
  out: string | null;
}

/** A run that was asked for and has not said anything yet. */
export function newRun(id: string, uri: string, pipe: string, now: number): Run {
  return {
    id,
    uri,
    pipe,
    phase: 'starting',
    preview: false,
    startedAt: now,
    elapsed: null,
    model: null,
    endpointModel: null,
    backend: null,
    prompt: null,
    inputs: null,
    ratio: 1,
    slots: [],
    notes: [],
    warnings: [],
    said: null,
    queuePosition: null,
    estimate: null,
    cost: null,
    failure: null,
    manifest: null,
    out: null,
  };
}

/** The run after one event. Never changes what it was given. A run that is over begins again only by being resumed. */
export function reduce(run: Run, event: RunEvent): Run {
  if (isOver(run) && event.event !== 'cost' && event.event !== 'started') return run;
  switch (event.event) {
    case 'started':
      return started(run, event);
    case 'queued':
      return { ...run, phase: 'queued', queuePosition: event.position };
    case 'log':
      return { ...run, phase: 'running', said: event.message, queuePosition: null };
    case 'partial':
      return withSlot({ ...run, phase: 'running', queuePosition: null }, event.index, {
        state: 'partial',
        file: event.file,
      });
    case 'image':
      return withSlot({ ...run, phase: 'running', queuePosition: null }, event.index, {
        state: 'final',
        file: event.file,
        width: event.width,
        height: event.height,
        bytes: event.bytes,
        seed: event.seed,
        elapsed: event.elapsed,
      });
    case 'warning':
      return { ...run, warnings: [...run.warnings, event.message] };
    case 'cost':
      return { ...run, cost: { usd: event.usd, low: event.low, high: event.high, basis: event.basis ?? null } };
    case 'done':
      return closed({
        ...run,
        phase: 'done',
        preview: event.preview,
        elapsed: event.elapsed,
        manifest: event.manifest,
        cost: run.cost ?? costOf(event.cost),
      });
    case 'failed':
      return closed({
        ...run,
        phase: event.code === 'cancelled' ? 'cancelled' : 'failed',
        elapsed: event.t,
        failure: {
          code: event.code,
          message: event.message,
          hint: event.hint,
          mayHaveBeenBilled: event.may_have_been_billed,
          requestIds: event.request_ids,
          resumable: event.resumable,
          missing: event.missing,
        },
      });
  }
}

export function isOver(run: Run): boolean {
  return run.phase === 'done' || run.phase === 'failed' || run.phase === 'cancelled';
}

export function finalImages(run: Run): Slot[] {
  return run.slots.filter((slot) => slot.state === 'final');
}

/** `16:9`, or a pair of sides, as width over height; 1 where nothing is known. */
export function ratioOf(written: string | null, width: number | null, height: number | null): number {
  if (width !== null && height !== null && width > 0 && height > 0) return width / height;
  const sides = /^(\d+):(\d+)$/.exec(written ?? '');
  return sides === null || Number(sides[2]) === 0 ? 1 : Number(sides[1]) / Number(sides[2]);
}

export function emptySlot(index: number): Slot {
  return { index, state: 'waiting', file: null, width: null, height: null, bytes: null, seed: null, elapsed: null };
}

/** A price that is no range is an amount. */
export function costOf(price: Price | null): Cost | null {
  if (price === null) return null;
  const { low, high, basis } = price;
  return { usd: low === high ? low : null, low, high, basis: basis ?? null };
}

function started(run: Run, event: Started): Run {
  return {
    ...run,
    phase: 'running',
    preview: event.preview,
    pipe: event.pipe,
    model: event.model,
    endpointModel: event.endpoint_model,
    backend: event.backend,
    prompt: event.prompt,
    ratio: ratioOf(event.aspect_ratio, event.width, event.height),
    slots: Array.from({ length: event.count }, (_, index) => stillThere(run.slots[index]) ?? emptySlot(index)),
    notes: event.notes,
    estimate: event.estimate,
    out: event.out,
    warnings: isOver(run) ? [] : run.warnings,
    elapsed: null,
    failure: null,
  };
}

/** What an earlier attempt has made stays; what it lacked is waited for again. */
function stillThere(slot: Slot | undefined): Slot | undefined {
  return slot?.state === 'missing' ? undefined : slot;
}

function withSlot(run: Run, index: number, change: Partial<Slot>): Run {
  const length = Math.max(run.slots.length, index + 1);
  const slots = Array.from({ length }, (_, at) => {
    const slot = run.slots[at] ?? emptySlot(at);
    if (at !== index || (slot.state === 'final' && change.state === 'partial')) return slot;
    return { ...slot, ...change };
  });
  return { ...run, slots };
}

/** Nothing more will come: a place still empty stays so, and half a picture is no picture. */
function closed(run: Run): Run {
  const slots = run.slots.map((slot) =>
    slot.state === 'final' ? slot : { ...slot, state: 'missing' as const, file: null },
  );
  return { ...run, slots, queuePosition: null, said: null };
}
