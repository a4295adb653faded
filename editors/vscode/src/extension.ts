/**
 * The extension's entry: makes the rooms and connects them. Every command of the palette is here, one line each.
 */

import * as vscode from 'vscode';
import { createExample } from './example';
import { copyRun, goToSource, imageAction, openRecipe } from './gallery/actions';
import { RunBook } from './gallery/book';
import { runOfManifest } from './gallery/history';
import type { RunAction, Wish } from './gallery/messages';
import { GalleryPanel } from './gallery/panel';
import { showModels } from './models';
import { readInputFile } from './runs/file';
import { InputMemory } from './runs/memory';
import { RequestDocuments } from './runs/request';
import { Runner } from './runs/runner';
import { onInterpreterChange } from './server/interpreter';
import { CANCEL, PREVIEW, RUN, type RunArgument, RUNS, SHOW_REQUEST } from './server/protocol';
import { Server } from './server/server';
import { Setup } from './server/setup';
import { NEEDS_RESTART } from './settings';
import { StatusItem } from './status';
import { PipeTests } from './testing/tests';
import { canonical } from './uris';

let running: Server | undefined;

/** VS Code waits for this: the server ends, and with it what it runs. */
export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('PLX', { log: true });
  const book = new RunBook();
  const requests = new RequestDocuments();
  const server: Server = new Server(new Setup(context, log), log, context.globalStorageUri.fsPath, (command, args) =>
    intercept(runner, command, args),
  );
  running = server;
  const gallery = new GalleryPanel(context.extensionUri, book, (uri) => readPast(server, book, uri));
  const runner = new Runner(server, book, gallery, new InputMemory(context.workspaceState), requests);
  const status = new StatusItem(server);
  const tests = new PipeTests(server, runner, book);

  context.subscriptions.push(log, requests, server, gallery, status, tests);
  context.subscriptions.push(
    server.onRunEvent((params) => book.apply(params)),
    server.onDidChangeState((state) => {
      if (state === 'running') void gallery.refresh();
      else if (state !== 'starting') book.abandon('The PLX server stopped while this run was on its way.');
    }),
    book.onChange((run) => {
      status.setRunning(book.running().length);
      if (run.failure !== null && run.manifest === null) void gallery.refresh();
    }),
    gallery.onMessage((message) => {
      receive(message).catch((error: unknown) => {
        log.error(String(error));
        void vscode.window.showErrorMessage(`PLX: ${error instanceof Error ? error.message : String(error)}`);
      });
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (NEEDS_RESTART.some((key) => change.affectsConfiguration(key))) void server.restart();
    }),
    vscode.commands.registerCommand('plx.restartServer', () => server.restart()),
    vscode.commands.registerCommand('plx.setUpServer', () => server.setUp()),
    vscode.commands.registerCommand('plx.showLog', () => {
      log.show();
    }),
    vscode.commands.registerCommand('plx.showModels', () => showModels(server)),
    vscode.commands.registerCommand('plx.showGallery', () => gallery.show(activeSource())),
    vscode.commands.registerCommand('plx.createExample', () => createExample(context.extensionUri)),
    vscode.commands.registerCommand('plx.showMenu', () => showMenu(book)),
  );

  async function receive(message: Wish): Promise<void> {
    switch (message.kind) {
      case 'image': {
        const run = book.find(message.run);
        const slot = run?.slots[message.index];
        if (run !== undefined && slot !== undefined) await imageAction(server, message.action, run, slot);
        return;
      }
      case 'run':
        await runAction(message.action, message.run);
        return;
      case 'submit':
        await runner.submit(message.purpose, message.values);
        return;
      case 'draft':
        gallery.keepDraft(message.values);
        return;
      case 'fromFile': {
        const text = await readInputFile(message.input);
        if (text !== undefined) gallery.setValue(message.input, text);
        return;
      }
      case 'closeForm':
        gallery.closeForm();
    }
  }

  async function runAction(action: RunAction, id: string): Promise<void> {
    const run = book.find(id);
    if (run === undefined) return;
    const target = { uri: run.uri, pipe: run.pipe, ...(run.inputs === null ? {} : { inputs: run.inputs }) };
    const todo: Record<RunAction, () => unknown> = {
      again: () => runner.again(run),
      editInputs: () => runner.editInputs(run),
      resume: () => runner.resume(run),
      cancel: () => runner.cancel(run.id),
      showRequest: () => runner.showRequest(target),
      openRecipe: () => openRecipe(run),
      copyMarkdown: () => copyRun(run),
      goToSource: () => goToSource(server, run),
      showLog: () => {
        log.show();
      },
    };
    await todo[action]();
  }

  const watching = await onInterpreterChange(() => {
    if (server.origin?.origin !== 'setting') void server.restart();
  });
  if (watching !== undefined) context.subscriptions.push(watching);
  await server.start(vscode.workspace.textDocuments.some(({ languageId }) => languageId === 'plx'));
}

/** The server's own commands, on their way from a lens or the palette. */
function intercept(runner: Runner, command: string, args: unknown[]): Promise<unknown> | undefined {
  const argument = (args[0] ?? {}) as Partial<RunArgument>;
  if (command === RUN && argument.resume === undefined) return runner.start('run', argument);
  if (command === PREVIEW) return runner.start('preview', argument);
  if (command === SHOW_REQUEST) return runner.showRequest(argument);
  if (command === CANCEL) return runner.cancel((argument as { runId?: string }).runId);
  return undefined;
}

async function readPast(server: Server, book: RunBook, uri: string | null): Promise<void> {
  if (server.state !== 'running') return;
  const manifests = await server.request<unknown[]>(RUNS, uri === null ? {} : { uri }).catch(() => []);
  const runs = manifests.map(runOfManifest).filter((run) => run !== null);
  book.setPast(runs.map((run) => ({ ...run, uri: canonical(run.uri) })));
}

function activeSource(): string | null {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'plx' ? document.uri.toString() : null;
}

/** What the status item offers. */
async function showMenu(book: RunBook): Promise<void> {
  const running = book.running().length;
  const picked = await vscode.window.showQuickPick(
    [
      ...(running > 0 ? [{ label: '$(debug-stop) Cancel all runs', command: CANCEL }] : []),
      { label: '$(file-media) Show gallery', command: 'plx.showGallery' },
      { label: '$(list-unordered) Show models', command: 'plx.showModels' },
      { label: '$(output) Show log', command: 'plx.showLog' },
      { label: '$(refresh) Restart server', command: 'plx.restartServer' },
      { label: '$(gear) Settings', command: 'workbench.action.openSettings', argument: '@ext:plx-lsp.plx-lsp' },
    ],
    { placeHolder: 'PLX' },
  );
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command, ...('argument' in picked ? [picked.argument] : []));
}
