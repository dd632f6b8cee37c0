import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { choose } from '../../lib/report/index.ts';
import { clean, denied, finding, hostile, HOSTILE, report, unit, warned } from './reports.ts';

const plain = { color: false, seconds: 1 };
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...HOSTILE));
/** The root of an XML document; throws at whatever is not well-formed. */
function rootOf(text: string): Element {
  const onError = (_level: string, message: string): void => {
    // U+FFFD is a character that XML allows: people write it, and the writer puts it where they wrote a forbidden one.
    if (!message.startsWith('Unicode replacement character detected')) onWarningStopParsing();
  };
  const root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement;
  if (root === null) throw new Error('no root');
  return root;
}

const anyReport = fc
  .array(
    fc.record({
      code: fc.constantFrom('metrics.mismatch', 'card.missing'),
      message: texts,
      subject: texts,
      fix: texts,
      observed: texts,
      path: texts,
    }),
    {
      maxLength: 5,
    },
  )
  .map((given) => report([unit({ verdict: given.length > 0 ? 'deny' : 'pass', findings: given.map((one) => finding(one)) })]));

describe('SARIF', () => {
  const logOf = (of: GateReport): Log => JSON.parse(choose('sarif')(of, plain)) as Log;
  const resultsOf = (of: GateReport) => logOf(of).runs[0]?.results ?? [];

  test('has one result a finding, each of a rule that is described, with a place', () => {
    for (const of of [denied, warned, hostile, clean]) {
      const findings = [of.repository?.findings ?? [], ...of.units.map(({ findings: here }) => here)].flat();
      const rules = logOf(of).runs[0]?.tool.driver.rules ?? [];
      expect(resultsOf(of)).toHaveLength(findings.length);
      for (const result of resultsOf(of)) {
        expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
        expect(result.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/^\S+$/);
      }
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    }
  });

  test('keeps the fingerprint of a finding whose numbers change, and tells units and subjects apart', () => {
    const prints = (...given: Parameters<typeof finding>[0][]) =>
      resultsOf(report([unit({ findings: given.map((one) => finding(one)) })])).map(
        ({ partialFingerprints }) => partialFingerprints?.['modelgate/v1'],
      );
    const [one, other, third] = prints(
      { observed: 0.8, message: 'is 0.8' },
      { observed: 0.7, message: 'is 0.7' },
      { subject: '1.1.0/recall' },
    );
    expect(one).toBe(other);
    expect(third).not.toBe(one);
    expect(prints({ unit: 'churn/dev' })).not.toEqual([one]);
  });

  test('shows a waived finding as suppressed, and says which ones are undecided', () => {
    const [waived, open] = resultsOf(
      report([unit({ findings: [finding({ status: 'waived', waiver: 'w-1' }), finding({ status: 'inconclusive', subject: 'x' })] })]),
    );
    expect(waived?.suppressions).toEqual([{ kind: 'external', justification: 'waived by w-1' }]);
    expect([open?.level, open?.suppressions, open?.properties?.['status']]).toEqual(['error', undefined, 'inconclusive']);
  });

  test('names the declaration where no file is meant, and escapes file names', () => {
    const [none, odd] = resultsOf(report([unit({ findings: [finding({ path: null }), finding({ path: 'a b/ü.yaml' })] })]));
    expect(none?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('models/churn/model.ts');
    expect(odd?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%20b/%C3%BC.yaml');
  });

  test('is JSON whatever people wrote', () => {
    fc.assert(
      fc.property(anyReport, (of) => {
        expect(resultsOf(of)).toHaveLength(of.units[0]?.findings.length ?? -1);
      }),
    );
  });
});

describe('JUnit XML', () => {
  const parsed = (of: GateReport) => rootOf(choose('junit')(of, plain));
  const all = (within: Element, name: string): readonly Element[] => Array.from(within.getElementsByTagName(name));

  test('counts what it holds', () => {
    for (const of of [denied, warned, hostile, clean]) {
      const root = parsed(of);
      for (const within of [root, ...all(root, 'testsuite')]) {
        const counted = { tests: 'testcase', failures: 'failure', skipped: 'skipped' };
        for (const [name, element] of Object.entries(counted)) expect(within.getAttribute(name)).toBe(String(all(within, element).length));
      }
    }
    expect(all(parsed(denied), 'failure').length).toBeGreaterThan(0);
    expect([clean, warned].map((of) => parsed(of).getAttribute('failures'))).toEqual(['0', '0']);
  });

  test('is well-formed whatever people wrote', () => {
    fc.assert(
      fc.property(anyReport, (of) => {
        const cases = all(parsed(of), 'testcase');
        // eslint-disable-next-line no-control-regex -- these are what XML 1.0 forbids, and what the parser lets through
        expect(choose('junit')(of, plain)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
        expect(cases).toHaveLength((of.units[0]?.findings.length ?? 0) + 1);
      }),
    );
  });
});

test('JUnit XML keeps a replacement character that people wrote', () => {
  const [failure] = Array.from(
    rootOf(choose('junit')(report([unit({ verdict: 'deny', findings: [finding({ message: 'is \ufffd' })] })]), plain)).getElementsByTagName(
      'failure',
    ),
  );
  expect(failure?.getAttribute('message')).toContain('is \ufffd');
});

test.each(['<a><b></a>', '<a b="<"/>', '<a>&nope;</a>', ''])('the parser that the XML is held against refuses %j', (text) => {
  expect(() => rootOf(text)).toThrow();
});
