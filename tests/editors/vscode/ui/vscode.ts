/**
 * A real VS Code (code-server) with the packaged extension in it, in headless Chromium. One `open` is one machine: its
 * own settings, extensions, home and workspace, in a temporary folder that goes when it is closed.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const EDITORS = join(process.env['PLX_EDITORS'] ?? join(CHECKOUT, '.editors'), 'code-server');
const NODE = join(EDITORS, 'node', 'node24');
const ENTRY = join(EDITORS, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
const VSIX = join(CHECKOUT, 'editors', 'vscode', 'plx-lsp.vsix');
export const SHOTS = join(CHECKOUT, '.screenshots', 'vscode');
export const PLX = join(CHECKOUT, '.venv', 'bin', 'plx');

/** VS Code's name for files of this machine in a webview; its service worker answers, and the name is never looked up. */
const LOCAL_FILES = '.vscode-resource.vscode-cdn.net';

const START_MS = 60_000;
const STEP_MS = 15_000;

/** Quiet: nothing that moves, asks or calls home. */
const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'window.menuBarVisibility': 'compact',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.cursorBlinking': 'solid',
};

export interface Setup {
  /** Path in the workspace → text. */
  files: Record<string, string>;
  settings?: Record<string, unknown>;
  /** Asks about trust as VS Code does on a first visit; without it, every workspace is trusted. */
  askTrust?: boolean;
  /** Puts the checkout's environment into the workspace as `.venv`, where the extension looks for it. */
  environment?: boolean;
  env?: Record<string, string>;
  /** Loads the extension from its folder and runs these tests in the extension host. */
  hostTests?: string;
  size?: { width: number; height: number };
  /** Pixels of a screenshot for each of the screen's. */
  scale?: number;
}

export interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Machine {
  page: Page;
  workspace: string;
  /** Origins other than this machine that the page asked for. */
  outside: Set<string>;
  /** Opens the window anew, with one file or none. */
  reload(file?: string): Promise<void>;
  /** A picture of the screen, or of a part of it. */
  shot(name: string, clip?: Clip): Promise<void>;
  close(): Promise<void>;
}

