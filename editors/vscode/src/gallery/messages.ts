/**
 * What the gallery's two halves say to each other: the extension (panel.ts) and the page (webview/). Plain data, both ways.
 */

import type { Inputs, PipeInput, Price } from '../server/protocol';
import type { Run } from './model';

/** A run with addresses the page may load: `sources[i]` belongs to `slots[i]`. */
export interface ShownRun extends Run {
  sources: (string | null)[];
}

/** The form that asks for a pipe's inputs. */
export interface Form {
  uri: string;
  pipe: string;
  /** Which button Ctrl+Enter presses. */
  purpose: 'run' | 'preview';
  model: string | null;
  price: Price | null;
  count: number;
  inputs: PipeInput[];
  values: Inputs;
}

export type Scope = 'file' | 'all';

export type ToPage =
  | { kind: 'runs'; runs: ShownRun[]; scope: Scope; uri: string | null; fileName: string | null; trusted: boolean }
  | { kind: 'run'; run: ShownRun }
  | { kind: 'replaced'; id: string; by: string | null }
  | { kind: 'form'; form: Form | null }
  | { kind: 'value'; input: string; text: string };

/** What can be done with one image. */
export type ImageAction = 'open' | 'reveal' | 'copyPath' | 'copyMarkdown' | 'keepSeed';

/** What can be done with a run. */
export type RunAction =
  | 'again'
  | 'editInputs'
  | 'resume'
  | 'cancel'
  | 'showRequest'
  | 'openRecipe'
  | 'copyMarkdown'
  | 'goToSource'
  | 'showLog';

export type FromPage =
  | { kind: 'ready' }
  | { kind: 'image'; action: ImageAction; run: string; index: number }
  | { kind: 'run'; action: RunAction; run: string }
  | { kind: 'submit'; purpose: 'run' | 'preview' | 'request'; values: Inputs }
  | { kind: 'draft'; values: Inputs }
  | { kind: 'fromFile'; input: string }
  | { kind: 'closeForm' }
  | { kind: 'scope'; scope: Scope }
  | { kind: 'refresh' };

/** What the panel itself cannot answer. */
export type Wish = Exclude<FromPage, { kind: 'ready' | 'scope' | 'refresh' }>;
