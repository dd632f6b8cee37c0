import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UnitReview } from '../../lib/contracts/unit-review.ts';
import { parseMarker } from '../../lib/contracts/report-marker.ts';
import { renderComment } from '../../lib/report/index.ts';
import { finding, HOSTILE, metric, report, resource, review, unit } from './reports.ts';

const wide = '\u202e|`@🙂'.repeat(400);
const size = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 400 }));

/** A review in which everything is told of `text`, `many` times. */
const everything = (text: string, many: number, groups: number): UnitReview => {
  const times = <T>(one: T, count = many): readonly T[] => Array.from({ length: count }, () => one);
  return review({
    change: { card: true, rewritten: times(text, 3) },
    limits: { moved: times({ path: text, before: text, after: text }), refused: times({ path: text, asked: 1, limit: 2 }) },
    groups: times({ attribute: text, reference: text, groups: times({ group: text, n: 1, values: { selection_rate: 0.5 } }, groups) }, 3),
    drift: { score: 1, limit: 1, measured: many, features: times({ name: text, method: 'psi', effectSize: 1, pValue: null }, 10) },
    resources: times(resource(text, text, { fields: [{ path: text, before: text, after: text }], moreFields: 3 })),
    controls: times({ pack: text, id: text, title: text, status: 'failed' as const, checks: [text] }),
    approvals: times({ version: text, role: text, count: 1, given: [text], enough: false }, 10),
  });
};

const anyReport = fc
  .record({
    units: size,
    findings: fc.integer({ min: 0, max: 60 }),
    metrics: fc.integer({ min: 0, max: 40 }),
    files: size,
    waivers: size,
    removed: size,
    text: fc.constantFrom(...HOSTILE, wide, '', 'short'),
  })
  .map(({ units, findings, metrics, files, waivers, removed, text }) =>
    report(
      Array.from({ length: units }, (_, index) =>
        unit({
          model: `m${String(index)}`,
          verdict: (['deny', 'warn', 'pass'] as const)[index % 3] ?? 'pass',
          findings:
            index % 3 === 2
              ? []
              : Array.from({ length: findings }, (__, place) =>
                  finding({ fix: `${String(place % 7)} ${text}`, subject: text, message: text, observed: text }),
                ),
          metrics: Array.from({ length: metrics }, (__, place) => metric(`metric_${String(place)}`, { stable: place / 3, floor: 0.1 })),
          manifests: { added: Array.from({ length: files }, () => `synth/${text}`), changed: [], removed: [] },
          // Every other report is one of an older version.
          ...(files % 2 === 0 ? {} : { review: everything(text, files, findings) }),
        }),
      ),
      {
        removed: Array.from({ length: removed }, () => text),
        ...(files % 2 === 0
          ? {}
          : {
              review: {
                resources: Array.from({ length: files }, () => resource(text, text)),
                guarded: Array.from({ length: files }, () => text),
                newPolicies: {
                  failure: null,
                  units: Array.from({ length: files }, () => ({
                    unit: text,
                    before: 'pass',
                    after: 'deny',
                    gained: [text, text],
                    lost: [],
                  })),
                  more: 7,
                },
              },
            }),
        waivers: Array.from({ length: waivers }, () => ({
          id: text,
          code: 'card.stale',
          unit: 'a/b',
          state: 'unused' as const,
          expires: '2027-01-01',
        })),
      },
    ),
  );

/** True when every details block that opens also closes. */
const balanced = (text: string): boolean => (text.match(/^<details/gm) ?? []).length === (text.match(/^<\/details>/gm) ?? []).length;

test('no report makes a comment of more than 60,000 characters, and every comment keeps its marker, its verdict and its way back', () => {
  fc.assert(
    fc.property(anyReport, (given) => {
      const text = renderComment(given);
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(parseMarker(text)?.head).toBe(given.head);
      expect(text).toMatch(/^## (✅|⚠️|❌) /m);
      expect(text).toContain('npx modelgate gate --base');
      expect(balanced(text)).toBe(true);
      expect(text).not.toMatch(/\p{Cs}/u);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('what does not fit is cut whole and counted, passed units first', () => {
  const units = Array.from({ length: 300 }, (_, index) =>
    unit({
      model: `m${String(index).padStart(3, '0')}`,
      verdict: index < 20 ? 'deny' : 'pass',
      findings: index < 20 ? [finding({ unit: `m${String(index)}/prod` })] : [],
      metrics: Array.from({ length: 10 }, (__, place) => metric(`metric_${String(place)}`, { stable: 0.5, floor: 0.1 })),
    }),
  );
  const text = renderComment(report(units));
  expect(text.match(/^- \*\*deny\*\*/gm)).toHaveLength(20);
  const tables = (text.match(/^\| Metric /gm) ?? []).length;
  expect(tables).toBeGreaterThan(20);
  expect(text).toContain(`_Cut for length: ${String(300 - tables)} metric tables; the command at the end prints everything._`);
  expect(text).toContain('Not in this table: 250 ✅ passed.');
});

test('a unit with more findings than fit keeps what fits and says what it left out', () => {
  const findings = Array.from({ length: 200 }, (_, index) =>
    finding({
      code: `metrics.check_${'abcdefghij'[index % 10] ?? ''}${'abcdefghijklmnopqrst'[Math.floor(index / 10)] ?? ''}`,
      message: 'long '.repeat(200),
    }),
  );
  const text = renderComment(report([unit({ verdict: 'deny', findings })]));
  const shown = (text.match(/^- \*\*deny\*\*/gm) ?? []).length;
  expect(shown).toBeGreaterThan(30);
  expect(text).toContain(`_Cut for length: ${String(200 - shown)} finding groups;`);
});

test('subjects of one check share its line and its fix; after 25 the rest is counted', () => {
  const text = renderComment(
    report([unit({ verdict: 'deny', findings: Array.from({ length: 40 }, (_, index) => finding({ subject: `s${String(index)}` })) })]),
  );
  expect(text.match(/\*\*Fix:\*\*/g)).toHaveLength(1);
  expect(text).toContain('  - and 15 more subjects');
});
