/** The extension's own environment: which Python, when it counts as made, what is left after a failure. */

import assert from 'node:assert/strict';
import { access, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  bundledWheel,
  choosePython,
  fingerprint,
  isCurrent,
  makeEnvironment,
  type Making,
} from '../../../../editors/vscode/src/server/environment';
import { execute, type Execute, type Result } from '../../../../editors/vscode/src/server/process';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plx-environment-'));
});
after(() => rm(folder, { recursive: true }));

/** Programs that answer as told, by the program's name. */
function answering(answers: Record<string, Partial<Result>>): Execute & { calls: string[][] } {
  const calls: string[][] = [];
  const fake: Execute = (command, args) => {
    calls.push([command, ...args]);
    return Promise.resolve({ code: 0, output: '', ...(answers[command] ?? { code: null, problem: 'spawn ENOENT' }) });
  };
  return Object.assign(fake, { calls });
}

test('the first Python that is new enough is taken, and the others say why not', async () => {
  const { python, refused } = await choosePython(
    [['python3'], ['python'], ['py', '-3']],
    answering({ python3: { output: '3.9.18\n' }, py: { output: '3.13.1\r\n' } }),
  );
  assert.deepEqual(python, { command: 'py', args: ['-3'], version: '3.13.1' });
  assert.deepEqual(refused, ['python3: Python 3.9.18 is older than 3.10', 'python: spawn ENOENT']);
});

test('a Python without venv is refused with its own words', async () => {
  const broken = { code: 1, output: "Traceback\nModuleNotFoundError: No module named 'ensurepip'\n" };
  const { python, refused } = await choosePython([['python3']], answering({ python3: broken }));
  assert.equal(python, undefined);
  assert.deepEqual(refused, ["python3: ModuleNotFoundError: No module named 'ensurepip'"]);
});

async function making(change: Partial<Making>): Promise<Making> {
  const wheel = join(folder, 'plx_lsp-0.1.0-py3-none-any.whl');
  await writeFile(wheel, 'wheel');
  return {
    folder: join(folder, 'env'),
    wheel,
    python: { command: 'python3', args: [], version: '3.12.0' },
    windows: false,
    execute: answering({}),
    signal: new AbortController().signal,
    report: () => undefined,
    log: () => undefined,
    ...change,
  };
}

test('a finished environment is current for its own wheel only', async () => {
  const env = join(folder, 'env');
  const plan = await making({ execute: answering({ python3: {}, [join(env, 'bin', 'python')]: {} }) });
  assert.deepEqual(await makeEnvironment(plan), { command: join(env, 'bin', 'plx') });
  assert.equal(await isCurrent(env, await fingerprint(plan.wheel)), true);
  assert.equal(await isCurrent(env, 'another'), false);
});

test('an environment whose installation failed is not current, and says what pip said', async () => {
  const env = join(folder, 'env');
  const pip = { code: 1, output: 'Collecting pygls\nERROR: No matching distribution found for pygls\n' };
  const plan = await making({ execute: answering({ python3: {}, [join(env, 'bin', 'python')]: pip }) });
  assert.deepEqual(await makeEnvironment(plan), { problem: 'ERROR: No matching distribution found for pygls' });
  assert.equal(await isCurrent(env, await fingerprint(plan.wheel)), false);
});

test('what an earlier attempt left is cleared away', async () => {
  const env = join(folder, 'env');
  await mkdir(env, { recursive: true });
  await writeFile(join(env, 'stale'), '');
  await makeEnvironment(await making({ execute: answering({ python3: {} }) }));
  await assert.rejects(access(join(env, 'stale')));
});

test('Python is started isolated from the folder it is started in', async () => {
  const env = join(folder, 'env');
  const fake = answering({ python3: { output: '3.12.0' }, [join(env, 'bin', 'python')]: {} });
  await choosePython([['python3']], fake);
  await makeEnvironment(await making({ execute: fake }));
  assert.equal(fake.calls.length, 3);
  for (const [, first] of fake.calls) assert.equal(first, '-I');
});

test('the newest wheel is found; without one there is none', async () => {
  assert.equal(await bundledWheel(folder), undefined);
  await mkdir(join(folder, 'server'));
  for (const version of ['0.1.0', '0.2.0']) await writeFile(join(folder, 'server', `plx_lsp-${version}-py3-none-any.whl`), '');
  assert.equal(await bundledWheel(folder), join(folder, 'server', 'plx_lsp-0.2.0-py3-none-any.whl'));
});

test('a program is ended when its time is up, and when it is cancelled', async () => {
  const sleep = ['-e', 'setTimeout(() => {}, 60000)'];
  const late = await execute(process.execPath, sleep, { timeoutMs: 50 });
  assert.match(late.problem ?? '', /no answer/);
  const abort = new AbortController();
  const cancelled = execute(process.execPath, sleep, { signal: abort.signal });
  abort.abort();
  assert.equal((await cancelled).problem, 'cancelled');
});

test('a program that is not there is a problem in words, its lines come whole', async () => {
  assert.match((await execute(join(folder, 'nothing'), [])).problem ?? '', /ENOENT/);
  const lines: string[] = [];
  const halves = 'process.stdout.write("one\\ntw"); setTimeout(() => process.stdout.write("o\\nthree"), 20)';
  const { code } = await execute(process.execPath, ['-e', halves], { onLine: (line) => lines.push(line) });
  assert.equal(code, 0);
  assert.deepEqual(lines, ['one', 'two', 'three']);
});
