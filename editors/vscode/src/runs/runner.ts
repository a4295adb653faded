/**
 * From "run this pipe" to a run: trust, saving, inputs, the price, the server's answer. Every way to start a run (lens,
 * palette, gallery, Testing view) comes through here, so each rule holds for all of them.
 */

import * as vscode from 'vscode';
import type { RunBook } from '../gallery/book';
import type { GalleryPanel } from '../gallery/panel';
import { ratioOf, type Run } from '../gallery/model';
import { dollars, priceRange } from '../gallery/words';
import {
  CANCEL,
  type Confirmation,
  type Inputs,
  type Pipe,
  PREVIEW,
  RUN,
  type RunAnswer,
  type RunArgument,
  SHOW_REQUEST,
} from '../server/protocol';
import type { Server } from '../server/server';
import { settings } from '../settings';
import { type InputMemory, missingInputs, onlyInputsOf, startingValues } from './memory';
import { choosePipe, type Chosen, namedPipe } from './pick';
import type { RequestAnswer, RequestDocuments } from './request';

export type Purpose = 'run' | 'preview';

interface Target {
  uri?: string;
  pipe?: string;
  inputs?: Inputs;
}

/** How a start ended without a run; the words are for people. */
export type Outcome = { started: string } | { refused: string } | { waiting: 'inputs' | 'nothing' };

const COMMANDS: Record<Purpose, string> = { run: RUN, preview: PREVIEW };

export class Runner {
  /** Expected runs whose answer is awaited, and those of them that are to be cancelled. */
  private readonly waiting = new Set<string>();
  private readonly givenUp = new Set<string>();

  constructor(
    private readonly server: Server,
    private readonly book: RunBook,
    private readonly gallery: GalleryPanel,
    private readonly memory: InputMemory,
    private readonly requests: RequestDocuments,
  ) {}

  /** A lens or the palette. */
  async start(purpose: Purpose, target: Target): Promise<Outcome> {
    if (!(await this.isTrusted())) return { refused: RESTRICTED };
    const chosen = await this.choose(target);
    if (chosen === undefined) return { waiting: 'nothing' };
    const { pipe, uri } = chosen;
    if (!pipe.runnable) return this.refuse(pipe.reason ?? `“${pipe.pipe}” cannot run as it is.`);
    if (pipe.inputs.length === 0 || target.inputs !== undefined) return this.go(purpose, uri, pipe, target.inputs ?? {});
    await this.ask(purpose, chosen);
    return { waiting: 'inputs' };
  }

  /** The form was filled in. */
  async submit(purpose: Purpose | 'request', values: Inputs): Promise<void> {
    const form = this.gallery.openForm;
    const chosen = form === null ? undefined : await namedPipe(this.server, form.uri, form.pipe);
    if (chosen === undefined) return;
    const inputs = onlyInputsOf(chosen.pipe, values);
    await this.memory.keep(chosen.uri, chosen.pipe.pipe, inputs);
    if (purpose === 'request') return this.showRequest({ uri: chosen.uri, pipe: chosen.pipe.pipe, inputs });
    const outcome = await this.go(purpose, chosen.uri, chosen.pipe, inputs);
    if ('started' in outcome) this.gallery.closeForm();
  }

  /** For the Testing view: no questions, inputs as they were left last. */
  async previewQuietly(uri: string, pipe: Pipe): Promise<Outcome> {
    if (!vscode.workspace.isTrusted) return { refused: RESTRICTED };
    const inputs = startingValues(pipe, this.memory.recall(uri, pipe.pipe));
    const missing = missingInputs(pipe, inputs);
    if (missing.length > 0)
      return { refused: `“${pipe.pipe}” needs ${missing.join(' and ')}: press Preview above it once and fill the form in.` };
    return this.send(PREVIEW, { uri, pipe: pipe.pipe, inputs }, shapeOf(pipe));
  }

  async again(run: Run): Promise<void> {
    await this.start(run.preview ? 'preview' : 'run', { uri: run.uri, pipe: run.pipe, ...(run.inputs === null ? {} : { inputs: run.inputs }) });
  }

  async editInputs(run: Run): Promise<void> {
    const chosen = await namedPipe(this.server, run.uri, run.pipe);
    if (chosen !== undefined) await this.ask(run.preview ? 'preview' : 'run', chosen, run.inputs ?? {});
  }

  async resume(run: Run): Promise<void> {
    if (!(await this.isTrusted())) return;
    const argument = { uri: run.uri, pipe: run.pipe, resume: run.id, ...(run.inputs === null ? {} : { inputs: run.inputs }) };
    await this.send(RUN, argument, { count: run.slots.length, ratio: run.ratio });
  }

  /** Without an id: all. A run the server has not named yet is cancelled as soon as it has. */
  async cancel(runId?: string): Promise<void> {
    if (runId !== undefined && this.waiting.has(runId)) {
      this.givenUp.add(runId);
      return;
    }
    const { cancelled = [] } = await this.server.execute<{ cancelled?: string[] }>(CANCEL, runId === undefined ? {} : { runId });
    if (cancelled.length === 0) vscode.window.setStatusBarMessage('PLX: no run to cancel', 3000);
  }

