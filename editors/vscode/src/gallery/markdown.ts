/**
 * Images and runs as Markdown, for an issue, a README or a chat. Pure.
 */

import { finalImages, type Run, type Slot } from './model';
import { imageCost, runCost } from './words';

/** One image: the picture, and under it what made it. `path` is as the Markdown should name the file. */
export function imageMarkdown(run: Run, slot: Slot, path: string): string {
  return `![${escapeAlt(altText(run, slot))}](${escapePath(path)})\n\n*${caption(run, slot)}*\n`;
}

/** A whole run: heading, prompt, pictures, what was adapted. */
export function runMarkdown(run: Run, pathOf: (slot: Slot) => string): string {
  const facts = [modelWords(run), runCost(run)].filter((fact) => fact !== null);
  const prompt = run.prompt === null ? [] : [run.prompt.split(/\r?\n/).map((line) => `> ${line}`.trimEnd()).join('\n')];
  const pictures = finalImages(run).map((slot) => imageMarkdown(run, slot, pathOf(slot)).trimEnd());
  const notes = run.notes.length === 0 ? [] : [run.notes.map((note) => `- ${note.message}`).join('\n')];
  const heading = `### ${run.pipe}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  return `${[heading, ...prompt, ...pictures, ...notes].join('\n\n')}\n`;
}

/** What the picture shows, as far as anyone knows: the prompt. */
export function altText(run: Run, slot: Slot): string {
  const prompt = (run.prompt ?? run.pipe).replace(/\s+/g, ' ').trim();
  const short = prompt.length > 200 ? `${prompt.slice(0, 199)}…` : prompt;
  return run.slots.length > 1 ? `${short} (image ${String(slot.index + 1)} of ${String(run.slots.length)})` : short;
}

function caption(run: Run, slot: Slot): string {
  const size = slot.width !== null && slot.height !== null ? `${String(slot.width)}×${String(slot.height)}` : null;
  const seed = slot.seed === null ? null : `seed ${String(slot.seed)}`;
  return [run.preview ? 'preview' : modelWords(run), seed, size, imageCost(run)].filter((fact) => fact !== null).join(', ');
}

function modelWords(run: Run): string | null {
  return run.endpointModel ?? run.model;
}

function escapeAlt(text: string): string {
  return text.replace(/[\\[\]`*_<>]/g, '\\$&');
}

/** Spaces and brackets would end a link early. */
function escapePath(path: string): string {
  return encodeURI(path.replaceAll('\\', '/')).replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
}
