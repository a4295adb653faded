/**
 * The colours, line by line. Each files/*.plx has a .snap beside it: the line, then under it a row of carets for every
 * piece that has a scope of its own. `node unit.mjs --update` writes them; the diff is read.
 */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import * as oniguruma from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

const SYNTAXES = join(CHECKOUT, 'editors', 'vscode', 'syntaxes');
const FILES = join(CHECKOUT, 'tests', 'editors', 'vscode', 'grammar', 'files');
const SCOPES: Record<string, string> = {
  'source.plx': 'plx.tmLanguage.json',
  'markdown.plx.codeblock': 'plx.markdown.tmLanguage.json',
};

let grammars: Registry;
before(async () => {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  grammars = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      const file = SCOPES[scope];
      return Promise.resolve(file === undefined ? null : parseRawGrammar(readFileSync(join(SYNTAXES, file), 'utf8'), file));
    },
  });
});

async function load(scope: string): Promise<IGrammar> {
  const grammar = await grammars.loadGrammar(scope);
  assert.ok(grammar);
  return grammar;
}

/** Each line, then its coloured pieces. */
function paint(grammar: IGrammar, text: string): string {
  const painted: string[] = [];
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    painted.push(`>${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const own = scopes.slice(1).map((scope) => scope.replace(/\.plx$/, ''));
      const end = Math.min(endIndex, line.length);
      if (own.length > 0 && end > startIndex && line.slice(startIndex, end).trim() !== '')
        painted.push(`${' '.repeat(startIndex + 1)}${'^'.repeat(end - startIndex)} ${own.join(' ')}`);
    }
  }
  return painted.join('\n');
}

for (const name of readdirSync(FILES).filter((file) => file.endsWith('.plx'))) {
  test(`the colours of ${name}`, async () => {
    const painted = paint(await load('source.plx'), readFileSync(join(FILES, name), 'utf8'));
    const snapshot = join(FILES, `${name}.snap`);
    if (process.env['UPDATE_SNAPSHOTS'] !== undefined) writeFileSync(snapshot, painted);
    assert.ok(existsSync(snapshot), 'no snapshot yet: node unit.mjs --update');
    assert.equal(painted, readFileSync(snapshot, 'utf8'));
  });
}

test('a header closes whatever a broken line above it left open', async () => {
  for (const open of ['inputs = { a = "Text"', 'steps = [', 'output = "Image', 'model = "$x', 'img_gen_prompt = "never closed', 'prompt = "$x']) {
    const painted = paint(await load('source.plx'), `${open}\n[pipe.next]\ntype = "PipeImgGen"`);
    assert.match(painted, /\^ meta\.header\.pipe entity\.name\.function\.pipe/, open);
    assert.match(painted, /support\.class\.pipe-type/, open);
  }
});

test('an e-mail address in a template is coloured as the variable it is', async () => {
  assert.match(paint(await load('source.plx'), 'prompt = "mail user@example.com"'), /variable\.other\.template/);
});

test('a static prompt is text: nothing in it is a variable', async () => {
  assert.doesNotMatch(paint(await load('source.plx'), 'img_gen_prompt = "a $5 note, @home"'), /variable\.other\.template/);
});