  async showRequest(target: Target): Promise<void> {
    const chosen = await this.choose(target);
    if (chosen === undefined) return;
    await save(chosen.uri);
    const inputs = target.inputs ?? startingValues(chosen.pipe, this.memory.recall(chosen.uri, chosen.pipe.pipe));
    const missing = missingInputs(chosen.pipe, inputs);
    if (missing.length > 0) {
      await this.ask('run', chosen);
      return;
    }
    const answer = await this.server.execute<RequestAnswer>(SHOW_REQUEST, { uri: chosen.uri, pipe: chosen.pipe.pipe, inputs });
    if (answer.refused === undefined) await this.requests.show(chosen.pipe.pipe, answer);
    else this.refuse(answer.refused);
  }

  private choose({ uri, pipe }: Target): Promise<Chosen | undefined> {
    return uri === undefined || pipe === undefined ? choosePipe(this.server) : namedPipe(this.server, uri, pipe);
  }

  private async ask(purpose: Purpose, { uri, pipe }: Chosen, values?: Inputs): Promise<void> {
    await this.gallery.showForm({
      uri,
      pipe: pipe.pipe,
      purpose,
      model: pipe.model,
      price: pipe.price,
      count: pipe.count,
      inputs: pipe.inputs,
      values: startingValues(pipe, values ?? this.memory.recall(uri, pipe.pipe)),
    });
  }

  private async go(purpose: Purpose, uri: string, pipe: Pipe, inputs: Inputs): Promise<Outcome> {
    await save(uri);
    await this.gallery.showForRun(uri);
    const partials = purpose === 'run' ? { partials: settings.partialImages() } : {};
    return this.send(COMMANDS[purpose], { uri, pipe: pipe.pipe, inputs, ...partials }, shapeOf(pipe));
  }

  /** The places of the images are shown at once; what the server answers decides what becomes of them. */
  private async send(command: string, argument: RunArgument, shape: Shape): Promise<Outcome> {
    const { uri, pipe, inputs = {} } = argument;
    const expected = this.book.expect({ uri, pipe, inputs, preview: command === PREVIEW, ...shape });
    this.waiting.add(expected.id);
    const outcome = await this.request(command, argument).catch((error: unknown): Outcome => ({ refused: wordsOf(error) }));
    this.waiting.delete(expected.id);
    const givenUp = this.givenUp.delete(expected.id);
    if ('started' in outcome) this.book.begin(expected.id, outcome.started);
    else if ('refused' in outcome) this.book.refuse(expected.id, outcome.refused);
    else this.book.forget(expected.id);
    if ('started' in outcome && givenUp) await this.cancel(outcome.started);
    if ('refused' in outcome && !this.gallery.isVisible) this.refuse(outcome.refused);
    return outcome;
  }

  private async request(command: string, argument: RunArgument): Promise<Outcome> {
    const answer = (await this.server.execute<RunAnswer | null>(command, argument)) ?? {};
    if (answer.needsConfirmation !== undefined) {
      const agreed = await confirm(argument.pipe, answer.needsConfirmation);
      return agreed ? this.request(command, { ...argument, confirmed: true }) : { waiting: 'nothing' };
    }
    if (answer.runId !== undefined) return { started: answer.runId };
    return { refused: answer.refused ?? 'The server did not start the run; its log may say why.' };
  }

  private refuse(message: string): Outcome {
    void vscode.window.showErrorMessage(message);
    return { refused: message };
  }

  private async isTrusted(): Promise<boolean> {
    if (vscode.workspace.isTrusted) return true;
    const manage = 'Manage Trust';
    if ((await vscode.window.showWarningMessage(RESTRICTED, manage)) === manage)
      await vscode.commands.executeCommand('workbench.trust.manage');
    return vscode.workspace.isTrusted;
  }
}

const RESTRICTED = 'This workspace is in restricted mode: its pipes are not run and no key is read. Trust it to run them.';

/** The runtime reads the file, so it must hold what is on the screen. */
async function save(uri: string): Promise<void> {
  if (!settings.saveBeforeRun()) return;
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
  if (document?.isDirty === true && !document.isUntitled) await document.save();
}

interface Shape {
  count: number;
  ratio: number;
}

function shapeOf({ count, aspectRatio }: Pipe): Shape {
  return { count, ratio: ratioOf(aspectRatio, null, null) };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function confirm(pipe: string, { low, high, limit }: Confirmation): Promise<boolean> {
  const price = priceRange({ low, high }) ?? 'an unknown price';
  const detail = `This project asks about runs that may cost more than ${dollars(limit)}: confirm-above in plx.toml.`;
  const answer = await vscode.window.showWarningMessage(`Run “${pipe}” for ${price}?`, { modal: true, detail }, 'Run');
  return answer === 'Run';
}
