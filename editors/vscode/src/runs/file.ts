/**
 * "From file…": the text of a file the user chooses, for one input.
 */

import * as vscode from 'vscode';

/** More than any provider takes as a prompt. */
const LARGEST_BYTES = 1024 * 1024;

export async function readInputFile(input: string): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({ title: `Text for ${input}`, openLabel: 'Use this text', canSelectMany: false })) ?? [];
  if (file === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > LARGEST_BYTES) {
    void vscode.window.showErrorMessage(`${file.fsPath} holds more than 1 MB: too long for an input.`);
    return undefined;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(file));
    return text.replace(/\r?\n$/, '');
  } catch {
    void vscode.window.showErrorMessage(`${file.fsPath} is not UTF-8 text.`);
    return undefined;
  }
}
