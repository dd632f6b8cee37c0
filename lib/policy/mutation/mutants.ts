/** One change of one Rego source, such as a reviewer could overlook. */
export interface Mutant {
  /** What was changed: one of `OPERATORS`. */
  readonly operator: Operator;
  /** The rule that it stands in, `passed`. */
  readonly rule: string;
  /** Counted from 1. */
  readonly row: number;
  /** The line that the change begins in, without its indentation. */
  readonly line: string;
  readonly before: string;
  /** Empty when something was taken away. */
  readonly after: string;
  /** The whole changed source. */
  readonly text: string;
}

/**
 * What is changed: how two values are compared; an operator of arithmetic or of sets; a number by one; a text or a truth; a condition that is
 * taken away or turned over; `every` to `some`; a rule among several of its name (their `or`), or what follows its `else`, taken away; the greatest
 * for the least.
 */
export type Operator =
  | 'comparison'
  | 'arithmetic'
  | 'number'
  | 'constant'
  | 'condition dropped'
  | 'condition negated'
  | 'every to some'
  | 'rule dropped'
  | 'else dropped'
  | 'extreme';

/** A node of `opa parse --format json --json-include locations`: what of it is read here. */
interface Node {
  readonly location?: { readonly row: number; readonly col: number; readonly text?: string };
  readonly type?: string;
  readonly value?: unknown;
  readonly terms?: unknown;
  readonly body?: unknown;
  readonly head?: { readonly ref?: readonly Node[] };
  readonly else?: unknown;
  readonly negated?: boolean;
  readonly generated?: boolean;
}

type Range = readonly [from: number, to: number];

/** A text range of the source and what comes in its place. */
interface Change {
  readonly operator: Operator;
  readonly from: number;
  readonly to: number;
  readonly after: string;
}

const OTHER_OPERATORS: Readonly<Record<string, { readonly operator: Operator; readonly others: readonly string[] }>> = {
  '<': { operator: 'comparison', others: ['<=', '>='] },
  '<=': { operator: 'comparison', others: ['<', '>'] },
  '>': { operator: 'comparison', others: ['>=', '<='] },
  '>=': { operator: 'comparison', others: ['>', '<'] },
  '==': { operator: 'comparison', others: ['!='] },
  '!=': { operator: 'comparison', others: ['=='] },
  '+': { operator: 'arithmetic', others: ['-'] },
  '-': { operator: 'arithmetic', others: ['+'] },
  '*': { operator: 'arithmetic', others: ['/'] },
  '/': { operator: 'arithmetic', others: ['*'] },
  '%': { operator: 'arithmetic', others: ['*'] },
  '|': { operator: 'arithmetic', others: ['&'] },
  '&': { operator: 'arithmetic', others: ['|'] },
  min: { operator: 'extreme', others: ['max'] },
  max: { operator: 'extreme', others: ['min'] },
};

/**
 * Every mutant of one source, in the order of the text; some do not compile.
 * @param text the source
 * @param parsed what `opa parse --format json --json-include locations` says of it
 */
export function mutantsOf(text: string, parsed: unknown): readonly Mutant[] {
  const source = new Source(text);
  const rules = (parsed as { readonly rules?: readonly Node[] }).rules ?? [];
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const name = nameOf(rule);
    const changes = [
      ...ruleDropped(source, rule, rules),
      ...[...changesIn(source, rule, source.range(rule) ?? [0, text.length])].sort((a, b) => a.from - b.from),
    ];
    return changes.flatMap(({ operator, from, to, after }) => {
      const changed = `${text.slice(0, from)}${after}${text.slice(to)}`;
      if (changed === text || seen.has(changed)) return [];
      seen.add(changed);
      return [{ operator, rule: name, ...source.lineAt(from), before: text.slice(from, to), after, text: changed }];
    });
  });
}

/** Positions in a text, by the rows and columns that OPA gives. */
class Source {
  readonly text: string;
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** Where a node stands; null where OPA gives it another one's place. */
  range(node: Node): Range | null {
    const { location } = node;
    if (location?.text === undefined) return null;
    const said = Buffer.from(location.text, 'base64').toString('utf8');
    const start = this.starts[location.row - 1] ?? 0;
    // Columns count bytes.
    const line = Buffer.from(this.text.slice(start, this.starts[location.row] ?? this.text.length), 'utf8');
    const from = start + line.subarray(0, location.col - 1).toString('utf8').length;
    return this.text.startsWith(said, from) ? [from, from + said.length] : null;
  }