export async function open(setup: Setup, file?: string, onPage?: (page: Page) => Promise<void>): Promise<Machine> {
  const root = mkdtempSync(join(tmpdir(), 'plx-vscode-'));
  const at = (name: string): string => join(root, name);
  const workspace = at('workspace');
  layOut(setup, root, workspace);
  const environment = quietEnvironment(root, setup.env);
  const options = ['--config', at('config.yaml'), '--user-data-dir', at('data'), '--extensions-dir', at('extensions')];
  if (setup.hostTests === undefined) install(options, environment);
  const port = await freePort();
  const server = start(options, port, setup, environment, at('server.log'));
  const outside = new Set<string>();
  let context: BrowserContext | undefined;
  const close = async (): Promise<void> => {
    await context?.close().catch(() => undefined);
    await stop(server);
    if (process.env['KEEP'] === undefined) rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    else console.log(root);
  };
  try {
    await listening(port, server);
    context = await browser(at('profile'), setup.size ?? { width: 1400, height: 850 }, setup.scale ?? 1);
    context.on('request', (request) => {
      const { protocol, hostname, origin } = new URL(request.url());
      if (/^(https?|wss?):/.test(protocol) && hostname !== '127.0.0.1' && !hostname.endsWith(LOCAL_FILES)) outside.add(origin);
    });
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(STEP_MS);
    await onPage?.(page);
    const reload = async (shown?: string): Promise<void> => {
      await page.goto(address(port, workspace, shown, setup.hostTests));
    };
    await reload(file);
    const shot = async (name: string, clip?: Clip): Promise<void> => {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`), ...(clip === undefined ? {} : { clip }) });
    };
    return { page, workspace, outside, reload, shot, close };
  } catch (error) {
    console.log(readFileSync(at('server.log'), 'utf8').slice(-2000));
    await close();
    throw error;
  }
}

function layOut(setup: Setup, root: string, workspace: string): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [name, text] of Object.entries(setup.files)) put(join(workspace, name), text);
  const settings = JSON.stringify({ ...QUIET, 'security.workspace.trust.enabled': setup.askTrust === true, ...setup.settings });
  put(join(root, 'data', 'User', 'settings.json'), settings);
  // With tests in the extension host, the user's settings are an empty store in memory.
  if (setup.hostTests !== undefined) put(join(root, 'data', 'Machine', 'settings.json'), settings);
  put(join(root, 'config.yaml'), 'auth: none\ncert: false\n');
  if (setup.environment === true) symlinkSync(join(CHECKOUT, '.venv'), join(workspace, '.venv'));
}

/** Without the keys, proxies and folders of whoever runs the tests. */
function quietEnvironment(root: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(['PATH', 'LANG', 'TMPDIR'].map((name) => [name, process.env[name]]));
  return { ...kept, HOME: root, XDG_CONFIG_HOME: join(root, 'xdg'), XDG_DATA_HOME: join(root, 'xdg'), EXTENSIONS_GALLERY: '{}', ...more };
}

function install(options: string[], env: NodeJS.ProcessEnv): void {
  const { stdout, stderr } = spawnSync(NODE, [ENTRY, ...options, '--install-extension', VSIX], { env, encoding: 'utf8' });
  if (!stdout.includes('successfully installed')) throw new Error(`The .vsix was not installed: ${stdout}${stderr}`);
}

function start(options: string[], port: number, setup: Setup, env: NodeJS.ProcessEnv, log: string): ChildProcess {
  const output = openSync(log, 'w');
  const child = spawn(
    NODE,
    [
      ENTRY,
      ...options,
      ...['--bind-addr', `127.0.0.1:${String(port)}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check'],
      ...['--disable-getting-started-override', '--disable-proxy'],
      ...(setup.askTrust === true ? [] : ['--disable-workspace-trust']),
      // A built VS Code runs tests in its extension host only with this.
      ...(setup.hostTests === undefined ? [] : ['--vscode-option', 'enable-smoke-test-driver']),
    ],
    { env, stdio: ['ignore', output, output], detached: true },
  );
  closeSync(output);
  return child;
}

/** Ends code-server with everything it started: extension hosts, language servers, runs. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => { resolve(); }));
  process.kill(-server.pid, 'SIGTERM');
  const timer = setTimeout(() => {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  }, 5000);
  await gone;
  clearTimeout(timer);
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const ok = await fetch(`http://127.0.0.1:${String(port)}/healthz`).then((answer) => answer.ok, () => false);
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('code-server did not start');
}

function browser(profile: string, viewport: { width: number; height: number }, deviceScaleFactor: number): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    viewport,
    deviceScaleFactor,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
    ],
  });
}

function address(port: number, workspace: string, file: string | undefined, hostTests: string | undefined): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${String(port)}${path}`;
  const payload = [
    ...(file === undefined ? [] : [['openFile', remote(join(workspace, file))]]),
    ...(hostTests === undefined
      ? []
      : [
          ['extensionDevelopmentPath', remote(join(CHECKOUT, 'editors', 'vscode'))],
          ['extensionTestsPath', remote(hostTests)],
          ['skipWelcome', 'true'],
        ]),
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${String(port)}/?${query.toString().replaceAll('+', '%20')}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => { resolve(port); });
    });
  });
}

/** A test that leaves a picture of the screen when it fails. */
export function stepsOn(machine: () => Machine): (name: string, body: () => Promise<void>, timeout?: number) => void {
  return (name, body, timeout) => {
    void test(name, timeout === undefined ? {} : { timeout }, async () => {
      try {
        await body();
      } catch (error) {
        await machine().shot(`failed-${name.replace(/[^a-z]+/gi, '-').slice(0, 50)}`).catch(() => undefined);
        throw error;
      }
    });
  };
}

/** The page's examples, as they are in the checkout. */
export function example(name: string): string {
  return readFileSync(join(CHECKOUT, 'examples', name), 'utf8');
}

/** Copies a folder of the checkout into a workspace. */
export function copyInto(workspace: string, from: string): void {
  cpSync(join(CHECKOUT, from), workspace, { recursive: true });
}
