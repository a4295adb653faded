/**
 * The language server as the rest of the extension sees it: a state, requests, run events. Owns the client, the process
 * and their restarts; decides nothing about PLX.
 */

import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { settings } from '../settings';
import { canonical } from '../uris';
import { Child } from './child';
import { type Intercept, makeClient } from './client';
import type { Found } from './discovery';
import { RUN_EVENT, type RunEventParams } from './protocol';
import type { Setup } from './setup';

export type ServerState = 'stopped' | 'missing' | 'starting' | 'running' | 'failed';

/** A server that dies more often than this is left dead, and the user is told. */
const RESTARTS = 3;
const RESTARTS_WITHIN_MS = 180_000;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private child: Child | undefined;
  private found: Found | undefined;
  private current: ServerState = 'stopped';
  private deaths: number[] = [];
  private turn: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<ServerState>();
  private readonly runEvents = new vscode.EventEmitter<RunEventParams>();

  readonly onDidChangeState = this.changed.event;
  readonly onRunEvent = this.runEvents.event;

  constructor(
    private readonly setup: Setup,
    private readonly log: vscode.LogOutputChannel,
    /** Where the process stands: a folder of ours, so that nothing in the workspace is taken for a module. */
    private readonly folder: string,
    private readonly intercept: Intercept,
  ) {}

  get state(): ServerState {
    return this.current;
  }

  /** Where the running server was found. */
  get origin(): Found | undefined {
    return this.found;
  }

  /** Starts it, or says why not. `ask` false: no dialogs, for a start nobody asked for. */
  start(ask: boolean): Promise<void> {
    return this.inTurn(() => this.startNow(ask));
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopNow();
      this.deaths = [];
      await this.startNow(true);
    });
  }

  /** Makes the extension's own environment and starts from it. */
  setUp(): Promise<void> {
    return this.inTurn(async () => {
      if (!(await this.setup.make())) return;
      await this.stopNow();
      await this.startNow(false);
    });
  }

  async request<Answer>(method: string, params: unknown): Promise<Answer> {
    if (this.client === undefined || this.current !== 'running') throw new Error('The PLX server is not running.');
    return this.client.sendRequest<Answer>(method, params);
  }

  execute<Answer>(command: string, argument: unknown): Promise<Answer> {
    return this.request('workspace/executeCommand', { command, arguments: [argument] });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  dispose(): void {
    this.changed.dispose();
    this.runEvents.dispose();
  }

  /** One start or stop at a time, in the order they were asked for. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.turn.then(work);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async startNow(ask: boolean): Promise<void> {
    if (this.client !== undefined) return;
    this.set('starting');
    const found = await this.setup.find();
    if (found.found) {
      await this.launch(found);
      return;
    }
    this.set('missing');
    if (!ask) return;
    // Not awaited: the answer may take a day, and a restart must not wait for it.
    void this.setup.offer(found).then((made) => (made ? this.start(false) : undefined));
  }

  private async launch(found: Found): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const client = makeClient({
      log: this.log,
      intercept: this.intercept,
      start: async () => (this.child = await Child.start(found.command, ['lsp', ...settings.serverArguments()], this.folder)),
      closed: () => this.died(client),
    });
    this.client = client;
    this.found = found;
    client.onNotification(RUN_EVENT, (params: RunEventParams) => {
      this.runEvents.fire({ ...params, uri: canonical(params.uri) });
    });
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) this.set(STATES[newState]);
    });
    try {
      await client.start();
    } catch (error) {
      this.child?.end();
      this.client = undefined;
      this.set('failed');
      void this.tellFailure(found, error instanceof Error ? error.message : String(error));
    }
  }

  /** The process ended without being asked to. Gives whether it is worth another try. */
  private died(client: LanguageClient): boolean {
    if (this.client !== client || this.current !== 'running') return false;
    const now = Date.now();
    this.deaths = [...this.deaths.filter((at) => now - at < RESTARTS_WITHIN_MS), now];
    this.log.error(`The server ended by itself. ${this.child?.lastWords() ?? ''}`);
    if (this.deaths.length <= RESTARTS) return true;
    this.client = undefined;
    this.set('failed');
    if (this.found !== undefined) void this.tellFailure(this.found, `it ended ${String(this.deaths.length)} times in a row`);
    return false;
  }

  private async stopNow(): Promise<void> {
    const { client, child } = this;
    this.client = undefined;
    this.child = undefined;
    this.found = undefined;
    if (client === undefined) return;
    await client.stop(2000).catch(() => undefined);
    await client.dispose().catch(() => undefined);
    child?.end();
    this.set('stopped');
  }

  private async tellFailure(found: Found, why: string): Promise<void> {
    const words = this.child?.lastWords() ?? why;
    this.log.error(`${found.command} lsp: ${words}`);
    const answer = await vscode.window.showErrorMessage(
      `The PLX server does not run (${found.command}). ${words}`,
      'Restart',
      'Show Log',
    );
    if (answer === 'Restart') await this.restart();
    if (answer === 'Show Log') this.log.show();
  }

  private set(state: ServerState): void {
    if (state === this.current) return;
    this.current = state;
    void vscode.commands.executeCommand('setContext', 'plx.ready', state === 'running');
    this.changed.fire(state);
  }
}

const STATES: Record<State, ServerState> = {
  [State.Stopped]: 'stopped',
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.StartFailed]: 'failed',
};
