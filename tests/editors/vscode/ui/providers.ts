/** Both image providers on loopback (tests/providers), for runs that really call something. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Providers {
  /** What points the runtime to them. */
  env: Record<string, string>;
  close(): void;
}

/** @param options as `python -m tests.providers` takes them */
export async function startProviders(...options: string[]): Promise<Providers> {
  const python = join(CHECKOUT, '.venv', 'bin', 'python');
  const child = spawn(python, ['-m', 'tests.providers', ...options], { cwd: CHECKOUT, stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([
    new Promise<string[]>((resolve) => createInterface(child.stdout).once('line', (text: string) => { resolve([text]); })),
    new Promise<never>((_, reject) => child.once('exit', () => { reject(new Error('the providers did not start')); })),
  ]));
  return {
    env: JSON.parse(line ?? '{}') as Record<string, string>,
    close: () => child.stdin.end(),
  };
}
