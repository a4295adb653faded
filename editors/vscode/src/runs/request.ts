/**
 * "Show request": the exact provider request of a pipe, as a read-only JSON document. Nothing is sent.
 */

import * as vscode from 'vscode';
import { priceRange } from '../gallery/words';
import type { Note, Price } from '../server/protocol';

const SCHEME = 'plx-request';

export interface RequestAnswer {
  request?: unknown;
  price?: Price | null;
  notes?: Note[];
  refused?: string;
  needsInputs?: string;
}

export class RequestDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  async show(pipe: string, answer: RequestAnswer): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${pipe} request.jsonc` });
    this.texts.set(uri.path, requestText(pipe, answer));
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Active });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

/** Comments that say what it costs and what was changed, then the request. */
export function requestText(pipe: string, { request, price, notes = [] }: RequestAnswer): string {
  const comments = [
    `What “${pipe}” would send. Nothing was called.`,
    `Price: ${priceRange(price ?? null) ?? 'unknown'}`,
    ...notes.map(({ message }) => message),
  ];
  return `${comments.map((line) => `// ${line}`).join('\n')}\n${JSON.stringify(request ?? null, null, 2)}\n`;
}
