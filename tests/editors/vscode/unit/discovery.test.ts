/** Which server is started: the order, and what is never started. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidates, discover, explain, type Machine, type Surroundings } from '../../../../editors/vscode/src/server/discovery';

const around: Surroundings = {
  setting: '',
  trusted: true,
  folders: ['/ws'],
  interpreter: '/envs/chosen/bin/python',
  own: '/storage/server',
  ownIsCurrent: true,
  windows: false,
};

/** A machine on which just these programs are a plx. */
function withPlx(...programs: string[]): Machine & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    exists: (path) => Promise.resolve(programs.includes(path)),
    ask: (command) => {
      asked.push(command);
      return Promise.resolve(programs.includes(command) ? { version: '0.1.0' } : { problem: 'not there' });
    },
  };
}

test('the setting comes first, even when the workspace has a server', async () => {
  const machine = withPlx('/opt/plx', '/ws/.venv/bin/plx');
  const found = await discover({ ...around, setting: '/opt/plx' }, machine);
  assert.deepEqual(found, { found: true, command: '/opt/plx', origin: 'setting', version: '0.1.0' });
});

test('a setting that does not work is an error, not a reason to look further', async () => {
  const machine = withPlx('/ws/.venv/bin/plx');
  const found = await discover({ ...around, setting: '/opt/plx' }, machine);
  assert.equal(found.found, false);
  assert.deepEqual(machine.asked, ['/opt/plx']);
  assert.match(explain(found), /\/opt\/plx: not there/);
});

test('a relative setting counts from the workspace folder, a bare name is left to PATH', async () => {
  const machine = withPlx('/ws/tools/plx', 'plx');
  assert.equal((await discover({ ...around, setting: './tools/plx' }, machine) as { command: string }).command, '/ws/tools/plx');
  assert.equal((await discover({ ...around, setting: 'plx' }, machine) as { command: string }).command, 'plx');
  assert.equal(
    (await discover({ ...around, setting: '${workspaceFolder}/tools/plx' }, machine) as { command: string }).command,
    '/ws/tools/plx',
  );
});

test('then the selected interpreter, .venv, venv, and the own environment', () => {
  assert.deepEqual(
    candidates(around).map(({ command }) => command),
    ['/envs/chosen/bin/plx', '/ws/.venv/bin/plx', '/ws/venv/bin/plx', '/storage/server/bin/plx'],
  );
});

test('the same place is tried once', () => {
  const commands = candidates({ ...around, interpreter: '/ws/.venv/bin/python' }).map(({ command }) => command);
  assert.deepEqual(commands, ['/ws/.venv/bin/plx', '/ws/venv/bin/plx', '/storage/server/bin/plx']);
});

test('an environment without plx is passed over', async () => {
  const found = await discover(around, withPlx('/ws/venv/bin/plx', '/storage/server/bin/plx'));
  assert.equal((found as { command: string }).command, '/ws/venv/bin/plx');
});

test('an untrusted workspace has nothing of its own started', async () => {
  const machine = withPlx('/ws/.venv/bin/plx', '/envs/chosen/bin/plx', '/storage/server/bin/plx');
  const found = await discover({ ...around, trusted: false }, machine);
  assert.equal((found as { origin: string }).origin, 'own');
  assert.deepEqual(machine.asked, ['/storage/server/bin/plx']);
});

test('an own environment of another version is not used', async () => {
  const found = await discover({ ...around, ownIsCurrent: false }, withPlx('/storage/server/bin/plx'));
  assert.equal(found.found, false);
});

test('on Windows, programs are in Scripts', () => {
  const windows = { ...around, windows: true, interpreter: 'C:\\envs\\chosen\\Scripts\\python.exe' };
  const [first, second] = candidates(windows).map(({ command }) => command.replaceAll('\\', '/'));
  assert.equal(first, 'C:/envs/chosen/Scripts/plx.exe');
  assert.equal(second, '/ws/.venv/Scripts/plx.exe');
});

test('what was tried is told, place by place', async () => {
  const found = await discover({ ...around, ownIsCurrent: false, interpreter: undefined }, withPlx());
  assert.equal(explain(found as never), '/ws/.venv/bin/plx: not there\n/ws/venv/bin/plx: not there');
});
