/**
 * The gallery's panel: opens it beside the source, feeds the page, takes its messages. What a button does is actions.ts;
 * which runs there are is book.ts.
 */

import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { settings } from '../settings';
import type { RunBook } from './book';
import type { Form, FromPage, Scope, ShownRun, ToPage, Wish } from './messages';
import type { Run } from './model';
import { pageHtml } from './page';

const VIEW = 'plx.gallery';

export class GalleryPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  private scope: Scope = 'file';
  private uri: string | null = null;
  private form: Form | null = null;
  private readonly received = new vscode.EventEmitter<Wish>();
  private readonly listening: { dispose(): unknown }[];

  /** Messages of the page that are not about what it shows. */
  readonly onMessage = this.received.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly book: RunBook,
    private readonly readPast: (uri: string | null) => Promise<void>,
  ) {
    this.listening = [
      vscode.window.registerWebviewPanelSerializer(VIEW, this),
      book.onChange((run) => {
        this.showRun(run);
      }),
      book.onReplace((id, run) => {
        this.post({ kind: 'replaced', id, by: run?.id ?? null });
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
    ];
  }

  /** The source whose runs are shown. */
  get source(): string | null {
    return this.uri;
  }

  get isVisible(): boolean {
    return this.panel?.visible === true;
  }

  get openForm(): Form | null {
    return this.form;
  }

  /** Opens the panel, or brings it to the front; the source keeps the focus unless there is a form to fill in. */
  async show(uri: string | null, focus = false): Promise<void> {
    const other = uri !== null && uri !== this.uri;
    if (other) this.uri = uri;
    if (this.panel === undefined) this.adopt(this.create(focus));
    else if (focus || !this.panel.visible) this.panel.reveal(undefined, !focus);
    if (other) await this.refresh();
  }

  /** As `show`, where the user wants the gallery to come by itself. */
  async showForRun(uri: string): Promise<void> {
    if (this.panel !== undefined || settings.openGallery() !== 'never') await this.show(uri);
  }

  async showForm(form: Form): Promise<void> {
    this.form = form;
    await this.show(form.uri, true);
    this.post({ kind: 'form', form });
  }

  keepDraft(values: Form['values']): void {
    if (this.form !== null) this.form = { ...this.form, values };
  }

  closeForm(): void {
    this.form = null;
    this.post({ kind: 'form', form: null });
  }

  setValue(input: string, text: string): void {
    this.post({ kind: 'value', input, text });
  }

  /** Reads the manifests again and shows everything. */
  async refresh(): Promise<void> {
    if (this.panel === undefined) return;
    await this.readPast(this.scopeUri());
    this.showAll();
  }

  /** A panel that was open when the window was closed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = (state ?? {}) as { uri?: unknown; scope?: unknown };
    this.uri = typeof kept.uri === 'string' ? kept.uri : null;
    this.scope = kept.scope === 'all' || this.uri === null ? 'all' : 'file';
    this.adopt(panel);
    await this.refresh();
  }

  dispose(): void {
    this.panel?.dispose();
    this.received.dispose();
    for (const one of this.listening) one.dispose();
  }

  private create(focus: boolean): vscode.WebviewPanel {
    const column = settings.openGallery() === 'active' ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    return vscode.window.createWebviewPanel(VIEW, 'PLX Gallery', { viewColumn: column, preserveFocus: !focus }, {});
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.ready = false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'icons', 'plx-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'icons', 'plx-dark.svg'),
    };
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.form = null;
    });
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      this.receive(message);
    });
    this.load(panel, this.rootsFor(this.book.list(null)));
  }

  private load(panel: vscode.WebviewPanel, roots: vscode.Uri[]): void {
    panel.webview.options = { enableScripts: true, localResourceRoots: roots };
    const file = (name: string): string =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(this.extensionUri, 'dist', name)).toString();
    panel.webview.html = pageHtml({
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: file('gallery.js'),
      style: file('gallery.css'),
    });
  }

  /** The extension's own files, the workspace, and the folders that runs have put images into. */
  private rootsFor(runs: readonly Run[]): vscode.Uri[] {
    const files = runs.flatMap(({ slots }) => slots.map(({ file }) => file)).filter((file) => file !== null);
    const outs = new Set([...runs.map(({ out }) => out).filter((out) => out !== null), ...files.map(dirname)]);
    return [
      vscode.Uri.joinPath(this.extensionUri, 'dist'),
      ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
      ...[...outs].map((out) => vscode.Uri.file(out)),
    ];
  }

  /** Images outside the folders the page may read: the page is loaded again with one folder more. */
  private allow(runs: readonly Run[]): void {
    if (this.panel === undefined) return;
    const roots = this.panel.webview.options.localResourceRoots ?? [];
    const missing = this.rootsFor(runs).filter(
      (wanted) => !roots.some((root) => wanted.path === root.path || wanted.path.startsWith(`${root.path}/`)),
    );
    if (missing.length === 0) return;
    this.ready = false;
    this.load(this.panel, [...roots, ...missing]);
  }

  private receive(message: FromPage): void {
    if (message.kind === 'ready') {
      this.ready = true;
      this.showAll();
      if (this.form !== null) this.post({ kind: 'form', form: this.form });
    } else if (message.kind === 'scope') {
      this.scope = message.scope;
      void this.refresh();
    } else if (message.kind === 'refresh') {
      void this.refresh();
    } else {
      this.received.fire(message);
    }
  }

  private showAll(): void {
    const runs = this.book.list(this.scopeUri());
    this.allow(runs);
    const fileName = this.uri === null ? null : basename(vscode.Uri.parse(this.uri).path);
    this.post({
      kind: 'runs',
      runs: runs.map((run) => this.shown(run)),
      scope: this.scope,
      uri: this.uri,
      fileName,
      trusted: vscode.workspace.isTrusted,
    });
  }

  private showRun(run: Run): void {
    if (this.scopeUri() !== null && run.uri !== this.scopeUri()) return;
    this.allow([run]);
    this.post({ kind: 'run', run: this.shown(run) });
  }

  private shown(run: Run): ShownRun {
    const webview = this.panel?.webview;
    const address = (file: string | null): string | null =>
      file === null || webview === undefined ? null : webview.asWebviewUri(vscode.Uri.file(file)).toString();
    return { ...run, sources: run.slots.map(({ file }) => address(file)) };
  }

  private scopeUri(): string | null {
    return this.scope === 'file' ? this.uri : null;
  }

  private post(message: ToPage): void {
    if (this.ready) void this.panel?.webview.postMessage(message);
  }
}
