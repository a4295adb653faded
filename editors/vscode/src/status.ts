/**
 * The status item: which server, which deck, how many problems, what this session has spent, and what is running.
 */

import * as vscode from 'vscode';
import { count, dollars } from './gallery/words';
import { STATUS, type Status } from './server/protocol';
import type { Server, ServerState } from './server/server';
import { settings } from './settings';

const REFRESH_AFTER_MS = 400;

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('plx.status', vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: { dispose(): unknown }[] = [];
  private status: Status | undefined;
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.item.name = 'PLX';
    this.item.command = 'plx.showMenu';
    this.subscriptions.push(
      this.item,
      server.onDidChangeState(() => {
        this.refreshSoon();
      }),
      vscode.languages.onDidChangeDiagnostics(() => {
        this.refreshSoon();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.draw();
      }),
    );
    this.draw();
  }

  /** How many runs are on their way. */
  setRunning(running: number): void {
    this.running = running;
    this.draw();
    this.refreshSoon();
  }

  refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), REFRESH_AFTER_MS);
    this.draw();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const one of this.subscriptions) one.dispose();
  }

  private async refresh(): Promise<void> {
    if (this.server.state === 'running')
      this.status = await this.server.request<Status>(STATUS, {}).catch(() => undefined);
    this.draw();
  }

  private draw(): void {
    const { state } = this.server;
    this.item.text = [icon(state, this.running), 'PLX', ...this.facts(state)].join(' ');
    this.item.tooltip = this.tooltip(state);
    this.item.backgroundColor =
      state === 'failed' || state === 'missing' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.accessibilityInformation = { label: `PLX: ${WORDS[state]}`, role: 'button' };
    const open = vscode.window.visibleTextEditors.some(({ document }) => document.languageId === 'plx');
    if (settings.statusItem() && (open || this.running > 0)) this.item.show();
    else this.item.hide();
  }

  private facts(state: ServerState): string[] {
    if (state !== 'running' || this.status === undefined) return state === 'missing' ? ['no server'] : [];
    const { problems, spent } = this.status;
    return [
      ...(this.running > 0 ? [count(this.running, 'run')] : []),
      ...(problems > 0 ? [`$(warning) ${String(problems)}`] : []),
      ...(spent > 0 ? [dollars(spent)] : []),
    ];
  }

  private tooltip(state: ServerState): vscode.MarkdownString {
    const text = new vscode.MarkdownString('', true);
    text.appendMarkdown(`**PLX**: ${WORDS[state]}\n\n`);
    const { origin } = this.server;
    if (this.status !== undefined && state === 'running') {
      const { version, deck, asOf, files, problems, spent } = this.status;
      text.appendMarkdown(
        [
          `| | |\n|:--|:--|`,
          `| Version | ${version} |`,
          `| Model deck | ${deck}${asOf === null ? '' : `, as of ${asOf}`} |`,
          `| Files | ${String(files)} |`,
          `| Problems | ${String(problems)} |`,
          `| Spent this session | ${dollars(spent)} |`,
        ].join('\n'),
      );
    }
    if (origin !== undefined) text.appendMarkdown(`\n\nServer from ${ORIGINS[origin.origin]}`);
    if (!vscode.workspace.isTrusted) text.appendMarkdown('\n\nRestricted mode: nothing is run here.');
    return text;
  }
}

const WORDS: Record<ServerState, string> = {
  stopped: 'stopped',
  missing: 'no server found',
  starting: 'starting',
  running: 'ready',
  failed: 'the server has stopped',
};

const ORIGINS = {
  setting: 'the setting plx.server.path',
  workspace: 'the workspace’s Python environment',
  own: 'this extension',
};

function icon(state: ServerState, running: number): string {
  if (running > 0 || state === 'starting') return '$(sync~spin)';
  return state === 'running' || state === 'stopped' ? '$(file-media)' : '$(error)';
}
