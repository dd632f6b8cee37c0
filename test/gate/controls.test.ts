import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../lib/contracts/check.ts';
import type { Pack } from '../../lib/contracts/pack.ts';
import { controlsOf, judgeUnit } from '../../lib/gate/index.ts';
import { check, fails, now, passes, silent, undecided, unit, waiver } from './support/unit.ts';

const pack = (...checks: readonly string[]): Pack => ({
  schemaVersion: 'modelgate.dev/pack/v1',
  pack: 'gdpr',
  title: 'A regulation',
  source: 'Its text',
  remains: 'The rest.',
  controls: [{ id: 'Art. 1', title: 'A control', checks, remains: 'What nobody measured.' }],
});

function statusOf(named: readonly string[], results: readonly CheckResult[]) {
  const waivers = [waiver({ code: 'data.waived' })];
  const checks = results.map(({ code }) => check(code));
  const { report } = judgeUnit(unit(results), { checks, waivers, now });
  return controlsOf([pack(...named)], results, report)[0];
}

describe('a control', () => {
  test.each<[string, readonly string[], readonly CheckResult[]]>([
    ['covered', ['a.passes'], [passes('a.passes'), fails('b.fails', ['x'])]],
    ['covered', ['a.passes', 'a.silent'], [passes('a.passes'), silent('a.silent')]],
    ['failed', ['a.passes', 'b.fails'], [passes('a.passes'), fails('b.fails', ['x'])]],
    ['failed', ['a.undecided'], [undecided('a.undecided', 'x')]],
    ['failed', ['a.passes', 'b.never'], [passes('a.passes')]],
    ['excepted', ['a.passes', 'data.waived'], [passes('a.passes'), fails('data.waived', ['x'])]],
    ['failed', ['data.waived', 'b.fails'], [fails('data.waived', ['x']), fails('b.fails', ['x'])]],
    ['not applicable', ['a.silent'], [silent('a.silent')]],
  ])('is %s by %s', (status, named, results) => {
    expect(statusOf(named, results)?.status).toBe(status);
  });

  test('names the checks by what they said', () => {
    const results = [passes('a.passes'), fails('b.fails', ['x']), fails('data.waived', ['x']), silent('c.silent')];
    expect(statusOf(['a.passes', 'b.fails', 'data.waived', 'c.silent'], results)).toMatchObject({
      passed: ['a.passes'],
      failed: ['b.fails'],
      waived: ['data.waived'],
      notApplicable: ['c.silent'],
    });
  });
});
