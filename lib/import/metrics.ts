import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import type { Hints } from './importer.ts';
import { countOf, measured, type Notes } from './json.ts';
import { knownAs, knownMetric, splitName } from './metric-names.ts';

/** The same number up to what printing and parsing it can do. */
export function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

interface Offer {
  readonly place: string;
  readonly source: string;
  readonly value: number;
}

const COUNTS: Readonly<Record<string, 'tp' | 'fp' | 'tn' | 'fn'>> = {
  tp: 'tp',
  true_positives: 'tp',
  fp: 'fp',
  false_positives: 'fp',
  tn: 'tn',
  true_negatives: 'tn',
  fn: 'fn',
  false_negatives: 'fn',
};

/** The metrics of one source, by our names. What has no honest place is noted. */
export class Metrics {
  readonly #hints: Hints;
  readonly #notes: Notes;
  readonly #offers = new Map<string, Offer[]>();
  readonly #counts = new Map<'tp' | 'fp' | 'tn' | 'fn', { readonly place: string; readonly value: number }>();

  constructor(hints: Hints, notes: Notes) {
    this.#hints = hints;
    this.#notes = notes;
  }

  /** A value under the source's own name: a person's word on the name goes first, then what the name says by itself. */
  offer(place: string, source: string, value: unknown): void {
    const given = this.#hints.metrics.get(source);
    if (given !== undefined) {
      this.put(place, given, value, source);
      return;
    }
    const { rows, metric } = splitName(source);
    const count = COUNTS[metric.toLowerCase()];
    const known = knownAs(metric);
    if (known === null && count === undefined) {
      this.#notes.note(place, `not a metric whose name says what it is; name it with --metric NAME=${source}`);
    } else if (rows !== 'held-out') {
      const why = rows === 'training' ? 'measured on training rows' : 'measured on rows that may have chosen the model';
      this.#notes.note(place, `${why}; if they were held out, say so with --metric ${known?.name ?? 'NAME'}=${source}`);
    } else if (count !== undefined) {
      this.#count(place, count, value);
    } else if (known !== null) {
      this.put(place, known.name, value, source);
    }
  }

  #count(place: string, name: 'tp' | 'fp' | 'tn' | 'fn', value: unknown): void {
    const count = countOf(value);
    const before = this.#counts.get(name);
    if (this.#hints.task !== 'binary-classification') this.#notes.note(place, 'counts of a binary classifier; the task is another');
    else if (count === null) this.#notes.note(place, 'not a whole number of rows');
    else if (before !== undefined && before.value !== count) this.#notes.note(place, `another count than ${before.place}`);
    else this.#counts.set(name, { place, value: count });
  }

  /** A value whose meaning the importer knows, by our name. @param source the source's name, for advice */
  put(place: string, name: string, value: unknown, source = name): void {
    const number = measured(value);
    const known = knownMetric(name);
    if (typeof number === 'string') {
      this.#notes.note(place, number);
    } else if (known !== null && !known.tasks.includes(this.#hints.task)) {
      this.#notes.note(place, `${name} has no one meaning for the task ${this.#hints.task}`);
    } else if (known !== null && (number < known.low || number > known.high)) {
      const percent = known.high === 1 && number > 1 ? '; it may be percent' : '';
      this.#notes.note(place, `${name} of ${String(number)}: it lies from ${String(known.low)} to ${String(known.high)}${percent}`);
    } else {
      const offers = this.#offers.get(name) ?? [];
      this.#offers.set(name, offers);
      offers.push({ place, source, value: number });
    }
  }

  /** What was settled. Where two values claim one name, neither is taken. */
  taken(): Pick<PartialEvaluation, 'metrics' | 'confusion'> {
    const metrics: Record<string, { readonly value: number }> = {};
    for (const [name, offers] of this.#offers) {
      // A person's word on one of several names settles which it is.
      const chosen = offers.filter(({ source }) => this.#hints.metrics.get(source) === name);
      const [first, ...others] = chosen.length > 0 ? chosen : offers;
      if (first === undefined) continue;
      if (chosen.length > 0) {
        for (const { place } of offers.filter((offer) => !chosen.includes(offer)))
          this.#notes.note(place, `--metric chose another value of ${name}`);
      }
      if (others.every(({ value }) => sameNumber(value, first.value))) metrics[name] = { value: first.value };
      else {
        for (const { place, source } of [first, ...others])
          this.#notes.note(place, `one of several values of ${name}; choose with --metric ${name}=${source}`);
      }
    }
    const confusion = this.#confusion();
    return { ...(Object.keys(metrics).length > 0 && { metrics }), ...(confusion !== null && { confusion }) };
  }

  #confusion(): { tp: number; fp: number; tn: number; fn: number } | null {
    const [tp, fp, tn, fn] = (['tp', 'fp', 'tn', 'fn'] as const).map((name) => this.#counts.get(name));
    if (tp !== undefined && fp !== undefined && tn !== undefined && fn !== undefined)
      return { tp: tp.value, fp: fp.value, tn: tn.value, fn: fn.value };
    for (const { place } of this.#counts.values()) this.#notes.note(place, 'counts are of use only with all four: tp, fp, tn and fn');
    return null;
  }
}
