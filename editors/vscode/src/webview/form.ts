/**
 * The form for a pipe's inputs: one field each, filled with what was typed last; Run, Preview, or the request only.
 */

import type { Form, FromPage } from '../gallery/messages';
import type { Inputs, PipeInput } from '../server/protocol';
import { count, priceRange } from '../gallery/words';
import { h, setText, showFacts, textButton } from './dom';

export class FormView {
  readonly element: HTMLFormElement;
  private readonly fields = new Map<string, HTMLTextAreaElement>();
  private readonly complaint = h('p', { class: 'complaint', role: 'alert' });

  constructor(
    private readonly form: Form,
    private readonly send: (message: FromPage) => void,
  ) {
    const runLabel = ['Run', priceRange(form.price)].filter((part) => part !== null).join(' · ');
    const submit = (purpose: 'run' | 'preview' | 'request') => () => {
      this.submit(purpose);
    };
    const facts = h('p', { class: 'facts' });
    showFacts(facts, [form.model, count(form.count, 'image')]);
    this.element = h(
      'form',
      { class: 'inputs', 'aria-labelledby': 'form-title' },
      h('header', {}, h('h2', { id: 'form-title' }, form.pipe), facts),
      ...form.inputs.map((input) => this.field(input)),
      this.complaint,
      h(
        'p',
        { class: 'buttons' },
        textButton(runLabel, submit('run'), form.purpose === 'run' ? 'primary' : ''),
        textButton('Preview', submit('preview'), form.purpose === 'preview' ? 'primary' : ''),
        textButton('Show request', submit('request')),
        textButton('Close', () => {
          send({ kind: 'closeForm' });
        }),
        h('span', { class: 'hint' }, `${submitKeys()} to ${form.purpose}`),
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit(form.purpose);
    });
    this.element.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
  }

  /** Text that was read from a file. */
  setValue(input: string, text: string): void {
    const field = this.fields.get(input);
    if (field === undefined) return;
    field.value = text;
    this.changed(field);
    field.focus();
  }

  focus(): void {
    const fields = [...this.fields.values()];
    const first = fields.find((field) => field.value.trim() === '') ?? fields[0];
    first?.focus();
    for (const field of fields) grow(field);
  }

  private field(input: PipeInput): HTMLElement {
    const id = `input-${input.name}`;
    const field = h('textarea', { id, rows: input.multiline ? 3 : 1, spellcheck: 'true', 'aria-required': 'true' });
    if (input.description !== null) field.setAttribute('aria-describedby', `${id}-about`);
    field.value = this.form.values[input.name] ?? '';
    field.addEventListener('input', () => {
      this.changed(field);
    });
    this.fields.set(input.name, field);
    const fromFile = textButton('From file…', () => {
      this.send({ kind: 'fromFile', input: input.name });
    }, 'small');
    fromFile.setAttribute('aria-label', `${input.name} from file`);
    return h(
      'div',
      { class: 'field' },
      h('div', { class: 'label' }, h('label', { for: id }, input.name), h('span', { class: 'concept' }, input.concept), fromFile),
      input.description !== null && h('p', { class: 'meta', id: `${id}-about` }, input.description),
      field,
    );
  }

  private changed(field: HTMLTextAreaElement): void {
    grow(field);
    field.removeAttribute('aria-invalid');
    setText(this.complaint, '');
    this.send({ kind: 'draft', values: this.values() });
  }

  private values(): Inputs {
    return Object.fromEntries([...this.fields].map(([name, field]) => [name, field.value]));
  }

  private submit(purpose: 'run' | 'preview' | 'request'): void {
    const empty = [...this.fields].filter(([, field]) => field.value.trim() === '');
    const [first] = empty;
    if (first === undefined) {
      this.send({ kind: 'submit', purpose, values: this.values() });
      return;
    }
    for (const [, field] of empty) field.setAttribute('aria-invalid', 'true');
    setText(this.complaint, `Fill in ${empty.map(([name]) => name).join(' and ')} first.`);
    first[1].focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit(this.form.purpose);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.send({ kind: 'closeForm' });
    }
  }
}

/** As high as its text, within reason. */
function grow(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${String(Math.min(field.scrollHeight + 2, 320))}px`;
}

function submitKeys(): string {
  return navigator.userAgent.includes('Mac') ? '⌘ Enter' : 'Ctrl+Enter';
}
