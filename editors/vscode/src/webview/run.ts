/**
 * One run: what was asked, where it stands, its images, what was changed on the way, and what went wrong.
 */

import type { RunAction, ShownRun } from '../gallery/messages';
import { type Failure, isOver } from '../gallery/model';
import { count, duration, inEditor, moment, phaseWords, runCost } from '../gallery/words';
import { Card, type CardActions } from './card';
import { type Child, fill, h, icon, iconButton, moveFocus, prose, setText, settleTabStops, showFacts, textButton, toolbar } from './dom';

export interface RunActions extends CardActions {
  run(action: RunAction, run: string): void;
}

/** So many are shown at once; more are folded away until they are wanted. */
const FEW_NOTES = 2;

export class RunView {
  readonly element: HTMLElement;
  private readonly name = h('button', { type: 'button', class: 'link', title: 'Go to the pipe' });
  private readonly badge = h('span', { class: 'badge' });
  private readonly facts = h('p', { class: 'facts' });
  private readonly progress = h('div', { class: 'progress', role: 'progressbar' });
  private readonly prompt = h('p', { class: 'prompt' });
  private readonly more: HTMLButtonElement;
  private readonly noteTitle = h('summary');
  private readonly noteList = h('ul');
  private readonly notes = h('details', { class: 'notes', hidden: true }, this.noteTitle, this.noteList);
  private readonly trouble = h('div', { class: 'trouble' });
  private readonly grid: HTMLElement;
  private readonly tools: HTMLElement;
  private readonly buttons: Record<'again' | 'editInputs' | 'cancel' | 'openRecipe' | 'copyMarkdown', HTMLButtonElement>;
  private readonly cards: Card[] = [];
  private shown: ShownRun;

  constructor(
    run: ShownRun,
    private readonly actions: RunActions,
  ) {
    this.shown = run;
    const act = (action: RunAction) => () => {
      actions.run(action, this.shown.id);
    };
    this.name.addEventListener('click', act('goToSource'));
    this.buttons = {
      cancel: iconButton('debug-stop', 'Cancel this run', act('cancel')),
      again: iconButton('debug-rerun', 'Run again with the same inputs', act('again')),
      editInputs: iconButton('edit', 'Change the inputs and run again', act('editInputs')),
      openRecipe: iconButton('notebook', 'Open the recipe', act('openRecipe')),
      copyMarkdown: iconButton('markdown', 'Copy the run as Markdown', act('copyMarkdown')),
    };
    this.tools = toolbar(`Run of ${run.pipe}`, [
      this.buttons.cancel,
      this.buttons.again,
      this.buttons.editInputs,
      iconButton('json', 'Show the request', act('showRequest')),
      this.buttons.openRecipe,
      this.buttons.copyMarkdown,
    ]);
    this.more = textButton('More', () => {
      this.unfold(this.more.getAttribute('aria-expanded') !== 'true');
    }, 'small');
    this.more.hidden = true;
    this.unfold(false);
    // Only the layout knows whether the prompt is longer than its fold.
    new ResizeObserver(() => {
      this.more.hidden = this.isFolded() && this.prompt.scrollHeight <= this.prompt.clientHeight + 1;
    }).observe(this.prompt);
    this.grid = h('div', { class: 'grid', role: 'list' });
    this.grid.addEventListener('keydown', (event) => {
      const stops = this.cards.map(({ stop }) => stop).filter((stop) => !stop.disabled);
      if (stops.includes(event.target as HTMLButtonElement)) moveFocus(event, stops);
    });
    const heading = h('h2', { id: `run-${run.id}` }, this.name, this.badge);
    this.element = h(
      'article',
      { class: 'run', 'aria-labelledby': `run-${run.id}` },
      h('header', {}, heading, this.tools),
      this.facts,
      this.progress,
      this.prompt,
      this.more,
      this.trouble,
      this.grid,
      this.notes,
    );
    this.update(run);
  }

  setMarked(index: number, marked: boolean): void {
    this.cards[index]?.setMarked(marked);
  }

  update(run: ShownRun): void {
    this.shown = run;
    this.element.dataset['phase'] = run.phase;
    setText(this.name, run.pipe);
    setText(this.badge, run.preview ? 'Preview' : '');
    this.badge.hidden = !run.preview;
    showFacts(this.facts, runFacts(run));
    this.updatePrompt(run);
    this.updateProgress(run);
    this.updateTools(run);
    this.updateTrouble(run);
    this.updateNotes(run);
    this.updateGrid(run);
  }

