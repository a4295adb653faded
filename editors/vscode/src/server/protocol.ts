/**
 * The words spoken with `plx lsp` beyond plain LSP, as docs/protocol.md sets them down.
 *
 * Types and method names only: no behaviour, no VS Code, so that the pure modules and the webview may use them too.
 */

/** Input name → text. */
export type Inputs = Record<string, string>;

export interface RunArgument {
  uri: string;
  pipe: string;
  inputs?: Inputs;
  confirmed?: boolean;
  /** Id of an earlier run whose missing images are wanted. */
  resume?: string;
  /** Unfinished pictures on the way, 0 to 3. */
  partials?: number;
}

export interface Confirmation {
  low: number;
  high: number;
  limit: number;
  message: string;
}

/** What `plx.run` and `plx.preview` answer: exactly one of the keys. */
export interface RunAnswer {
  runId?: string;
  needsInputs?: string;
  needsConfirmation?: Confirmation;
  refused?: string;
}

/** US dollars, as far as they are known before (an estimate) or after (a cost) a call. */
export interface Price {
  low: number | null;
  high: number | null;
  currency?: string;
  basis?: string | null;
}

export interface Cost {
  usd: number | null;
  low: number | null;
  high: number | null;
  basis?: string | null;
}

/** An option that could not be sent as it was asked. */
export interface Note {
  option: string;
  what: string;
  asked: unknown;
  sent: unknown;
  message: string;
}

interface EventBase {
  v: number;
  run: string;
  /** Seconds since the run began. */
  t: number;
}

export interface Started extends EventBase {
  event: 'started';
  pipe: string;
  source: string;
  model: string;
  handle: string;
  backend: string;
  endpoint_model: string;
  count: number;
  aspect_ratio: string | null;
  width: number | null;
  height: number | null;
  prompt: string;
  preview: boolean;
  estimate: Price | null;
  notes: Note[];
  out: string;
}

export interface Queued extends EventBase {
  event: 'queued';
  index: number;
  position: number | null;
  request_id: string | null;
}

export interface Log extends EventBase {
  event: 'log';
  message: string;
  level: string;
}

export interface PartialImage extends EventBase {
  event: 'partial';
  index: number;
  file: string;
  step: number | null;
}

export interface ImageArrived extends EventBase {
  event: 'image';
  index: number;
  file: string;
  mime: string;
  width: number | null;
  height: number | null;
  bytes: number;
  sha256: string;
  seed: number | null;
  elapsed: number;
}

export interface Warning extends EventBase {
  event: 'warning';
  code: string;
  message: string;
}

export interface CostKnown extends EventBase, Cost {
  event: 'cost';
}

export interface Done extends EventBase {
  event: 'done';
  files: string[];
  manifest: string | null;
  gallery: string | null;
  cost: Price | null;
  elapsed: number;
  preview: boolean;
}

export interface Failed extends EventBase {
  event: 'failed';
  code: string;
  message: string;
  hint: string | null;
  may_have_been_billed: boolean;
  request_ids: string[];
  resumable: boolean;
  saved: string[];
  missing: number;
}

export type RunEvent = Started | Queued | Log | PartialImage | ImageArrived | Warning | CostKnown | Done | Failed;

/** `plx/runEvent`. */
export interface RunEventParams {
  runId: string;
  uri: string;
  pipe: string;
  event: RunEvent;
}

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface PipeInput {
  name: string;
  concept: string;
  description: string | null;
  multiline: boolean;
  /** What `<file>.inputs.toml` holds for it, if it does. */
  value?: string | null;
}

/** One item of what `plx/pipes` answers. */
export interface Pipe {
  pipe: string;
  range: Range;
  selectionRange: Range;
  runnable: boolean;
  reason?: string | null;
  model: string | null;
  price: Price | null;
  count: number;
  aspectRatio: string | null;
  inputs: PipeInput[];
}

/** One item of what `plx/models` answers. */
export interface Model {
  name: string;
  kind: string;
  resolvesTo: string | null;
  backend: string | null;
  price: string | Price | null;
  status: string;
  detail: string | null;
}

/** What `plx/status` answers. */
export interface Status {
  version: string;
  deck: string;
  asOf: string | null;
  files: number;
  problems: number;
  /** US dollars since the server started. */
  spent: number;
}

export const RUN_EVENT = 'plx/runEvent';
export const PIPES = 'plx/pipes';
export const RUNS = 'plx/runs';
export const MODELS = 'plx/models';
export const STATUS = 'plx/status';

export const RUN = 'plx.run';
export const PREVIEW = 'plx.preview';
export const CANCEL = 'plx.cancel';
export const SHOW_REQUEST = 'plx.showRequest';
