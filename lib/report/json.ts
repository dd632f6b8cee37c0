import type { GateReport } from '../contracts/gate-report.ts';
import { GateReportSchema } from '../contracts/gate-report-schema.ts';

/** As much of a JSON Schema as says in which order its keys are printed. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape | readonly Shape[];
}

/** The report itself, keys in the contract's order (inside facts: sorted), in characters that neither a terminal nor a CI runner obeys. */
export function json(report: GateReport): string {
  const text = JSON.stringify(ordered(report, GateReportSchema as Shape), null, 2);
  return `${text.replace(UNSEEN, escaped).replaceAll('##', '#\\u0023')}\n`;
}

/** What JSON.stringify leaves as it is although a reader cannot see it. */
const UNSEEN = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function escaped(character: string): string {
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

function ordered(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value)) {
    const { items } = shape;
    return value.map((item) => ordered(item, items === undefined || Array.isArray(items) ? {} : (items as Shape)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const known = shape.properties ?? {};
  const first = Object.keys(known).filter((key) => Object.hasOwn(value, key));
  const rest = Object.keys(value).filter((key) => !Object.hasOwn(known, key));
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries([...first, ...rest.toSorted()].map((key) => [key, ordered(fields[key], known[key] ?? {})]));
}