  private updatePrompt(run: ShownRun): void {
    setText(this.prompt, run.prompt ?? '');
    this.prompt.hidden = run.prompt === null;
    if (run.prompt === null) this.more.hidden = true;
  }

  private isFolded(): boolean {
    return this.prompt.classList.contains('folded');
  }

  private unfold(open: boolean): void {
    this.more.setAttribute('aria-expanded', String(open));
    setText(this.more, open ? 'Less' : 'More');
    this.prompt.classList.toggle('folded', !open);
  }

  private updateProgress(run: ShownRun): void {
    this.progress.hidden = isOver(run);
    this.progress.setAttribute('aria-label', `${run.pipe}: ${phaseWords(run)}`);
  }

  private updateTools(run: ShownRun): void {
    const over = isOver(run);
    this.buttons.cancel.hidden = over;
    this.buttons.again.hidden = !over;
    this.buttons.editInputs.hidden = !over || run.inputs === null || Object.keys(run.inputs).length === 0;
    this.buttons.openRecipe.hidden = run.manifest === null;
    this.buttons.copyMarkdown.hidden = !run.slots.some((slot) => slot.state === 'final');
    settleTabStops(this.tools);
  }

  private updateTrouble(run: ShownRun): void {
    const { failure } = run;
    this.trouble.hidden = failure === null;
    if (failure === null) return;
    const calm = run.phase === 'cancelled';
    this.trouble.classList.toggle('calm', calm);
    fill(
      this.trouble,
      icon(calm ? 'circle-slash' : 'error'),
      h(
        'div',
        {},
        h('p', { class: 'message' }, ...prose(inEditor(failure.message))),
        failure.hint !== null && h('p', {}, ...prose(inEditor(failure.hint))),
        ...billing(failure),
        h(
          'p',
          { class: 'buttons' },
          failure.resumable && textButton(resumeWords(failure.missing), () => {
            this.actions.run('resume', run.id);
          }, 'primary'),
          textButton('Show log', () => {
            this.actions.run('showLog', run.id);
          }),
        ),
      ),
    );
  }

  private updateNotes(run: ShownRun): void {
    const lines = [...run.notes.map(({ message }) => message), ...run.warnings];
    if (lines.length === this.noteList.childElementCount) return;
    this.notes.hidden = lines.length === 0;
    this.notes.open = lines.length <= FEW_NOTES;
    setText(this.noteTitle, count(lines.length, 'note'));
    fill(this.noteList, ...lines.map((line) => h('li', {}, ...prose(line))));
  }

  private updateGrid(run: ShownRun): void {
    // Gaps between images say what is missing; a run without any image has its reason above, and needs no empty frames.
    this.grid.hidden = isOver(run) && !run.slots.some((slot) => slot.state === 'final');
    this.grid.dataset['shape'] = run.ratio > 1.2 ? 'wide' : run.ratio < 0.85 ? 'tall' : 'square';
    this.grid.classList.toggle('single', run.slots.length === 1);
    this.grid.style.setProperty('--ratio', String(run.ratio));
    this.grid.style.setProperty('--count', String(run.slots.length));
    this.grid.setAttribute('aria-label', count(run.slots.length, 'image'));
    while (this.cards.length < run.slots.length) this.cards.push(new Card(run, this.cards.length, this.actions));
    this.cards.length = run.slots.length;
    for (const slot of run.slots) this.cards[slot.index]?.update(run, slot);
    fill(this.grid, ...this.cards.map(({ element }) => element));
  }
}

function runFacts(run: ShownRun): (string | null)[] {
  const time = run.startedAt === null ? null : moment(run.startedAt, Date.now());
  return [
    run.phase === 'done' ? null : phaseWords(run),
    modelFacts(run),
    runCost(run),
    run.elapsed === null ? null : duration(run.elapsed),
    time,
  ];
}

function modelFacts(run: ShownRun): string | null {
  if (run.model === null) return null;
  const made = run.endpointModel;
  return made === null || made === run.model ? run.model : `${run.model} → ${made}`;
}

/** That it may have cost something, unless the message has said so; and what the provider knows the calls by. */
function billing({ mayHaveBeenBilled, message, requestIds }: Failure): Child[] {
  return [
    mayHaveBeenBilled && !message.includes('billed') && h('p', { class: 'billed' }, 'This may have been billed.'),
    requestIds.length > 0 && h('p', { class: 'meta' }, `${count(requestIds.length, 'request')}: ${requestIds.join(', ')}`),
  ];
}

function resumeWords(missing: number): string {
  return missing > 0 ? `Resume (${count(missing, 'image')} missing)` : 'Resume';
}
