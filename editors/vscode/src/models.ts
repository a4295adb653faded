/**
 * "Show models": every name a pipe may ask for in this project, with what it stands for and what it costs. The choice is
 * written at the cursor of a PLX file, and copied elsewhere.
 */

import * as vscode from 'vscode';
import { priceRange } from './gallery/words';
import { type Model, MODELS } from './server/protocol';
import type { Server } from './server/server';

export async function showModels(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const source = editor?.document.languageId === 'plx' ? editor : undefined;
  const models = await server.request<Model[]>(MODELS, source === undefined ? {} : { uri: source.document.uri.toString() });
  const picked = await vscode.window.showQuickPick(models.map(item), {
    placeHolder: source === undefined ? 'Choose a model to copy its name' : 'Choose a model to write its name',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  if (source === undefined) {
    await vscode.env.clipboard.writeText(picked.label);
    vscode.window.setStatusBarMessage('Name copied', 2000);
  } else {
    await source.edit((edit) => {
      edit.replace(nameAt(source), picked.label);
    });
  }
}

function item({ name, kind, resolvesTo, backend, price, status, detail }: Model): vscode.QuickPickItem {
  const description = [kind, resolvesTo === null || resolvesTo === name ? null : `→ ${resolvesTo}`, backend].filter(present).join(' · ');
  const facts = [typeof price === 'string' ? price : priceRange(price), status === 'current' ? null : status, detail];
  return { label: name, description, detail: facts.filter(present).join(' · ') };
}

/** The text between the quotes the cursor is in, else the selection. */
function nameAt({ document, selection }: vscode.TextEditor): vscode.Range {
  const line = document.lineAt(selection.active.line).text;
  for (const { index, 0: quoted } of line.matchAll(/"[^"]*"|'[^']*'/g))
    if (selection.isEmpty && selection.active.character > index && selection.active.character < index + quoted.length)
      return new vscode.Range(selection.active.line, index + 1, selection.active.line, index + quoted.length - 1);
  return selection;
}

function present(text: string | null): text is string {
  return text !== null && text !== '';
}
