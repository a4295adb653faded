/**
 * One image of a run: its place while it is waited for, the unfinished picture, the picture, and what can be done with it.
 */

import { altText } from '../gallery/markdown';
import type { ImageAction, ShownRun } from '../gallery/messages';
import { isOver, type Slot } from '../gallery/model';
import { duration, fileSize, imageCost } from '../gallery/words';
import { fill, h, icon, iconButton, setText, settleTabStops, showFacts, toolbar } from './dom';

export interface CardActions {
  image(action: ImageAction, run: string, index: number): void;
  /** Marks or unmarks the image for comparison; gives the marks' new state. */
  mark(run: string, index: number): void;
}

export class Card {
  readonly element: HTMLElement;
  private readonly picture = h('img', { decoding: 'async', draggable: 'true' });
  private readonly button = h('button', { type: 'button', class: 'picture' });
  private readonly waiting = h('span', { class: 'waiting' });
  private readonly facts = h('span', { class: 'facts' });
  private readonly compare: HTMLButtonElement;
  private readonly keepSeed: HTMLButtonElement;
  private readonly tools: HTMLElement;
  private run: string;

  constructor(run: ShownRun, index: number, actions: CardActions) {
    this.run = run.id;
    const act = (action: ImageAction) => () => {
      actions.image(action, this.run, index);
    };
    this.button.addEventListener('click', act('open'));
    this.keepSeed = iconButton('pin', 'Keep this seed in the source', act('keepSeed'));
    this.compare = iconButton('split-horizontal', 'Compare with another image', () => {
      actions.mark(this.run, index);
    });
    this.compare.setAttribute('aria-pressed', 'false');
    this.tools = toolbar(`Image ${String(index + 1)}`, [
      iconButton('folder-opened', 'Reveal the file', act('reveal')),
      iconButton('copy', 'Copy path', act('copyPath')),
      iconButton('markdown', 'Copy as Markdown', act('copyMarkdown')),
      this.keepSeed,
      this.compare,
    ]);
    const caption = h('figcaption', {}, this.facts, this.tools);
    this.element = h('figure', { class: 'card', role: 'listitem' }, this.button, caption);
    this.picture.addEventListener('error', () => {
      this.element.dataset['state'] = 'gone';
      setText(this.waiting, 'The file is no longer there');
      fill(this.button, icon('circle-slash'), this.waiting);
    });
  }

  /** The place the arrow keys stop at. */
  get stop(): HTMLButtonElement {
    return this.button;
  }

  setMarked(marked: boolean): void {
    this.compare.setAttribute('aria-pressed', String(marked));
    this.element.classList.toggle('marked', marked);
  }

  update(run: ShownRun, slot: Slot): void {
    this.run = run.id;
    const final = slot.state === 'final';
    const source = run.sources[slot.index] ?? null;
    this.element.dataset['state'] = slot.state;
    this.button.style.aspectRatio = String(
      slot.width !== null && slot.height !== null ? slot.width / slot.height : run.ratio,
    );
    this.button.disabled = !final;
    this.button.setAttribute('aria-label', buttonLabel(run, slot));
    this.button.title = final ? 'Open' : '';
    if (source === null) this.showWaiting(run, slot);
    else this.showPicture(run, slot, source);
    showFacts(this.facts, final ? factsOf(run, slot) : []);
    this.facts.title = final ? longFacts(slot) : '';
    this.tools.hidden = !final;
    this.keepSeed.hidden = slot.seed === null || run.preview;
    settleTabStops(this.tools);
  }

  private showWaiting(run: ShownRun, slot: Slot): void {
    setText(this.waiting, waitingWords(run, slot));
    fill(this.button, slot.state === 'missing' && icon('circle-slash'), this.waiting);
  }

  private showPicture(run: ShownRun, slot: Slot, source: string): void {
    if (this.picture.getAttribute('src') !== source) this.picture.src = source;
    this.picture.alt = altText(run, slot);
    fill(this.button, this.picture);
  }
}

function waitingWords(run: ShownRun, slot: Slot): string {
  if (slot.state === 'missing') return run.phase === 'cancelled' ? 'Not made' : 'No image';
  if (run.phase === 'queued' && run.queuePosition !== null) return `Queue position ${String(run.queuePosition)}`;
  return isOver(run) ? '' : 'Waiting';
}

function buttonLabel(run: ShownRun, slot: Slot): string {
  const which = run.slots.length > 1 ? `Image ${String(slot.index + 1)} of ${String(run.slots.length)}` : 'Image';
  return slot.state === 'final' ? `${which}, ${present(factsOf(run, slot)).join(' · ')}. Open` : `${which}: ${waitingWords(run, slot) || 'unfinished'}`;
}

function factsOf(run: ShownRun, slot: Slot): (string | null)[] {
  return [
    slot.seed === null ? null : `seed ${String(slot.seed)}`,
    slot.width !== null && slot.height !== null ? `${String(slot.width)}×${String(slot.height)}` : null,
    imageCost(run),
    slot.elapsed === null ? null : duration(slot.elapsed),
  ];
}

function longFacts(slot: Slot): string {
  return present([slot.file, slot.bytes === null ? null : fileSize(slot.bytes)]).join('\n');
}

function present(facts: (string | null)[]): string[] {
  return facts.filter((fact) => fact !== null);
}
