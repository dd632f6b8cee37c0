import { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { text, texts, type Given } from './command.ts';

/** `NAME=VALUE` options as a map. @throws UserError `usage.bad_pair` */
export function pairsOf(given: Given, name: string, flags: string): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  for (const pair of texts(given, name)) {
    const [key, value] = splitPair(pair, flags);
    if (made.has(key)) throw badPair(flags, pair, 'each name once');
    made.set(key, value);
  }
  return made;
}

/** `NAME=VALUE`; the value may hold further `=`. @throws UserError `usage.bad_pair` */
export function splitPair(pair: string, flags: string): readonly [name: string, value: string] {
  const at = pair.indexOf('=');
  if (at < 1 || at === pair.length - 1) throw badPair(flags, pair, 'NAME=VALUE');
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function badPair(flags: string, seen: string, expected: string): UserError {
  return new UserError('usage.bad_pair', `${flags} ${JSON.stringify(seen)}; expected ${expected}`, 'Correct the option; see --help.');
}

function numberOf(given: string): number {
  return given.trim() === '' ? Number.NaN : Number(given);
}

function latencyOf(given: string | undefined): PartialEvaluation['latencyMs'] {
  if (given === undefined) return undefined;
  const [p50, p95, p99, ...more] = given.split(',').map(numberOf);
  if (p50 !== undefined && p95 !== undefined && p99 !== undefined && more.length === 0 && p50 <= p95 && p95 <= p99)
    return { p50, p95, p99 };
  throw new UserError(
    'usage.bad_latency',
    `--latency-ms is ${JSON.stringify(given)}; expected three rising numbers, such as 3.1,8,20`,
    'Give the 50th, 95th and 99th percentile in milliseconds.',
  );
}

/** Without what is undefined. */
function given<T extends Readonly<Record<string, unknown>>>(fields: T): { readonly [K in keyof T]?: NonNullable<T[K]> | null } | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : (Object.fromEntries(set) as { [K in keyof T]?: NonNullable<T[K]> | null });
}

/**
 * What a person says of the evaluation.
 * @throws UserErrors `schema.invalid`; UserError `usage.bad_latency`
 */
export function factsOf(options: Given): PartialEvaluation {
  const from = text(options, 'datasetFrom');
  const rows = text(options, 'datasetRows');
  const said = given({
    task: text(options, 'task'),
    subject: given({ artifactSha256: text(options, 'artifactSha256') }),
    dataset: given({
      name: text(options, 'datasetName'),
      version: text(options, 'datasetVersion'),
      sha256: text(options, 'datasetSha256'),
      rows: rows === undefined ? undefined : numberOf(rows),
      from: from === 'none' ? null : from,
      to: from === 'none' ? null : text(options, 'datasetTo'),
      split: text(options, 'datasetSplit'),
    }),
    producedAt: text(options, 'producedAt'),
    producer: text(options, 'producer'),
    latencyMs: latencyOf(text(options, 'latencyMs')),
  });
  return parse(PartialEvaluation, said ?? {}, 'the options');
}
