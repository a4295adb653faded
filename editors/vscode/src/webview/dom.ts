/**
 * Making elements. Text always goes in as text, never as HTML: prompts and provider messages are not ours.
 */

export type Child = Node | string | null | undefined | false;

type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element with attributes; `false`, null and undefined leave one out, `true` writes it bare. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...present(children));
  return element;
}

export function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** Puts `children` in place of what was there, unless they are the same nodes already: focus survives. */
export function fill(parent: Element, ...children: Child[]): void {
  const next = present(children);
  const same = next.length === parent.childNodes.length && next.every((child, at) => child === parent.childNodes[at]);
  if (!same) parent.replaceChildren(...next);
}

/** Sets the text only when it differs, so that a live region does not repeat itself. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Short facts in a row with dots between them; where the row breaks, it breaks between two facts (see gallery.css). */
export function showFacts(element: Element, facts: readonly (string | null)[]): void {
  const known = facts.filter((fact) => fact !== null);
  if (element.textContent === known.join(DOT)) return;
  element.replaceChildren(...known.map((fact, at) => h('span', {}, at > 0 && h('span', { class: 'dot' }, DOT), fact)));
}

const DOT = ' · ';

/** Text with `code` between backticks and with links, as the server's messages have it. VS Code asks before it opens one. */
export function prose(text: string): Child[] {
  return text.split(/(`[^`\n]+`|https:\/\/[\w./#?=&%-]*[\w/])/).map((part, at) => {
    if (at % 2 === 0) return part;
    return part.startsWith('`') ? h('code', {}, part.slice(1, -1)) : h('a', { href: part }, part);
  });
}

export function icon(name: string): HTMLElement {
  return h('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** A button that shows only an icon; its label is its name and its tooltip. */
export function iconButton(name: string, label: string, press: () => void): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'icon', 'aria-label': label, title: label }, icon(name));
  button.addEventListener('click', press);
  return button;
}

export function textButton(label: string, press: () => void, style = ''): HTMLButtonElement {
  const button = h('button', { type: 'button', class: `text ${style}`.trim() }, label);
  button.addEventListener('click', press);
  return button;
}

/** A toolbar is one stop for Tab; the arrow keys move inside it. */
export function toolbar(label: string, buttons: readonly Child[]): HTMLElement {
  const bar = h('div', { role: 'toolbar', 'aria-label': label, class: 'toolbar' }, ...buttons);
  bar.addEventListener('keydown', (event) => {
    moveFocus(event, [...bar.querySelectorAll('button')].filter((button) => !button.hidden));
  });
  return settleTabStops(bar);
}

/** Leaves exactly one visible button of a toolbar in the tab order. */
export function settleTabStops(bar: HTMLElement): HTMLElement {
  const buttons = [...bar.querySelectorAll('button')].filter((button) => !button.hidden);
  const stop = buttons.find((button) => button.tabIndex === 0 && button.dataset['stop'] === 'yes') ?? buttons[0];
  for (const button of bar.querySelectorAll('button')) {
    button.tabIndex = button === stop ? 0 : -1;
    button.dataset['stop'] = button === stop ? 'yes' : 'no';
  }
  return bar;
}

const STEPS: Partial<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };

/** Arrow keys, Home and End among `stops`; the one that gets the focus becomes the tab stop. */
export function moveFocus(event: KeyboardEvent, stops: readonly HTMLElement[]): void {
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const step = STEPS[event.key];
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? stops.length - 1 : step === undefined || at < 0 ? -1 : at + step;
  const next = stops[to];
  if (next === undefined) return;
  event.preventDefault();
  for (const stop of stops) {
    stop.tabIndex = stop === next ? 0 : -1;
    stop.dataset['stop'] = stop === next ? 'yes' : 'no';
  }
  next.focus();
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false);
}
