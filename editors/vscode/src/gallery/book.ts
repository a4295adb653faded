/**
 * All runs the gallery knows: those of this session, event by event, and those of before, from their manifests. Draws
 * nothing and asks nobody; whoever wants to know about changes listens.
 */

import { EventEmitter } from 'node:events';
import type { Inputs, RunEventParams } from '../server/protocol';
import { emptySlot, type Failure, isOver, newRun, reduce, type Run } from './model';

export interface Expected {
  uri: string;
  pipe: string;
  inputs: Inputs;
  preview: boolean;
  count?: number;
  ratio?: number;
}

/** A failure before anything was sent. */
const NO_CALL: Omit<Failure, 'message'> = {
  code: 'refused',
  hint: null,
  mayHaveBeenBilled: false,
  requestIds: [],
  resumable: false,
  missing: 0,
};

export class RunBook {
  private readonly live = new Map<string, Run>();
  private past: Run[] = [];
  private expected = 0;
  private readonly events = new EventEmitter();

  constructor(private readonly now: () => number = Date.now) {}

  /** Calls back with each run that is new or has changed. */
  onChange(listener: (run: Run) => void): { dispose(): void } {
    this.events.on('change', listener);
    return { dispose: () => this.events.off('change', listener) };
  }

  /** Calls back when a run goes by another id now, or (null) is no run after all. */
  onReplace(listener: (id: string, run: Run | null) => void): { dispose(): void } {
    this.events.on('replace', listener);
    return { dispose: () => this.events.off('replace', listener) };
  }

  /** A run that the server is asked for: its places are shown while the answer is awaited. */
  expect({ uri, pipe, inputs, preview, count = 0, ratio = 1 }: Expected): Run {
    const id = `expected-${String(++this.expected)}`;
    const slots = Array.from({ length: count }, (_, index) => emptySlot(index));
    return this.put({ ...newRun(id, uri, pipe, this.now()), inputs, preview, ratio, slots });
  }

  /** The server has taken an expected run on; its events may already have begun. */
  begin(expected: string, id: string): Run | undefined {
    const hoped = this.live.get(expected);
    if (hoped === undefined) return undefined;
    const { inputs, preview, startedAt } = hoped;
    const known = this.find(id);
    const run = known === undefined ? { ...hoped, id } : { ...known, inputs, preview, startedAt };
    this.live.delete(expected);
    this.live.set(id, run);
    this.events.emit('replace', expected, run);
    this.events.emit('change', run);
    return run;
  }

  /** The server did not take an expected run on, and says why. */
  refuse(expected: string, message: string): void {
    const run = this.live.get(expected);
    if (run !== undefined) this.put({ ...run, phase: 'failed', slots: [], failure: { ...NO_CALL, message } });
  }

  /** The user thought better of an expected run. */
  forget(expected: string): void {
    if (this.live.delete(expected)) this.events.emit('replace', expected, null);
  }

  apply({ runId, uri, pipe, event }: RunEventParams): Run {
    const known = this.find(runId) ?? newRun(runId, uri, pipe, this.now());
    return this.put(reduce(known, event));
  }

  /**
   * Runs read from manifests take the place of the ones read before. A run of this session keeps what it knows, and only
   * learns where its manifest is.
   */
  setPast(runs: readonly Run[]): void {
    this.past = [...runs];
    for (const { id, manifest } of runs) {
      const known = this.live.get(id);
      if (known !== undefined && isOver(known) && known.manifest === null) this.put({ ...known, manifest });
    }
  }

  find(id: string): Run | undefined {
    return this.live.get(id) ?? this.past.find((run) => run.id === id);
  }

  /** Newest first; only those of one source where `uri` is given. */
  list(uri: string | null): Run[] {
    const live = [...this.live.values()];
    const past = this.past.filter(({ id }) => !this.live.has(id));
    return [...live, ...past]
      .filter((run) => uri === null || run.uri === uri)
      .sort((one, other) => (other.startedAt ?? 0) - (one.startedAt ?? 0));
  }

  running(): Run[] {
    return [...this.live.values()].filter((run) => !isOver(run));
  }

  /** Resolves with the run once it is over. */
  finished(id: string): Promise<Run> {
    return new Promise((resolve) => {
      const known = this.live.get(id);
      if (known !== undefined && isOver(known)) {
        resolve(known);
        return;
      }
      const listening = this.onChange((run) => {
        if (run.id !== id || !isOver(run)) return;
        listening.dispose();
        resolve(run);
      });
    });
  }

  /** The server is gone: what was on its way will not be heard of again. */
  abandon(message: string): void {
    for (const run of this.running())
      this.put(
        reduce(run, {
          v: 1,
          run: run.id,
          t: run.startedAt === null ? 0 : (this.now() - run.startedAt) / 1000,
          event: 'failed',
          code: 'server-stopped',
          message,
          hint: null,
          may_have_been_billed: !run.preview,
          request_ids: [],
          resumable: !run.preview,
          saved: [],
          missing: run.slots.filter((slot) => slot.state !== 'final').length,
        }),
      );
  }

  private put(run: Run): Run {
    this.live.set(run.id, run);
    this.events.emit('change', run);
    return run;
  }
}
