import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject } from 'vitest';
import type { Evaluation } from '../../../lib/contracts/evaluation.ts';
import { importers, importFrom, readSource, type Hints, type Imported } from '../../../lib/import/index.ts';
import { hints } from '../../import/support/hints.ts';

/** A file that a library wrote in this run. */
export const output = (file: string): string => path.join(inject('importerOutputs'), file);

type Counts = NonNullable<Evaluation['confusion']>;
interface Measured {
  readonly metrics: Readonly<Record<string, number>>;
  readonly rows: number;
}

/** What scikit-learn and counting say of the same answers. */
export const expected = (): {
  readonly binary: Measured & { readonly confusion: Counts; readonly groups: Readonly<Record<string, Counts>> };
  readonly multiclass: Measured;
  readonly regression: Measured;
} => JSON.parse(readFileSync(output('expected.json'), 'utf8')) as ReturnType<typeof expected>;

/** Imports a file that a library wrote in this run. */
export function imported(format: string, file: string, given: Partial<Hints> = {}): Imported {
  const importer = importers.find((one) => one.format === format);
  if (importer === undefined) throw new Error(`no importer ${format}`);
  return importFrom(importer, readSource(importer, readFileSync(output(file)), file), { ...hints, ...given }, file);
}

/** These metrics and no others, equal to 12 decimals. */
export function expectMetrics({ evaluation }: Imported, values: Readonly<Record<string, number | undefined>>): void {
  const metrics = evaluation.metrics ?? {};
  expect(Object.keys(metrics).sort()).toEqual(Object.keys(values).sort());
  for (const [name, value] of Object.entries(values))
    expect([name, metrics[name]?.value]).toEqual([name, expect.closeTo(value ?? Number.NaN, 12)]);
}

/** Some of the expected metrics. */
export function some(metrics: Readonly<Record<string, number>>, ...names: readonly string[]): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(names.map((name) => [name, metrics[name]]));
}

/** Reasons by place. */
export const left = ({ unmapped }: Imported): Readonly<Record<string, string>> =>
  Object.fromEntries(unmapped.map(({ place, reason }) => [place, reason]));
