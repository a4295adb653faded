/**
 * The extension's own Python environment, made from the wheel inside the .vsix when the workspace has none.
 *
 * Knows nothing of VS Code: consent, progress and messages are the caller's (setup.ts). A folder counts as an
 * environment only after its last step, when the stamp is written; one that was cut off is made again from nothing.
 * Python runs isolated (-I), so that no module lying in the folder VS Code was started from is loaded instead.
 */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inEnvironment } from './discovery';
import type { Execute } from './process';

/** Oldest Python the server runs on. */
export const OLDEST_PYTHON = [3, 10] as const;

const STAMP = 'plx-ready.json';

export interface Python {
  command: string;
  args: string[];
  version: string;
}

/** The wheel this extension carries, or undefined in a checkout that was never packaged. */
export async function bundledWheel(extensionFolder: string): Promise<string | undefined> {
  const folder = join(extensionFolder, 'server');
  const names = await readdir(folder).catch(() => []);
  const wheel = names.filter((name) => name.endsWith('.whl')).sort().at(-1);
  return wheel === undefined ? undefined : join(folder, wheel);
}

export async function fingerprint(file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex');
}

/** Whether the environment in `folder` was completed from the wheel with this fingerprint. */
export async function isCurrent(folder: string, wheelFingerprint: string): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(join(folder, STAMP), 'utf8')) as { wheel?: unknown };
    return stamp.wheel === wheelFingerprint;
  } catch {
    return false;
  }
}

/** The first Python among `commands` that is new enough, with what was wrong with the others. */
export async function choosePython(
  commands: readonly (readonly string[])[],
  execute: Execute,
): Promise<{ python: Python | undefined; refused: string[] }> {
  const refused: string[] = [];
  for (const [command, ...args] of commands) {
    if (command === undefined) continue;
    const { code, output, problem } = await execute(command, [
      ...args,
      '-I',
      '-c',
      'import sys, venv, ensurepip; print("%d.%d.%d" % sys.version_info[:3])',
    ]);
    const version = /^(\d+)\.(\d+)\.\d+\s*$/m.exec(output);
    if (code !== 0 || version === null) {
      refused.push(`${command}: ${problem ?? lastLine(output) ?? 'no answer'}`);
    } else if (isOldEnough(Number(version[1]), Number(version[2]))) {
      return { python: { command, args, version: version[0].trim() }, refused };
    } else {
      refused.push(`${command}: Python ${version[0].trim()} is older than ${OLDEST_PYTHON.join('.')}`);
    }
  }
  return { python: undefined, refused };
}

function isOldEnough(major: number, minor: number): boolean {
  return major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);
}

export interface Making {
  folder: string;
  wheel: string;
  python: Python;
  windows: boolean;
  execute: Execute;
  signal: AbortSignal;
  report: (step: string) => void;
  log: (line: string) => void;
}

/** Makes the environment; gives the path of its `plx`, or what went wrong. */
export async function makeEnvironment(making: Making): Promise<{ command: string } | { problem: string }> {
  const { folder, wheel, python, execute, signal, report, log } = making;
  const run = async (command: string, args: string[]): Promise<string | undefined> => {
    log(`> ${[command, ...args].join(' ')}`);
    const result = await execute(command, args, { timeoutMs: 600_000, signal, onLine: log });
    if (result.code === 0) return undefined;
    return result.problem ?? lastLine(result.output) ?? `${command} ended with status ${String(result.code)}`;
  };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  report('making the environment');
  const problem =
    (await run(python.command, [...python.args, '-I', '-m', 'venv', folder])) ??
    (report('installing the server and what it needs'),
    await run(inEnvironment(folder, making.windows, 'python'), [
      '-I',
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-input',
      wheel,
    ]));
  if (problem !== undefined) return { problem };
  await writeFile(join(folder, STAMP), JSON.stringify({ wheel: await fingerprint(wheel), python: python.version }));
  return { command: inEnvironment(folder, making.windows) };
}

function lastLine(output: string): string | undefined {
  return output.split(/\r?\n/).findLast((line) => line.trim() !== '')?.trim();
}
