import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelgate, scratchFolder, scratchRepository } from '../support/scratch.ts';

/** A module that moves the clock of the process that loads it. */
function clockMovedBy(years: number): string {
  const file = path.join(scratchFolder(), 'clock.mjs');
  writeFileSync(
    file,
    `const shift = ${String(years)} * 365.25 * 86_400_000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) { if (args.length === 0) super(Real.now() + shift); else super(...args); }
  static now() { return Real.now() + shift; }
};\n`,
  );
  return `--import=${file}`;
}

test('a clone gets the same verdict, byte for byte, with clocks years apart', () => {
  const repository = scratchRepository();
  const at = (years: number): ReturnType<typeof modelgate> =>
    modelgate(repository, ['gate', '--now', 'head', '--format', 'json'], { NODE_OPTIONS: clockMovedBy(years) });
  const today = at(0);
  expect(today.code).not.toBe(2);
  expect(at(5)).toEqual(today);
  expect(at(-5)).toEqual(today);
});

test('the clock counts when no time is named: evidence grows old', () => {
  const repository = scratchRepository();
  const later = modelgate(repository, ['gate', '--format', 'json'], { NODE_OPTIONS: clockMovedBy(5) });
  expect(later.out).toContain('provenance.evidence_stale');
  expect(modelgate(repository, ['gate', '--now', 'head', '--format', 'json']).out).not.toContain('provenance.evidence_stale');
});

test('the time zone does not matter', () => {
  const repository = scratchRepository();
  const [a, b] = ['Pacific/Kiritimati', 'America/Los_Angeles'].map((TZ) =>
    modelgate(repository, ['gate', '--now', 'head', '--format', 'json'], { TZ }),
  );
  expect(a).toEqual(b);
});

test.each(['yesterday', '2026-13-01T00:00:00Z', '2026-11-21', '2026-11-21T09:30:00+01:00'])(
  '--now %s is refused with the right spelling',
  (now) => {
    const { code, err } = modelgate(scratchRepository(), ['gate', '--now', now]);
    expect(code).toBe(2);
    expect(err).toContain('2026-11-21T09:30:00Z');
  },
);
