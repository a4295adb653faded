/**
 * Numbers in a person's words: prices, times, sizes, the state of a run. Used on both sides of the webview and in the
 * status item, so that one fact reads the same everywhere.
 */

import type { Cost, Price } from '../server/protocol';
import { finalImages, type Run } from './model';

/** `$0.04`, `$0.003`, `$12.50`: two places, more only where two would hide the amount. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  if (amount >= 0.095) return `$${amount.toFixed(2)}`;
  return `$${amount.toFixed(4).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}

/** A price before the call: `$0.04`, `$0.04–0.08`, or null where nothing is known. */
export function priceRange(price: Price | null): string | null {
  if (price === null) return null;
  const { low, high } = price;
  if (low === null && high === null) return null;
  if (low === null || high === null || low === high) return dollars(low ?? high ?? 0);
  return `${dollars(about(low))}–${dollars(about(high)).slice(1)}`;
}

/** The ends of a range are estimates: two digits say all that is known. */
function about(amount: number): number {
  return amount < 0.1 ? Number(amount.toPrecision(2)) : amount;
}

/** A cost after the call. */
export function costWords(cost: Cost | null): string | null {
  if (cost === null) return null;
  return cost.usd === null ? priceRange(cost) : dollars(cost.usd);
}

/** What the whole run cost, in words, whatever is known. */
export function runCost(run: Run): string | null {
  if (run.preview) return 'free';
  return costWords(run.cost) ?? (run.phase === 'done' ? 'price unknown' : estimateWords(run));
}

/** What one image of the run cost: providers bill a call, so this is its even share. */
export function imageCost(run: Run): string | null {
  if (run.preview) return null;
  const images = finalImages(run).length;
  if (run.cost === null || images === 0) return null;
  const share = (amount: number | null): number | null => (amount === null ? null : amount / images);
  return costWords({ usd: share(run.cost.usd), low: share(run.cost.low), high: share(run.cost.high) });
}

function estimateWords(run: Run): string | null {
  const price = priceRange(run.estimate);
  return price === null ? null : `about ${price}`;
}

/** Seconds as `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${String(Math.round(seconds))} s`;
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  if (bytes < 1024 * 1024) return `${String(Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The time of day today, the day and time before; local time. */
export function moment(at: number, now: number): string {
  const then = new Date(at);
  const time = then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  if (new Date(now).toDateString() === then.toDateString()) return time;
  const sameYear = new Date(now).getFullYear() === then.getFullYear();
  const day = then.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return `${day}, ${time}`;
}

/** One short line on where a run stands. */
export function phaseWords(run: Run): string {
  const total = run.slots.length;
  const ready = finalImages(run).length;
  switch (run.phase) {
    case 'starting':
      return 'Starting';
    case 'queued':
      return run.queuePosition === null ? 'In the queue' : `In the queue, position ${String(run.queuePosition)}`;
    case 'running':
      return total > 1 ? `${String(ready)} of ${String(total)} ready` : (run.said ?? 'Making the image');
    case 'done':
      return 'Done';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Cancelled';
  }
}

/** What a screen reader hears when a run moved from `before` to `after`; null where it need not hear anything. */
export function announcement(before: Run | undefined, after: Run): string | null {
  if (before?.phase !== after.phase) {
    if (after.phase === 'failed' || after.phase === 'cancelled')
      return `${after.pipe}: ${after.failure?.message ?? phaseWords(after)}`;
    if (after.phase === 'done') return `${after.pipe}: done, ${count(finalImages(after).length, 'image')}.`;
    if (before === undefined) return `${after.pipe}: started.`;
  }
  const ready = finalImages(after).length;
  if (ready > finalImages(before).length)
    return `${after.pipe}: image ${String(ready)} of ${String(after.slots.length)} is ready.`;
  return null;
}

const BUTTONS: Readonly<Record<string, string>> = { '--resume': 'Resume', '--preview': 'Preview', '--dry-run': 'Show request' };

/** A hint that names an option of the command line, by the name of the button that does the same here. */
export function inEditor(text: string): string {
  return text.replace(/--(?:resume|preview|dry-run)\b/g, (option) => BUTTONS[option] ?? option);
}

export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
