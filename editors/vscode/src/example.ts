/**
 * The walkthrough's example: the page's first pipe, as a file in the workspace, or untitled where no folder is open.
 */

import * as vscode from 'vscode';

const NAME = 'generate_car_image';

export async function createExample(extensionUri: vscode.Uri): Promise<void> {
  const source = vscode.Uri.joinPath(extensionUri, 'walkthrough', 'example.plx');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'plx', content: text }));
    return;
  }
  const file = vscode.Uri.joinPath(folder, `${NAME}.plx`);
  const there = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!there) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(file);
}
