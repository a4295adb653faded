/**
 * The extension through VS Code's own API, in the extension host. Bundled by ui.mjs, started by ui/host.test.ts, which
 * reads what is printed here.
 */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const WAIT_MS = 20_000;

const tests: Record<string, () => Promise<void>> = {
  'the extension is active and its language is PLX': async () => {
    const extension = vscode.extensions.getExtension('plx-lsp.plx-lsp');
    await extension?.activate();
    assert.equal(extension?.isActive, true);
    assert.equal((await document('car.plx')).languageId, 'plx');
  },

  'a .mthds file is left to its own extension': async () => {
    assert.notEqual((await document('other.mthds')).languageId, 'plx');
  },

  'every command is there, the server’s own once': async () => {
    await until(async () => (await vscode.commands.getCommands(true)).includes('plx.run'));
    const commands = await vscode.commands.getCommands(true);
    const { contributes } = vscode.extensions.getExtension('plx-lsp.plx-lsp')?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    for (const { command } of contributes.commands) assert.ok(commands.includes(command), command);
  },

  'diagnostics have a rule, a range and a link': async () => {
    const { uri } = await document('broken.plx');
    const fault = await until(() =>
      vscode.languages.getDiagnostics(uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    assert.equal(fault.source, 'plx');
    assert.equal(vscode.window.activeTextEditor?.document.getText(fault.range), '"nonsense"');
    assert.ok(typeof fault.code === 'object' && fault.code.value === 'unknown-model');
  },

  'lenses have a title and a command that exists': async () => {
    const { uri } = await document('car.plx');
    const lenses = await until(async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
      return found.length > 0 ? found : undefined;
    });
    const commands = await vscode.commands.getCommands(true);
    for (const { command } of lenses) if (command?.command) assert.ok(commands.includes(command.command), command.command);
    assert.ok(lenses.some(({ command }) => command?.title.startsWith('▶ Run')));
  },

  'completion, hover, symbols, folding and semantic ranges answer': async () => {
    const { uri } = await document('car.plx');
    const inModel = new vscode.Position(5, 13);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, inModel);
    assert.ok(items.some(({ label }) => (typeof label === 'string' ? label : label.label) === 'base_img_gen'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, inModel);
    assert.ok(hovers.length > 0);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
    assert.ok(symbols.length > 0);
  },

  'a client without a form gets the run from the gallery’s own command': async () => {
    await vscode.commands.executeCommand('plx.showGallery');
    await until(() => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'PLX Gallery')));
  },

  'a preview started by its command makes a file': async () => {
    const { uri } = await document('car.plx');
    await vscode.commands.executeCommand('plx.preview', { uri: uri.toString(), pipe: 'generate_car_image' });
    await until(async () => (await vscode.workspace.findFiles('plx-out/**/*.png')).length > 0);
  },

  'a restart serves again': async () => {
    await vscode.commands.executeCommand('plx.restartServer');
    const { uri } = await document('car.plx');
    await until(async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
      return found.length > 0;
    });
  },
};

export async function run(): Promise<void> {
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`plx ok: ${name}`);
    } catch (error) {
      failed++;
      console.log(`plx not ok: ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  if (failed > 0) throw new Error(`${String(failed)} tests failed`);
}

async function document(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const opened = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
  await vscode.window.showTextDocument(opened);
  return opened;
}

async function until<T>(condition: () => T | undefined | Promise<T | undefined>): Promise<NonNullable<T>> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const met = await condition();
    if (met) return met;
    if (Date.now() > deadline) throw new Error(`not in ${String(WAIT_MS / 1000)} s: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
