import { SHOWN_VALUE, type FieldChange } from '../contracts/resource-change.ts';

type Tree = Readonly<Record<string, unknown>>;
/** A key, a position in a list, or what names an item of one. */
type Step = string | number | { readonly item: string };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What says who an item of a list is, as Kubernetes merges lists: containers and ports by name, environment by name, mounts by path. */
const IDENTITIES = ['name', 'mountPath', 'alert', 'port'] as const;

/**
 * Every field in which two documents differ, the deepest place that names the difference, in the order of the documents. Items of a list are
 * matched by their name where all have one of their own, else by position.
 */
export function fieldChanges(before: unknown, after: unknown): readonly FieldChange[] {
  const found: FieldChange[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(before: unknown, after: unknown, steps: readonly Step[], found: FieldChange[]): void {
  if (isTree(before) && isTree(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(own(before, key), own(after, key), [...steps, key], found);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before as readonly unknown[], after as readonly unknown[], steps, found);
    return;
  }
  if (same(before, after)) return;
  const [old, next] = [documentIn(before), documentIn(after)];
  if (old !== null && next !== null) {
    const start = found.length;
    compare(old, next, [...steps, { item: 'JSON' }], found);
    // Spelled otherwise, and the same.
    if (found.length > start) return;
  }
  found.push({ path: pathOf(steps), ...shownBoth(before, after) });
}

const own = (tree: Tree, key: string): unknown => (Object.hasOwn(tree, key) ? tree[key] : undefined);

/** The object or list that a text holds as JSON: dashboards and parameters are written so. Null for everything else. */
function documentIn(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return null;
  }
}

function compareLists(before: readonly unknown[], after: readonly unknown[], steps: readonly Step[], found: FieldChange[]): void {
  const [olds, news] = [named(before), named(after)];
  if (olds === null || news === null) {
    for (let at = 0; at < Math.max(before.length, after.length); at += 1) compare(before[at], after[at], [...steps, at], found);
    return;
  }
  for (const name of new Set([...olds.keys(), ...news.keys()])) compare(olds.get(name), news.get(name), [...steps, { item: name }], found);
  const kept = [...olds.keys()].filter((name) => news.has(name));
  const order = [...news.keys()].filter((name) => olds.has(name));
  if (kept.join('\0') !== order.join('\0')) {
    found.push({ path: `${pathOf(steps)} (order)`, before: clipped(kept.join(', ')), after: clipped(order.join(', ')) });
  }
}

/** Items by what names them, as `name=server`; null when an item has no name, or two have one. */
function named(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  const identity = IDENTITIES.find((key) => list.every((item) => isTree(item) && isName(own(item, key))));
  if (identity === undefined) return list.length === 0 ? new Map() : null;
  const items = new Map(list.map((item) => [`${identity}=${String((item as Tree)[identity])}`, item] as const));
  return items.size === list.length ? items : null;
}

const isName = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** `spec.template.spec.containers[name=server].image`; a key with other characters is quoted. */
function pathOf(steps: readonly Step[]): string {
  let path = '';
  for (const step of steps) {
    if (typeof step === 'number') path += `[${String(step)}]`;
    else if (typeof step === 'object') path += `[${step.item}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) path += path === '' ? step : `.${step}`;
    else path += `[${JSON.stringify(step)}]`;
  }
  return path === '' ? '(document)' : path.length > 380 ? `${path.slice(0, 380)}…` : path;
}

/** Two values so that a reader sees how they differ: of texts of many lines how many lines are new, of others the text from where they part. */
function shownBoth(before: unknown, after: unknown): Pick<FieldChange, 'before' | 'after'> {
  if (typeof before === 'string' && typeof after === 'string' && (before.includes('\n') || after.includes('\n'))) {
    const [olds, news] = [before.split('\n'), after.split('\n')];
    return {
      before: `text, ${lines(olds.length)}, ${String(without(olds, news))} of them gone`,
      after: `text, ${lines(news.length)}, ${String(without(news, olds))} of them new`,
    };
  }
  // Texts stand as they are where there is nothing that they could be mistaken for.
  const texts = [before, after].every((value) => value === undefined || typeof value === 'string');
  const shown = (value: unknown): string | null => (value === undefined ? null : texts ? (value as string) : JSON.stringify(value));
  const [old, next] = [shown(before), shown(after)];
  if (old === null || next === null || Math.max(old.length, next.length) <= SHOWN_VALUE) return { before: clip(old), after: clip(next) };
  let apart = 0;
  while (old[apart] === next[apart]) apart += 1;
  const from = Math.max(0, apart - 40);
  const part = (text: string): string => clipped(from === 0 ? text : `…${text.slice(from)}`);
  return { before: part(old), after: part(next) };
}

const lines = (count: number): string => `${String(count)} line${count === 1 ? '' : 's'}`;

function without(lines: readonly string[], others: readonly string[]): number {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line)).length;
}

const clip = (text: string | null): string | null => (text === null ? null : clipped(text));

/** At most `SHOWN_VALUE` UTF-16 units, and no half of a character. */
function clipped(text: string): string {
  return text.length <= SHOWN_VALUE ? text : `${text.slice(0, SHOWN_VALUE - 2).replace(/[\ud800-\udbff]$/, '')}…`;
}
