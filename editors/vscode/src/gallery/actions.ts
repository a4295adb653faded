/**
 * What the gallery's buttons do to the workspace: open, reveal, copy, write a seed, open a recipe. Starting and stopping
 * runs is runner.ts.
 */

import { relative } from 'node:path';
import * as vscode from 'vscode';
import { type Pipe, PIPES } from '../server/protocol';
import type { Server } from '../server/server';
import { imageMarkdown, runMarkdown } from './markdown';
import type { ImageAction } from './messages';
import type { Run, Slot } from './model';
import { seedEdit } from './seed';

export async function imageAction(server: Server, action: ImageAction, run: Run, slot: Slot): Promise<void> {
  if (slot.file === null) return;
  const file = vscode.Uri.file(slot.file);
  switch (action) {
    case 'open':
      await vscode.commands.executeCommand('vscode.open', file, vscode.ViewColumn.Active);
      return;
    case 'reveal':
      await vscode.commands.executeCommand(vscode.env.remoteName === undefined ? 'revealFileInOS' : 'revealInExplorer', file);
      return;
    case 'copyPath':
      await copy(slot.file, 'Path copied');
      return;
    case 'copyMarkdown':
      await copy(imageMarkdown(run, slot, markdownPath(slot.file)), 'Markdown copied');
      return;
    case 'keepSeed':
      await keepSeed(server, run, slot);
  }
}

export async function copyRun(run: Run): Promise<void> {
  await copy(
    runMarkdown(run, ({ file }) => markdownPath(file ?? '')),
    'Markdown copied',
  );
}

export async function openRecipe(run: Run): Promise<void> {
  if (run.manifest !== null) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(run.manifest));
}

export async function goToSource(server: Server, run: Run): Promise<void> {
  const place = await pipePlace(server, run);
  const selection = place === undefined ? undefined : new vscode.Position(place.selectionRange.start.line, place.selectionRange.start.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(run.uri), {
    viewColumn: columnOf(run.uri),
    ...(selection === undefined ? {} : { selection: new vscode.Range(selection, selection) }),
  });
}

/** Writes the seed of an image into its pipe, and shows the line. */
async function keepSeed(server: Server, run: Run, { seed }: Slot): Promise<void> {
  if (seed === null) return;
  const uri = vscode.Uri.parse(run.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  const place = await pipePlace(server, run);
  const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
  const edit = place === undefined ? null : seedEdit(lines, place.range.start.line, seed);
  if (edit === null) {
    void vscode.window.showWarningMessage(
      place === undefined
        ? `The pipe “${run.pipe}” is no longer in its file.`
        : `“${run.pipe}” is written as an inline table: add seed = ${String(seed)} to it by hand.`,
    );
    return;
  }
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, new vscode.Range(edit.line, edit.start, edit.line, edit.end), edit.text);
  await vscode.workspace.applyEdit(change);
  const line = edit.text.startsWith('\n') ? edit.line + 1 : edit.line;
  const written = document.lineAt(line).range;
  await vscode.window.showTextDocument(document, { viewColumn: columnOf(run.uri), selection: new vscode.Range(written.end, written.end) });
}

async function pipePlace(server: Server, run: Run): Promise<Pipe | undefined> {
  const pipes = await server.request<Pipe[]>(PIPES, { uri: run.uri });
  return pipes.find(({ pipe }) => pipe === run.pipe);
}

/** The column the source is open in; the first one where it is not. */
function columnOf(uri: string): vscode.ViewColumn {
  const tab = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri),
  );
  return tab?.viewColumn ?? vscode.ViewColumn.One;
}

/** From the workspace folder, so that the Markdown holds on another machine. */
function markdownPath(file: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return folder === undefined ? file : relative(folder.uri.fsPath, file);
}

async function copy(text: string, said: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(said, 2000);
}
