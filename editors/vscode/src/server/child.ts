/**
 * The server's process: started by us rather than by the language client, so that its last words can be told to the user
 * and its end is certain. It speaks on stdin and stdout; stderr is for people.
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

const LAST_WORDS = 4000;
const GRACE_MS = 1500;

export class Child {
  private words = '';

  private constructor(readonly process: ChildProcessWithoutNullStreams) {
    process.stderr.on('data', (data: Buffer) => {
      this.words = (this.words + data.toString()).slice(-LAST_WORDS);
    });
  }

  /** Rejects where the program cannot be started at all. */
  static start(command: string, args: readonly string[], cwd: string): Promise<Child> {
    return new Promise((resolve, reject) => {
      const process = spawn(command, [...args], { cwd, windowsHide: true });
      process.once('error', reject);
      process.once('spawn', () => {
        resolve(new Child(process));
      });
    });
  }

  /** The last line it wrote to stderr, which is where a program says why it gives up. */
  lastWords(): string | undefined {
    return this.words.split(/\r?\n/).findLast((line) => line.trim() !== '')?.trim();
  }

  /** Ends it, if it has not ended by itself a moment after its input was closed. */
  end(): void {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.stdin.end();
    const timer = setTimeout(() => this.process.kill(), GRACE_MS);
    this.process.once('exit', () => {
      clearTimeout(timer);
    });
  }
}
