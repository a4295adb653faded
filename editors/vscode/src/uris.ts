/**
 * One spelling for each source. The server and VS Code may escape the same path differently; a run belongs to its source
 * however its address is written.
 */

import * as vscode from 'vscode';

export function canonical(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}
