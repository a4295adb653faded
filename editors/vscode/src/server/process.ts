/**
 * Runs a short program to its end and keeps what it said. Used to ask Python and `plx` questions and to make the
 * extension's own environment; never for the language server itself, which the language client starts.
 */

import { spawn } from 'node:child_process';

export interface Result {
  /** Exit status; null when it was ended by a signal or could not be started. */
  code: number | null;
  output: string;
  /** Why it could not be started, was cut off or was cancelled, in words. */
  problem?: string;
}

export interface ExecuteOptions {
  timeoutMs?: number;
  cwd?: string;
  signal?: AbortSignal;
  onLine?: (line: string) => void;
}

export type Execute = (command: string, args: readonly string[], options?: ExecuteOptions) => Promise<Result>;

export const execute: Execute = (command, args, options = {}) =>
  new Promise((resolve) => {
    const timeoutMs = options.timeoutMs ?? 15_000;
    let output = '';
    let problem: string | undefined;
    const lines = new Lines(options.onLine);
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const end = (why: string): void => {
      problem = why;
      child.kill();
    };
    const timer = setTimeout(() => {
      end(`no answer in ${String(Math.round(timeoutMs / 1000))} s`);
    }, timeoutMs);
    const cancelled = (): void => {
      end('cancelled');
    };
    options.signal?.addEventListener('abort', cancelled, { once: true });
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      lines.end();
      options.signal?.removeEventListener('abort', cancelled);
      resolve({ code, output, ...(problem === undefined ? {} : { problem }) });
    };
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
      lines.push(chunk.toString());
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      problem = error.message;
      finish(null);
    });
    child.once('close', finish);
  });

/** Cuts what comes in pieces into lines. */
class Lines {
  private rest = '';

  constructor(private readonly tell: (line: string) => void = () => undefined) {}

  push(text: string): void {
    const lines = (this.rest + text).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.tell(line);
  }

  end(): void {
    if (this.rest !== '') this.tell(this.rest);
    this.rest = '';
  }
}
