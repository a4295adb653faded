/**
 * Two images against each other: beside each other, or one over the other with a line to slide; and what differs
 * between them. A native dialog, so that the focus stays inside and Escape closes it.
 */

import { altText } from '../gallery/markdown';
import type { ShownRun } from '../gallery/messages';
import type { Slot } from '../gallery/model';
import { duration, imageCost } from '../gallery/words';
import { h, iconButton, textButton } from './dom';

export interface Compared {
  run: ShownRun;
  slot: Slot;
}

export function openComparison(left: Compared, right: Compared, closed: () => void): HTMLDialogElement {
  const stage = h('div', { class: 'stage', 'data-mode': 'beside' }, picture(left, 'left'), picture(right, 'right'));
  const slider = h('input', { type: 'range', min: 0, max: 100, value: 50, 'aria-label': 'How much of the first image is shown' });
  slider.addEventListener('input', () => {
    stage.style.setProperty('--cut', `${slider.value}%`);
  });
  const mode = textButton('Slide', () => {
    const slide = stage.dataset['mode'] !== 'slide';
    stage.dataset['mode'] = slide ? 'slide' : 'beside';
    slider.hidden = !slide;
    mode.textContent = slide ? 'Side by side' : 'Slide';
  });
  slider.hidden = true;
  const dialog: HTMLDialogElement = h(
    'dialog',
    { class: 'comparison', 'aria-labelledby': 'comparison-title' },
    h(
      'header',
      {},
      h('h2', { id: 'comparison-title' }, 'Comparison'),
      mode,
      iconButton('close', 'Close', () => {
        dialog.close();
      }),
    ),
    stage,
    slider,
    differences(left, right),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  return dialog;
}

function picture({ run, slot }: Compared, side: string): HTMLElement {
  const source = run.sources[slot.index];
  return h('div', { class: side }, h('img', { src: source, alt: altText(run, slot) }));
}

/** A table of what is not the same; the prompt only where it differs. */
function differences(left: Compared, right: Compared): HTMLElement {
  const rows = FACTS.map(([name, fact]) => [name, fact(left) ?? '–', fact(right) ?? '–'] as const).filter(
    ([, one, other]) => one !== other,
  );
  if (rows.length === 0) return h('p', { class: 'meta' }, 'Nothing that is known about them differs.');
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, h('td'), h('th', { scope: 'col' }, 'First'), h('th', { scope: 'col' }, 'Second'))),
    h(
      'tbody',
      {},
      ...rows.map(([name, one, other]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, one), h('td', {}, other))),
    ),
  );
}

const FACTS: readonly (readonly [string, (one: Compared) => string | null])[] = [
  ['Pipe', ({ run }) => run.pipe],
  ['Model', ({ run }) => run.endpointModel ?? run.model],
  ['Seed', ({ slot }) => (slot.seed === null ? null : String(slot.seed))],
  ['Size', ({ slot }) => (slot.width === null ? null : `${String(slot.width)}×${String(slot.height)}`)],
  ['Price', ({ run }) => imageCost(run)],
  ['Time', ({ slot }) => (slot.elapsed === null ? null : duration(slot.elapsed))],
  ['Prompt', ({ run }) => run.prompt],
];
