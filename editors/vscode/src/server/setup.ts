/**
 * Finding the server, and making its environment where there is none: the conversation with the user around
 * discovery.ts and environment.ts. Nothing is installed without a yes.
 */

import * as vscode from 'vscode';
import { settings } from '../settings';
import { discover, explain, type Found, type NotFound } from './discovery';
import { bundledWheel, choosePython, fingerprint, isCurrent, makeEnvironment, OLDEST_PYTHON, type Python } from './environment';
import { selectedInterpreter } from './interpreter';
import { machine } from './machine';
import { execute } from './process';

const WINDOWS = process.platform === 'win32';

export class Setup {
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async find(): Promise<Found | NotFound> {
    const wheel = await bundledWheel(this.context.extensionPath);
    const own = this.ownFolder();
    const found = await discover(
      {
        setting: settings.serverPath(),
        trusted: vscode.workspace.isTrusted,
        folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
        interpreter: vscode.workspace.isTrusted ? await selectedInterpreter() : undefined,
        own,
        ownIsCurrent: wheel !== undefined && (await isCurrent(own, await fingerprint(wheel))),
        windows: WINDOWS,
      },
      machine,
    );
    if (found.found) this.log.info(`Server: ${found.command} (${found.origin}), plx ${found.version}`);
    else this.log.warn(`No server found.\n${explain(found)}`);
    return found;
  }

  /** Tells that there is no server and offers what can be done. Gives true when one was made. */
  async offer(missing: NotFound): Promise<boolean> {
    if (missing.misconfigured) return this.offerSettings(missing);
    const setUp = 'Set Up';
    const choose = 'Open Setting';
    const answer = await vscode.window.showInformationMessage(
      'PLX needs its language server, the Python package plx-lsp. It is not in this workspace’s Python environment. ' +
        'Set up a private copy? It comes with this extension; what it depends on is installed from your Python package index.',
      setUp,
      choose,
      'Show Log',
    );
    if (answer === setUp) return this.make();
    if (answer === choose) await openServerSetting();
    if (answer === 'Show Log') this.log.show();
    return false;
  }

  /** Makes the extension's own environment, with progress. Gives true when it is there. */
  async make(): Promise<boolean> {
    const wheel = await bundledWheel(this.context.extensionPath);
    if (wheel === undefined) {
      void this.fail('This copy of the extension carries no server: it was not built with “npm run package”.');
      return false;
    }
    const python = await this.python();
    if (python === undefined) return false;
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Setting up PLX', cancellable: true },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          abort.abort();
        });
        return makeEnvironment({
          folder: this.ownFolder(),
          wheel,
          python,
          windows: WINDOWS,
          execute,
          signal: abort.signal,
          report: (message) => {
            progress.report({ message });
          },
          log: (line) => {
            this.log.info(line);
          },
        });
      },
    );
    if ('command' in outcome) return true;
    if (outcome.problem !== 'cancelled') void this.fail(`Setting up the PLX server failed: ${outcome.problem}`);
    return false;
  }

  private async python(): Promise<Python | undefined> {
    const selected = vscode.workspace.isTrusted ? await selectedInterpreter() : undefined;
    const { python, refused } = await choosePython(
      [...(selected === undefined ? [] : [[selected]]), ['python3'], ['python'], ...(WINDOWS ? [['py', '-3']] : [])],
      execute,
    );
    if (python !== undefined) return python;
    this.log.warn(`No Python to set up the server with.\n${refused.join('\n')}`);
    void this.fail(
      `The PLX server needs Python ${OLDEST_PYTHON.join('.')} or newer with venv, and none was found. ` +
        'Install Python, or set plx.server.path to a plx you have.',
    );
    return undefined;
  }

  private async offerSettings(missing: NotFound): Promise<boolean> {
    const open = 'Open Setting';
    const answer = await vscode.window.showErrorMessage(
      `The setting plx.server.path names a server that does not start. ${explain(missing)}`,
      open,
      'Show Log',
    );
    if (answer === open) await openServerSetting();
    if (answer === 'Show Log') this.log.show();
    return false;
  }

  private async fail(message: string): Promise<void> {
    this.log.error(message);
    const answer = await vscode.window.showErrorMessage(message, 'Show Log', 'Open Setting');
    if (answer === 'Show Log') this.log.show();
    if (answer === 'Open Setting') await openServerSetting();
  }

  private ownFolder(): string {
    return vscode.Uri.joinPath(this.context.globalStorageUri, 'server').fsPath;
  }
}

function openServerSetting(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', 'plx.server.path');
}
