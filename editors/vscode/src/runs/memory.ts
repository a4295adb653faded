/**
 * What was last typed into a pipe's form, kept per workspace. Texts only; never a key.
 */

import type { Inputs, Pipe } from '../server/protocol';

/** The part of VS Code's Memento that is needed. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export class InputMemory {
  constructor(private readonly store: Store) {}

  recall(uri: string, pipe: string): Inputs {
    const kept = this.store.get(key(uri, pipe));
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }

  async keep(uri: string, pipe: string, inputs: Inputs): Promise<void> {
    await this.store.update(key(uri, pipe), inputs);
  }
}

/** What the form starts with: what was last typed, else what the inputs file says, else nothing. */
export function startingValues(pipe: Pipe, remembered: Inputs): Inputs {
  return Object.fromEntries(pipe.inputs.map(({ name, value }) => [name, remembered[name] ?? value ?? '']));
}

/** The inputs a run can't do without and that hold nothing but space. */
export function missingInputs(pipe: Pipe, values: Inputs): string[] {
  return pipe.inputs.map(({ name }) => name).filter((name) => (values[name] ?? '').trim() === '');
}

/** Only what the pipe takes: a renamed input leaves its old text behind. */
export function onlyInputsOf(pipe: Pipe, values: Inputs): Inputs {
  return Object.fromEntries(pipe.inputs.map(({ name }) => [name, values[name] ?? '']));
}

function key(uri: string, pipe: string): string {
  return `plx.inputs:${uri}#${pipe}`;
}
