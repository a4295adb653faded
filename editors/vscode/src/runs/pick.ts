/**
 * Which pipe a command is about: the one it names, else the one the cursor is in, else the one that is picked from a list.
 */

import * as vscode from 'vscode';
import { priceRange } from '../gallery/words';
import { type Pipe, PIPES } from '../server/protocol';
import type { Server } from '../server/server';
import { canonical } from '../uris';

export interface Chosen {
  uri: string;
  pipe: Pipe;
}

/** The pipe named by a lens's argument; tells the user when it is gone. */
export async function namedPipe(server: Server, uri: string, name: string): Promise<Chosen | undefined> {
  const pipes = await server.request<Pipe[]>(PIPES, { uri });
  const pipe = pipes.find((one) => one.pipe === name);
  if (pipe !== undefined) return { uri: canonical(uri), pipe };
  void vscode.window.showWarningMessage(`There is no image pipe called “${name}” in this file any more.`);
  return undefined;
}

/** For the palette: the pipe at the cursor, or a choice. */
export async function choosePipe(server: Server): Promise<Chosen | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'plx') {
    void vscode.window.showInformationMessage('Open a .plx file first: pipes are run from their source.');
    return undefined;
  }
  const uri = editor.document.uri.toString();
  const pipes = await server.request<Pipe[]>(PIPES, { uri });
  const at = pipes.find(({ range }) => contains(range, editor.selection.active));
  if (at !== undefined) return { uri, pipe: at };
  if (pipes.length === 0) {
    void vscode.window.showInformationMessage('This file has no PipeImgGen pipe.');
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    pipes.map((pipe) => ({ label: pipe.pipe, description: describe(pipe), pipe })),
    { placeHolder: 'Which pipe?' },
  );
  return picked && { uri, pipe: picked.pipe };
}

function describe(pipe: Pipe): string {
  if (!pipe.runnable) return pipe.reason ?? 'cannot run';
  return [pipe.model, priceRange(pipe.price)].filter((part) => part !== null).join(', ');
}

function contains(range: Pipe['range'], at: vscode.Position): boolean {
  return at.line >= range.start.line && at.line <= range.end.line;
}
