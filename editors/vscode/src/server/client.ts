/**
 * The language client: how VS Code and `plx lsp` are wired to each other. Only server.ts makes one.
 */

import * as vscode from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  type ConfigurationParams,
  type ConfigurationRequest,
  ErrorAction,
  type ErrorHandlerResult,
  type ExecuteCommandSignature,
  type FeatureState,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type StaticFeature,
} from 'vscode-languageclient/node';
import type { Child } from './child';

/** Takes a command a lens or the palette sent; gives undefined to let it go to the server as it is. */
export type Intercept = (command: string, args: unknown[]) => Promise<unknown> | undefined;

export interface Wiring {
  log: vscode.LogOutputChannel;
  start: () => Promise<Child>;
  intercept: Intercept;
  /** The server went away by itself; gives whether to start it again. */
  closed: () => boolean;
}

export function makeClient({ log, start, intercept, closed }: Wiring): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: 'plx', scheme: 'file' },
      { language: 'plx', scheme: 'untitled' },
    ],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { trusted: vscode.workspace.isTrusted },
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (): ErrorHandlerResult => ({ action: ErrorAction.Continue, handled: true }),
      closed: (): CloseHandlerResult => ({ action: closed() ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true }),
    },
    middleware: {
      workspace: { configuration: withTrust },
      executeCommand: (command: string, args: unknown[], next: ExecuteCommandSignature): vscode.ProviderResult<unknown> =>
        intercept(command, args) ?? next(command, args),
    },
  };
  const client = new QuietClient('plx', 'PLX', () => start().then((child) => child.process), options);
  client.registerFeature(runEventsFeature);
  return client;
}

/** Logs its failures and leaves it to us to tell them, once and in words. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Whether the workspace is trusted goes to the server as one of its settings. It is VS Code's to say: a setting of that
 * name in the workspace counts for nothing.
 */
async function withTrust(
  params: ConfigurationParams,
  token: vscode.CancellationToken,
  next: ConfigurationRequest.HandlerSignature,
): Promise<unknown[]> {
  const answer = await next(params, token);
  if (!Array.isArray(answer)) return [];
  return params.items.map(({ section }, at) =>
    section === 'plx' ? { ...(answer[at] as object | null), trusted: vscode.workspace.isTrusted } : (answer[at] as unknown),
  );
}

/** Tells the server that this client wants the events of a run themselves. */
const runEventsFeature: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), plxRunEvents: true };
  },
  initialize() {
    // Nothing to set up: server.ts listens for the notification.
  },
  getState(): FeatureState {
    return { kind: 'static' };
  },
  clear() {
    // Nothing is kept.
  },
};
