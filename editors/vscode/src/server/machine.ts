/**
 * The machine that discovery asks: files that exist, and programs that say which `plx` they are.
 */

import { access } from 'node:fs/promises';
import type { Machine } from './discovery';
import { execute } from './process';

export const machine: Machine = {
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  ask: async (command) => {
    const { code, output, problem } = await execute(command, ['--version']);
    const version = /\bplx\b\S*\s+v?(\d+\.\d+\S*)/i.exec(output)?.[1];
    if (code === 0 && version !== undefined) return { version };
    if (problem !== undefined) return { problem };
    return { problem: code === 0 ? 'it is another program called plx' : (output.trim().split('\n').at(-1) ?? 'no answer') };
  },
};
