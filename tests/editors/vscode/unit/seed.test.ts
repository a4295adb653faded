/** "Keep this seed": the text of a pipe before and after. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedEdit } from '../../../../editors/vscode/src/gallery/seed';

/** The text after seed 42 was kept in the pipe whose header is on the first line with `[pipe.x`. */
function kept(text: string): string | null {
  const lines = text.split('\n');
  const edit = seedEdit(lines, lines.findIndex((line) => line.includes('pipe.x') || line.startsWith('x =')), 42);
  if (edit === null) return null;
  const line = lines[edit.line] ?? '';
  lines[edit.line] = line.slice(0, edit.start) + edit.text + line.slice(edit.end);
  return lines.join('\n');
}

test('a seed goes below its neighbours', () => {
  assert.equal(
    kept('[pipe.x]\ntype = "PipeImgGen"\nimg_gen = "m"\naspect_ratio = "1:1"\n\n[pipe.y]\nseed = 1\n'),
    '[pipe.x]\ntype = "PipeImgGen"\nimg_gen = "m"\naspect_ratio = "1:1"\nseed = 42\n\n[pipe.y]\nseed = 1\n',
  );
});

test('a seed that is there is replaced, its comment kept', () => {
  assert.equal(kept('[pipe.x]\nseed = "auto" # any\n'), '[pipe.x]\nseed = 42 # any\n');
  assert.equal(kept('[pipe.x]\n  seed=7#c\n'), '[pipe.x]\n  seed= 42#c\n');
  assert.equal(kept('[pipe.x]\n"seed" = 7'), '[pipe.x]\n"seed" = 42');
  assert.equal(kept('[pipe.x]\nseed =\n'), '[pipe.x]\nseed = 42\n');
});

test('another pipe is left alone', () => {
  assert.equal(kept('[pipe.y]\nseed = 1\n[pipe.x]\noutput = "Image"'), '[pipe.y]\nseed = 1\n[pipe.x]\noutput = "Image"\nseed = 42');
});

test('text that looks like a seed or a header inside a string is no seed and no header', () => {
  const text = '[pipe.x]\nprompt = """\nseed = 1\n[pipe.z]\n\\""" still """""\nnotes = \'\'\'\nseed = 2\n\'\'\'\nquality = "hd"\n';
  assert.equal(kept(text), text.replace('quality = "hd"\n', 'quality = "hd"\nseed = 42\n'));
});

test('arrays and inline tables over several lines are one entry', () => {
  const text = '[pipe.x]\ninputs = { a = "Text" }\nsteps = [\n  { pipe = "]" }, # [\n]\n';
  assert.equal(kept(text), '[pipe.x]\ninputs = { a = "Text" }\nsteps = [\n  { pipe = "]" }, # [\n]\nseed = 42\n');
});

test('a pipe of nothing but a header takes one, and a comment does not hide it', () => {
  assert.equal(kept('[pipe.x]'), '[pipe.x]\nseed = 42');
  assert.equal(kept('[pipe.x]\n# seed = 1\n'), '[pipe.x]\nseed = 42\n# seed = 1\n');
});

test('a pipe written inline gets none', () => {
  assert.equal(kept('[pipe]\nx = { type = "PipeImgGen" }'.replace('[pipe]\n', '')), null);
});

test('a string that never ends does not hang', () => {
  assert.equal(typeof kept('[pipe.x]\nprompt = """\nno end\n'), 'string');
});
