import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../lib/contracts/check.ts';
import type { Pack } from '../../lib/contracts/pack.ts';
import { controlsOf, judgePlatform, judgeUnit, type Beside } from '../../lib/gate/index.ts';
import { check, fails, now, passes, silent, undecided, unit, waiver } from './support/unit.ts';

const pack = (...checks: readonly string[]): Pack => ({
  schemaVersion: 'modelgate.dev/pack/v1',
  pack: 'gdpr',
  title: 'A regulation',
  source: 'Its text',
  remains: 'The rest.',
  controls: [{ id: 'Art. 1', title: 'A control', checks, remains: 'What nobody measured.' }],
});

function statusOf(named: readonly string[], results: readonly CheckResult[], beside: Beside | null = null) {
  const waivers = [waiver({ code: 'data.waived' })];
  const checks = results.map(({ code }) => check(code));
  const { report } = judgeUnit(unit(results), { checks, waivers, now });
  return controlsOf([pack(...named)], results, report, beside)[0];
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

describe('what a unit shares with others', () => {
  const walls = 'platform.network_open';
  const beside = (...results: readonly CheckResult[]): Beside => ({
    results,
    findings: judgePlatform('prod', results.slice(0, 1), { checks: [check(walls)], waivers: [], now }),
  });

  test.each<[string, readonly string[], Beside | null]>([
    ['covered', [walls], beside(passes(walls))],
    ['covered', [walls], beside(passes(walls), silent(walls))],
    ['failed', [walls], beside(fails(walls, ['NetworkPolicy/default-deny']))],
    ['failed', [walls, 'a.passes'], beside(fails(walls, ['NetworkPolicy/default-deny']))],
    ['failed', [walls, 'a.passes'], { results: [], findings: [] }],
    ['not applicable', [walls], beside(silent(walls))],
    ['covered', [walls, 'a.passes'], null],
    ['not applicable', [walls], null],
  ])('makes a control %s by %s', (status, named, shared) => {
    expect(statusOf(named, [passes('a.passes')], shared)?.status).toBe(status);
  });

  test('that fails in one place has not passed in another', () => {
    const found = beside(fails(walls, ['x']));
    const both = { ...found, results: [passes(walls), ...found.results] };
    expect(statusOf([walls], [passes('a.passes')], both)).toMatchObject({ passed: [], failed: [walls], notApplicable: [] });
  });
});
