/**
 * The Testing view: every image pipe an item under its file, run as a preview. A pipe passes when its preview drew every
 * image, and fails with the words the gallery would show.
 */

import * as vscode from 'vscode';
import type { RunBook } from '../gallery/book';
import { finalImages } from '../gallery/model';
import { count } from '../gallery/words';
import type { Runner } from '../runs/runner';
import { CANCEL, type Pipe, PIPES } from '../server/protocol';
import type { Server } from '../server/server';

export class PipeTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('plx', 'PLX pipes');
  private readonly pipes = new WeakMap<vscode.TestItem, Pipe>();
  private readonly subscriptions: { dispose(): unknown }[];

  constructor(
    private readonly server: Server,
    private readonly runner: Runner,
    private readonly book: RunBook,
  ) {
    this.controller.createRunProfile(
      'Preview',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.controller.refreshHandler = () => this.readAll();
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.plx');
    this.subscriptions = [
      this.controller,
      watcher,
      watcher.onDidCreate((uri) => void this.read(uri)),
      watcher.onDidChange((uri) => void this.read(uri)),
      watcher.onDidDelete((uri) => {
        this.controller.items.delete(uri.toString());
      }),
      server.onDidChangeState((state) => {
        if (state === 'running') void this.readAll();
      }),
    ];
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  private async readAll(): Promise<void> {
    const files = await vscode.workspace.findFiles('**/*.plx', '**/{node_modules,.venv,venv}/**', 500);
    for (const file of files) await this.read(file);
  }

  private async read(uri: vscode.Uri): Promise<void> {
    if (this.server.state !== 'running') return;
    const pipes = await this.server.request<Pipe[]>(PIPES, { uri: uri.toString() }).catch(() => []);
    if (pipes.length === 0) {
      this.controller.items.delete(uri.toString());
      return;
    }
    const file =
      this.controller.items.get(uri.toString()) ??
      this.controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    file.children.replace(pipes.map((pipe) => this.item(uri, pipe)));
    this.controller.items.add(file);
  }

  private item(uri: vscode.Uri, pipe: Pipe): vscode.TestItem {
    const item = this.controller.createTestItem(`${uri.toString()}#${pipe.pipe}`, pipe.pipe, uri);
    const { start, end } = pipe.selectionRange;
    item.range = new vscode.Range(start.line, start.character, end.line, end.character);
    if (!pipe.runnable) item.error = pipe.reason ?? 'This pipe cannot run as it is.';
    this.pipes.set(item, pipe);
    return item;
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    for (const item of this.wanted(request)) {
      if (token.isCancellationRequested) run.skipped(item);
      else await this.runOne(run, item, token);
    }
    run.end();
  }

  private wanted({ include, exclude = [] }: vscode.TestRunRequest): vscode.TestItem[] {
    const leaves = (item: vscode.TestItem): vscode.TestItem[] =>
      item.children.size === 0 ? [item] : [...item.children].flatMap(([, child]) => leaves(child));
    const roots = include ?? [...this.controller.items].map(([, item]) => item);
    return roots.flatMap(leaves).filter((item) => !exclude.includes(item));
  }

  private async runOne(run: vscode.TestRun, item: vscode.TestItem, token: vscode.CancellationToken): Promise<void> {
    const pipe = this.pipes.get(item);
    if (pipe === undefined || item.uri === undefined) return;
    run.started(item);
    const fail = (message: string): void => {
      const words = new vscode.TestMessage(message);
      if (item.uri !== undefined && item.range !== undefined) words.location = new vscode.Location(item.uri, item.range);
      run.failed(item, words);
    };
    const began = Date.now();
    const outcome = pipe.runnable
      ? await this.runner.previewQuietly(item.uri.toString(), pipe)
      : { refused: pipe.reason ?? 'This pipe cannot run as it is.' };
    if (!('started' in outcome)) {
      fail('refused' in outcome ? outcome.refused : 'The preview was not started.');
      return;
    }
    const cancelling = token.onCancellationRequested(() => void this.server.execute(CANCEL, { runId: outcome.started }));
    const finished = await this.book.finished(outcome.started);
    cancelling.dispose();
    const images = finalImages(finished);
    run.appendOutput(images.map(({ file }) => `${file ?? ''}\r\n`).join(''), undefined, item);
    if (finished.phase === 'done' && images.length === pipe.count) run.passed(item, Date.now() - began);
    else if (finished.phase === 'cancelled') run.skipped(item);
    else fail(finished.failure?.message ?? `The preview drew ${String(images.length)} of ${count(pipe.count, 'image')}.`);
  }
}