  lineAt(from: number): { readonly row: number; readonly line: string } {
    const row = this.starts.findLastIndex((start) => start <= from) + 1;
    return { row, line: this.text.slice(this.starts[row - 1], (this.starts[row] ?? this.text.length + 1) - 1).trim() };
  }
}

const nameOf = (rule: Node): string => (rule.head?.ref?.[0]?.value ?? '') as string;

/** A rule that others still call by its name can only go when another of that name stays. */
function ruleDropped(source: Source, rule: Node, rules: readonly Node[]): readonly Change[] {
  const range = source.range(rule);
  if (range === null) return [];
  const [from, to] = range;
  const alone = rules.every((other) => other === rule || nameOf(other) !== nameOf(rule));
  if (alone && names(`${source.text.slice(0, from)}${source.text.slice(to)}`, nameOf(rule))) return [];
  return [{ operator: 'rule dropped', from, to, after: '' }];
}

/** Whether a text outside comments has a word. */
const names = (text: string, word: string): boolean => new RegExp(`^[^#\n]*\\b${word.replaceAll('$', '')}\\b`, 'm').test(text);

/**
 * Changes below a node.
 * @param scope where the rule stands that the node belongs to
 */
function* changesIn(source: Source, node: unknown, scope: Range): Generator<Change> {
  if (Array.isArray(node)) {
    for (const inner of node) yield* changesIn(source, inner, scope);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const here = node as Node;
  yield* elseDropped(source, here);
  for (const expression of bodyOf(here)) yield* conditionChanged(source, expression, scope);
  yield* termChanged(source, here);
  for (const [key, inner] of Object.entries(node)) if (key !== 'location') yield* changesIn(source, inner, scope);
}

/** The conditions of a rule, a comprehension or an `every`. */
function bodyOf({ body }: Node): readonly Node[] {
  return Array.isArray(body) ? (body as readonly Node[]).filter(({ generated }) => generated !== true) : [];
}

function* elseDropped(source: Source, { else: other }: Node): Generator<Change> {
  if (typeof other !== 'object' || other === null) return;
  const range = source.range(other);
  if (range !== null) yield { operator: 'else dropped', from: range[0], to: range[1], after: '' };
}

function* conditionChanged(source: Source, expression: Node, scope: Range): Generator<Change> {
  const range = source.range(expression);
  if (range === null) return;
  const [from, to] = range;
  const said = source.text.slice(from, to);
  const rest = `${source.text.slice(scope[0], from)}${source.text.slice(to, scope[1])}`;
  if (!declared(said).some((name) => names(rest, name))) yield { operator: 'condition dropped', from, to, after: 'true' };
  if (expression.negated === true) {
    yield { operator: 'condition negated', from, to, after: said.replace(/^not\s+/, '') };
    return;
  }
  const every = /^every\s+([^{]*?)\s*\{([\s\S]*)\}$/.exec(said);
  if (every !== null) yield { operator: 'every to some', from, to, after: `some ${every[1] ?? ''}\n${every[2] ?? ''}` };
  else if (!/^some\b|:=/.test(said)) yield { operator: 'condition negated', from, to, after: `not ${said}` };
}

/** Names that a condition gives to values: without it, what uses them does not compile. */
function declared(said: string): readonly string[] {
  const pattern = /^some\s+([^{]*?)\s+in\b|^([^=]*?)\s*:=/.exec(said);
  return [...(pattern?.[1] ?? pattern?.[2] ?? '').matchAll(/[a-z]\w*/gi)].map(([name]) => name);
}

function* termChanged(source: Source, node: Node): Generator<Change> {
  const range = source.range(node);
  if (range === null) return;
  const [from, to] = range;
  const said = source.text.slice(from, to);
  if (node.type === 'ref') {
    const found = Object.hasOwn(OTHER_OPERATORS, said) ? OTHER_OPERATORS[said] : undefined;
    for (const other of found?.others ?? []) yield { operator: found?.operator ?? 'comparison', from, to, after: other };
  } else if (node.type === 'number' && /^\d/.test(said)) {
    for (const step of [1, -1]) yield { operator: 'number', from, to, after: String(Number(said) + step) };
  } else if (node.type === 'boolean' && (said === 'true' || said === 'false')) {
    yield { operator: 'constant', from, to, after: said === 'true' ? 'false' : 'true' };
  } else if (node.type === 'string' && /^["`]/.test(said)) {
    yield { operator: 'constant', from, to, after: `${said.slice(0, -1)}~${said.slice(-1)}` };
  }
}
