/**
 * The gallery's page: takes what the extension sends, draws it, sends back what is pressed. Decides nothing.
 */

import type { Form, FromPage, Scope, ShownRun, ToPage } from '../gallery/messages';
import { announcement } from '../gallery/words';
import { type Compared, openComparison } from './compare';
import { fill, h, icon, iconButton, setText, textButton } from './dom';
import { FormView } from './form';
import { type RunActions, RunView } from './run';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const send = (message: FromPage): void => {
  vscode.postMessage(message);
};

const runs = new Map<string, ShownRun>();
const views = new Map<string, RunView>();
let order: string[] = [];
let marks: { run: string; index: number }[] = [];
let formView: FormView | null = null;

const CHOOSE = 'Choose a second image to compare it with.';

const fileName = h('span', { class: 'file' });
const scopes = h('select', { 'aria-label': 'Which runs are shown' }, h('option', { value: 'file' }, 'This file'), h('option', { value: 'all' }, 'All files'));
const formPlace = h('div', { class: 'form-place' });
const list = h('main', { 'aria-label': 'Runs' });
const empty = h('div', { class: 'empty' });
const choosing = h(
  'p',
  { class: 'choice', hidden: true },
  icon('split-horizontal'),
  h('span', {}, CHOOSE),
  textButton('Cancel', () => {
    setMarks([]);
  }, 'small'),
);
const live = h('div', { class: 'live', role: 'status', 'aria-live': 'polite' });

scopes.addEventListener('change', () => {
  send({ kind: 'scope', scope: scopes.value as Scope });
});

document.getElementById('gallery')?.append(
  h(
    'header',
    { class: 'bar' },
    h('h1', {}, 'Gallery'),
    fileName,
    h('span', { class: 'space' }),
    scopes,
    iconButton('refresh', 'Read the runs again', () => {
      send({ kind: 'refresh' });
    }),
  ),
  choosing,
  formPlace,
  empty,
  list,
  live,
);

const actions: RunActions = {
  image: (action, run, index) => {
    send({ kind: 'image', action, run, index });
  },
  run: (action, run) => {
    send({ kind: 'run', action, run });
  },
  mark,
};

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && marks.length === 1) setMarks([]);
});
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  receive(data);
});
send({ kind: 'ready' });

function receive(message: ToPage): void {
  switch (message.kind) {
    case 'runs':
      showRuns(message);
      return;
    case 'run':
      showRun(message.run);
      return;
    case 'replaced':
      replace(message.id, message.by);
      return;
    case 'form':
      showForm(message.form);
      return;
    case 'value':
      formView?.setValue(message.input, message.text);
  }
}

function showRuns(message: Extract<ToPage, { kind: 'runs' }>): void {
  order = message.runs.map(({ id }) => id);
  for (const run of message.runs) draw(run);
  for (const id of [...views.keys()].filter((known) => !order.includes(known))) {
    views.delete(id);
    runs.delete(id);
  }
  vscode.setState({ uri: message.uri, scope: message.scope });
  setText(fileName, message.scope === 'file' ? (message.fileName ?? '') : '');
  scopes.value = message.scope;
  scopes.disabled = message.fileName === null;
  showEmpty(message.trusted);
  arrange();
}

function showRun(run: ShownRun): void {
  const words = announcement(runs.get(run.id), run);
  if (words !== null) setText(live, words);
  const fresh = !views.has(run.id);
  draw(run);
  if (!fresh) return;
  order = [run.id, ...order];
  arrange();
  scrollTo(0, 0);
}

/** A run got its name, or is none after all. */
function replace(id: string, by: string | null): void {
  const view = views.get(id);
  const run = runs.get(id);
  views.delete(id);
  runs.delete(id);
  if (by !== null && view !== undefined && run !== undefined && !views.has(by)) {
    views.set(by, view);
    runs.set(by, run);
  }
  order = order.map((one) => (one === id && by !== null ? by : one)).filter((one, at, all) => one !== id && all.indexOf(one) === at);
  arrange();
}

function draw(run: ShownRun): void {
  runs.set(run.id, run);
  const view = views.get(run.id);
  if (view === undefined) views.set(run.id, new RunView(run, actions));
  else view.update(run);
}

function arrange(): void {
  fill(list, ...order.map((id) => views.get(id)?.element));
  empty.hidden = order.length > 0 || formView !== null;
}

function showEmpty(trusted: boolean): void {
  fill(
    empty,
    icon('file-media'),
    h('p', {}, trusted ? 'No runs yet' : 'This workspace is in restricted mode'),
    h('p', { class: 'meta' }, trusted ? EMPTY_HINT : RESTRICTED_HINT),
  );
}

const EMPTY_HINT =
  'Press Run above a PipeImgGen pipe and its images appear here. Preview draws a stand-in for free, without a model.';
const RESTRICTED_HINT = 'Nothing is run here. Trust the workspace to run its pipes.';

function showForm(form: Form | null): void {
  formView = form === null ? null : new FormView(form, send);
  fill(formPlace, formView?.element);
  arrange();
  formView?.focus();
}

/** Two marks open the comparison; a third image takes the place of the older mark. */
function mark(run: string, index: number): void {
  const at = marks.findIndex((one) => one.run === run && one.index === index);
  setMarks(at >= 0 ? marks.filter((_, place) => place !== at) : [...marks, { run, index }].slice(-2));
  const [left, right] = marks.map(compared);
  setText(live, marks.length === 1 ? CHOOSE : '');
  if (left === undefined || right === undefined) return;
  const dialog = openComparison(left, right, () => {
    setMarks([]);
  });
  document.body.append(dialog);
  dialog.showModal();
}

function compared({ run: id, index }: { run: string; index: number }): Compared | undefined {
  const run = runs.get(id);
  const slot = run?.slots[index];
  return run === undefined || slot === undefined ? undefined : { run, slot };
}

function setMarks(next: typeof marks): void {
  marks = next;
  choosing.hidden = marks.length !== 1;
  for (const [id, view] of views)
    for (const slot of runs.get(id)?.slots ?? [])
      view.setMarked(slot.index, marks.some((one) => one.run === id && one.index === slot.index));
  document.body.classList.toggle('choosing', marks.length === 1);
}
