/**
 * Which `plx` to start. Pure but for the questions it asks through `Machine`, so that the order can be tested.
 *
 * The order: the setting `plx.server.path`; the workspace's Python environment; the extension's own. A setting that
 * does not work is an error, never a reason to look further: who wrote it means it. In an untrusted workspace nothing
 * that belongs to the workspace is started.
 */

import { isAbsolute, join, resolve } from 'node:path';

export type Origin = 'setting' | 'workspace' | 'own';

export interface Found {
  found: true;
  command: string;
  origin: Origin;
  /** What `plx --version` said. */
  version: string;
}

export interface Attempt {
  where: string;
  problem: string;
}

export interface NotFound {
  found: false;
  /** True when the user named a server that does not work: nothing else was tried. */
  misconfigured: boolean;
  attempts: Attempt[];
}

export interface Surroundings {
  /** The value of `plx.server.path`, empty when it is not set. */
  setting: string;
  trusted: boolean;
  /** Workspace folders, absolute. */
  folders: readonly string[];
  /** The interpreter the Python extension has selected, if there is one. */
  interpreter: string | undefined;
  /** The folder of the extension's own environment. */
  own: string;
  /** True where the own environment was made from the wheel this extension carries. */
  ownIsCurrent: boolean;
  windows: boolean;
}

export interface Machine {
  exists(path: string): Promise<boolean>;
  /** Version of the `plx` at `command`, or why it is none. */
  ask(command: string): Promise<{ version: string } | { problem: string }>;
}

export async function discover(around: Surroundings, machine: Machine): Promise<Found | NotFound> {
  if (around.setting.trim() !== '') return fromSetting(around, machine);
  const attempts: Attempt[] = [];
  for (const { command, origin } of candidates(around)) {
    if (!(await machine.exists(command))) {
      attempts.push({ where: command, problem: 'not there' });
      continue;
    }
    const answer = await machine.ask(command);
    if ('version' in answer) return { found: true, command, origin, version: answer.version };
    attempts.push({ where: command, problem: answer.problem });
  }
  return { found: false, misconfigured: false, attempts };
}

async function fromSetting(around: Surroundings, machine: Machine): Promise<Found | NotFound> {
  const command = resolveSetting(around.setting.trim(), around.folders);
  const answer = await machine.ask(command);
  if ('version' in answer) return { found: true, command, origin: 'setting', version: answer.version };
  return { found: false, misconfigured: true, attempts: [{ where: command, problem: answer.problem }] };
}

/** A bare name is looked up on PATH by the system; a relative path counts from the first workspace folder. */
export function resolveSetting(setting: string, folders: readonly string[]): string {
  const first = folders[0];
  const path = first === undefined ? setting : setting.replaceAll('${workspaceFolder}', first);
  const hasSlash = path.includes('/') || path.includes('\\');
  return !hasSlash || isAbsolute(path) || first === undefined ? path : resolve(first, path);
}

export function candidates(around: Surroundings): { command: string; origin: Origin }[] {
  const found: { command: string; origin: Origin }[] = [];
  if (around.trusted) {
    if (around.interpreter !== undefined)
      found.push({ command: besideInterpreter(around.interpreter, around.windows), origin: 'workspace' });
    for (const folder of around.folders)
      for (const name of ['.venv', 'venv'])
        found.push({ command: inEnvironment(join(folder, name), around.windows), origin: 'workspace' });
  }
  if (around.ownIsCurrent) found.push({ command: inEnvironment(around.own, around.windows), origin: 'own' });
  return found.filter((one, index) => found.findIndex((other) => other.command === one.command) === index);
}

/** Where an environment keeps a program. */
export function inEnvironment(folder: string, windows: boolean, program = 'plx'): string {
  return windows ? join(folder, 'Scripts', `${program}.exe`) : join(folder, 'bin', program);
}

function besideInterpreter(interpreter: string, windows: boolean): string {
  const folder = interpreter.replace(/[\\/][^\\/]+$/, '');
  return join(folder, windows && !/scripts$/i.test(folder) ? join('Scripts', 'plx.exe') : windows ? 'plx.exe' : 'plx');
}

/** One line per place that was looked at, for the log and the error. */
export function explain(missing: NotFound): string {
  return missing.attempts.length === 0
    ? 'No place to look: no Python environment in the workspace, and none made by this extension yet.'
    : missing.attempts.map(({ where, problem }) => `${where}: ${problem}`).join('\n');
}
