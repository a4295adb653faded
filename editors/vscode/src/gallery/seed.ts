/**
 * "Keep this seed": the edit that writes a seed into a pipe's source. Pure text in, one edit out.
 *
 * Works on the lines of one pipe, from its header on, and follows strings and arrays of several lines, so a prompt that
 * happens to say `seed = 1` stays as it is. A pipe written as an inline table gets no edit: there is no line to put it
 * on, and the caller says so.
 */

export interface LineEdit {
  /** Line of the document, from 0. */
  line: number;
  /** The characters of that line that go; equal where text is only put in. */
  start: number;
  end: number;
  text: string;
}

interface Entry {
  line: number;
  /** Last line of the entry. */
  end: number;
}

const HEADER = /^\s*\[/;
const NO_ENTRY = /^\s*(?:#|$)/;
const SEED = /^(\s*(?:seed|"seed"|'seed')\s*=)(\s*[^\s#]*)/;
/** A new seed goes below the last of its neighbours. */
const NEIGHBOUR = /^\s*(?:img_gen|model|imgg_handle|aspect_ratio|quality|nb_output|output)\s*=/;
const TOKEN = /"""|'''|"(?:[^"\\]|\\.)*"|'[^']*'|#.*$|[[\]{}]/g;

/**
 * @param lines the whole document
 * @param first line of the pipe's header
 */
export function seedEdit(lines: readonly string[], first: number, seed: number): LineEdit | null {
  if (!HEADER.test(lines[first] ?? '')) return null;
  const entries = entriesBelow(lines, first);
  for (const { line } of entries) {
    const [, before, value] = SEED.exec(lines[line] ?? '') ?? [];
    if (before !== undefined && value !== undefined)
      return { line, start: before.length, end: before.length + value.length, text: ` ${String(seed)}` };
  }
  const neighbour = entries.filter(({ line }) => NEIGHBOUR.test(lines[line] ?? '')).at(-1) ?? entries.at(-1);
  const line = neighbour?.end ?? first;
  const end = (lines[line] ?? '').length;
  return { line, start: end, end, text: `\nseed = ${String(seed)}` };
}

/** The entries of the table under a header; blank lines and comments are none. */
function entriesBelow(lines: readonly string[], header: number): Entry[] {
  const entries: Entry[] = [];
  let line = header + 1;
  while (line < lines.length && !HEADER.test(lines[line] ?? '')) {
    const end = NO_ENTRY.test(lines[line] ?? '') ? line : endOfEntry(lines, line);
    if (!NO_ENTRY.test(lines[line] ?? '')) entries.push({ line, end });
    line = end + 1;
  }
  return entries;
}

/** The line on which the entry that begins at `line` ends. */
function endOfEntry(lines: readonly string[], line: number): number {
  let state: Scan = { depth: 0, fence: null };
  for (let at = line; at < lines.length; at++) {
    state = scan(lines[at] ?? '', state);
    if (state.depth <= 0 && state.fence === null) return at;
  }
  return lines.length - 1;
}

interface Scan {
  /** Open brackets and braces. */
  depth: number;
  /** The quotes of the string that is open at the end of the line. */
  fence: string | null;
}

function scan(text: string, { depth, fence }: Scan): Scan {
  let at = 0;
  for (;;) {
    if (fence !== null) {
      at = endOfString(text, at, fence);
      if (at < 0) return { depth, fence };
      fence = null;
    }
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) return { depth, fence };
    at = TOKEN.lastIndex;
    if (token === '"""' || token === "'''") fence = token;
    else if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
  }
}

/** Offset after the quotes that close the string, or -1. Up to two quotes before them belong to the string. */
function endOfString(text: string, from: number, fence: string): number {
  for (let at = from; at < text.length; at++) {
    if (fence === '"""' && text[at] === '\\') at++;
    else if (text.startsWith(fence, at)) {
      let end = at + 3;
      while (end < at + 5 && text[end] === fence[0]) end++;
      return end;
    }
  }
  return -1;
}
