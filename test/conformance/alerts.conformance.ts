import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Manifest } from '../../lib/constructs/index.ts';
import { run } from '../../tools/run.ts';
import { every, text } from '../support/json.ts';
import { alertCases, promtoolTests, type AlertCase } from './support/alert-cases.ts';
import { Draft } from './support/broken.ts';
import { readKind, SYNTH, type Located } from './support/sets.ts';

/** Plays cases against the rules of a PrometheusRule, in Prometheus's own engine. */
async function play(rules: Manifest, cases: readonly AlertCase[]): Promise<{ readonly played: number; readonly says: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [groups = []] = every(rules, 'spec groups');
  // JSON is YAML.
  writeFileSync(path.join(folder, 'rules.yaml'), JSON.stringify({ groups }));
  const files = promtoolTests('rules.yaml', cases).map((content, index) => {
    const file = path.join(folder, `${String(index)}.test.yaml`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
  const { code, stdout, stderr } = await run(inject('tools').promtool, ['test', 'rules', ...files]);
  const played = [...stdout.matchAll(/^ {2}SUCCESS$/gm)].length;
  return { played: played === files.length ? cases.length : 0, says: code === 0 ? '' : `${stdout}${stderr}` };
}

const located = readKind(SYNTH, 'PrometheusRule');
const named = located.map((one): readonly [string, Located] => [path.relative(SYNTH, one.file), one]);

test.each(named)('every alert of %s fires when it should, and is silent when it should be', async (_, { object }) => {
  const cases = alertCases([object]);
  expect(await play(object, cases)).toEqual({ played: cases.length, says: '' });
});

/** A wrong rule, and the alert that then behaves otherwise. */
const WRONG: readonly (readonly [what: string, alert: string, change: (expr: string) => string])[] = [
  [
    'a burn that only looks at the long window goes on when its cause is gone',
    'ModelErrorRateFastBurn',
    (expr) => expr.replace(/ and .*/, ''),
  ],
  ['a comparison the wrong way round', 'ModelDrift', (expr) => expr.replace('>', '<')],
  ['a bound that counts the limit itself as beyond', 'ModelDisparateImpactOutOfBounds', (expr) => expr.replaceAll('> ', '>= ')],
  ['only one of two bounds', 'ModelStatisticalParityOutOfBounds', (expr) => expr.replace(/^.* or /, '')],
  ['nobody knowing of a replica taken for good news', 'ModelNoReadyReplica', (expr) => expr.replace(' or vector(0)', '')],
  ['missing data taken for good news', 'ModelCallMetricsMissing', (expr) => expr.replace('absent_over_time', 'present_over_time')],
  ['a pod that does not answer taken for one that does', 'ModelScrapeMissing', (expr) => expr.replace(' == 1', '')],
  ['evidence that never gets old', 'ModelEvidenceStale', (expr) => expr.replace('vector(time() - ', 'vector(0 * time() - ')],
];

describe('the cases notice', () => {
  test.each(WRONG)('%s', async (_, alert, change) => {
    const sound = located.find(({ object }) => every(object, 'spec groups[] rules[] alert').includes(alert));
    if (sound === undefined) throw new Error(`no PrometheusRule with ${alert}`);
    const cases = alertCases([sound.object]).filter(({ fires }) => alert in fires);
    const draft = new Draft(structuredClone(sound.object));
    const index = every(draft.object, 'spec groups[] rules[]').findIndex((rule) => every(rule, 'alert')[0] === alert);
    const expr = text(draft.get('spec', 'groups', 0, 'rules', index), 'expr');
    expect(change(expr)).not.toBe(expr);
    draft.set(change(expr), 'spec', 'groups', 0, 'rules', index, 'expr');
    expect((await play(draft.object, cases)).says).toContain(alert);
  });
});
