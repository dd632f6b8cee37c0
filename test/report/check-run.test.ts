import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkRun, choose, renderSummary } from '../../lib/report/index.ts';
import { clean, denied, finding, HOSTILE, hostile, huge, report, unit, warned } from './reports.ts';

const plain = { color: false, seconds: 1 };

test.each([
  ['denied is a failure', denied, 'failure'],
  ['warned is neutral', warned, 'neutral'],
  ['passed is a success', clean, 'success'],
] as const)('%s', (_, given, conclusion) => {
  expect(checkRun(given)).toMatchObject({ conclusion });
});

test('what could not be judged is a failure that names each kind of error once', () => {
  const error = { code: 'card.missing', message: 'models/churn/card.yaml: missing', fix: 'Write it.' };
  const failure = { schemaVersion: 1, verdict: 'error', base: null, head: denied.head, now: denied.now, errors: [error, error] } as const;
  const run = checkRun(failure);
  expect(run).toMatchObject({ conclusion: 'failure', title: 'Could not judge: card.missing', annotations: [] });
  expect(run.summary).toMatch(/^## ❌ Not judged/);
  expect(run.summary).toContain('models/churn/card.yaml');
});

test('annotations are failures first, and no more than a thousand', () => {
  const severities = ['info', 'warn', 'deny'] as const;
  const findings = Array.from({ length: 1234 }, (_, at) => finding({ subject: `s${String(at)}`, severity: severities[at % 3] ?? 'deny' }));
  const { annotations } = checkRun(report([unit({ verdict: 'deny', findings })]));
  expect(annotations).toHaveLength(1000);
  const levels = annotations.map(({ annotation_level }) => annotation_level);
  expect(levels.indexOf('warning')).toBe(levels.lastIndexOf('failure') + 1);
  expect(checkRun(clean).annotations).toEqual([]);
});

test('every part of it fits into what GitHub takes, whatever people wrote', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(denied, hostile, huge),
      fc.array(fc.constantFrom(...HOSTILE, 'x'.repeat(3000)), { maxLength: 20 }),
      (given, texts) => {
        const more = texts.map((text) => finding({ subject: text, message: text, fix: text, path: null }));
        const run = checkRun(report([unit({ verdict: 'deny', findings: more }), ...given.units]));
        expect(run.summary.length).toBeLessThan(65_535);
        expect(run.title.length).toBeLessThan(256);
        for (const { title, message, path, start_line } of run.annotations) {
          expect(title.length).toBeLessThan(400);
          expect(message.length).toBeLessThan(64_000);
          expect(path).not.toMatch(/[\r\n\0]/);
          expect(start_line).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('a job’s summary holds more than a comment, stays under a mebibyte, and carries no marker', () => {
  const text = renderSummary(huge);
  expect(text.length).toBeGreaterThan(200_000);
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text.startsWith('## ❌ Denied')).toBe(true);
});

test('a code quality report has an issue a finding, with a line, and a fingerprint that outlives its numbers', () => {
  interface Issue {
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }
  const issues = (...given: Parameters<typeof finding>[0][]): readonly Issue[] =>
    JSON.parse(choose('codequality')(report([unit({ findings: given.map((one) => finding(one)) })]), plain)) as Issue[];
  const [one, other, waived, bare] = issues(
    { observed: 0.8, place: { path: 'models/churn/card.yaml', line: 12 } },
    { observed: 0.7, place: { path: 'models/churn/card.yaml', line: 14 } },
    { status: 'waived', waiver: 'w-1', subject: 'x' },
    { path: null, severity: 'warn', subject: 'y' },
  );
  expect(one?.fingerprint).toBe(other?.fingerprint);
  expect([one?.severity, waived?.severity, bare?.severity]).toEqual(['blocker', 'info', 'major']);
  expect(one?.location).toEqual({ path: 'models/churn/card.yaml', lines: { begin: 12 } });
  expect(bare?.location).toEqual({ path: 'models/churn/model.ts', lines: { begin: 1 } });
});
