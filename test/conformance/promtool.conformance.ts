import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Manifest } from '../../lib/constructs/index.ts';
import { run } from '../../tools/run.ts';
import { every } from '../support/json.ts';
import { broken, type Break } from './support/broken.ts';
import { read, SYNTH } from './support/sets.ts';

/** Rule files as Prometheus reads them: what the operator takes out of a PrometheusRule. JSON is YAML. */
function ruleFiles(rules: readonly Manifest[]): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return rules.map((rule, index) => {
    const file = path.join(folder, `${String(index)}.yaml`);
    const [groups = []] = every(rule, 'spec groups');
    writeFileSync(file, JSON.stringify({ groups }));
    return file;
  });
}

/** Prometheus's own parser of rules, expressions and templates. */
async function checkRules(rules: readonly Manifest[]): Promise<{ readonly seen: number; readonly says: string }> {
  const { code, stdout, stderr } = await run(inject('tools').promtool, ['check', 'rules', ...ruleFiles(rules)]);
  const seen = [...stdout.matchAll(/^ {2}SUCCESS: (\d+) rules found$/gm)].reduce((sum, [, found]) => sum + Number(found), 0);
  return { seen, says: code === 0 ? stderr : `${stdout}${stderr}` };
}

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('promtool on %s', (_, setOf) => {
  test('sees every rule and finds nothing', async () => {
    const rules = read(setOf())
      .map(({ object }) => object)
      .filter(({ kind }) => kind === 'PrometheusRule');
    const count = rules.flatMap((rule) => every(rule, 'spec groups[] rules[]')).length;
    expect(count).toBeGreaterThan(rules.length);
    expect(await checkRules(rules)).toEqual({ seen: count, says: '' });
  });
});

const rule = ['spec', 'groups', 0, 'rules', 0] as const;

const BREAKS: readonly Break[] = [
  {
    what: 'an expression that is none',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set('sum(rate(x[5m])', ...rule, 'expr');
    },
    reason: /could not parse expression.*unclosed left parenthesis/,
  },
  {
    what: 'a rate of a number',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set('rate(up)', ...rule, 'expr');
    },
    reason: /expected type range vector in call to function "rate"/,
  },
  {
    what: 'a function that there is not',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set('average(up)', ...rule, 'expr');
    },
    reason: /unknown function with name "average"/,
  },
  {
    what: 'a rule that both records and alerts',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set('x', ...rule, 'record');
      draft.set('X', ...rule, 'alert');
    },
    reason: /only one of 'record' and 'alert' must be set/,
  },
  {
    what: 'a rule that does neither',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set({ expr: 'up' }, ...rule);
    },
    reason: /one of 'record' or 'alert' must be set/,
  },
  {
    what: 'a text that asks for a value that there is not',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set({ alert: 'X', expr: 'up', annotations: { summary: '{{ $nothing }}' } }, ...rule);
    },
    reason: /undefined variable "\$nothing"/,
  },
  {
    what: 'a recorded name that is none',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set({ record: 'no name', expr: 'up' }, ...rule);
    },
    reason: /invalid recording rule name: no name/,
  },
  {
    what: 'two groups of one name',
    kind: 'PrometheusRule',
    change: (draft) => {
      const group = draft.get('spec', 'groups', 0);
      draft.set([group, group], 'spec', 'groups');
    },
    reason: /groupname: ".*" is repeated in the same file/,
  },
];

describe('promtool check rules refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const { says } = await checkRules([broken(read(SYNTH), one).object]);
    expect(says).toMatch(one.reason);
  });
});
