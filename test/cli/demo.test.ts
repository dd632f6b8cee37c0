import { expect, test } from 'vitest';
import { root, runIn } from '../support/scratch.ts';

test('the demonstration denies each of its four changes for the reason that it was made for', () => {
  const { code, out, err } = runIn(root, process.execPath, ['tools/demo/run.mjs']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [, ...acts] = out.split(/^={100}\n\d\. /m);
  expect(acts.map((act) => act.split('\n')[0])).toHaveLength(4);
  const codes = ['metrics.regressed', 'card.placeholder', 'metrics.mismatch', 'rollout.first_step_too_large'];
  for (const [index, expected] of codes.entries()) {
    expect(acts[index]).toContain(expected);
    expect(acts[index]).toContain('(exit 1)');
    expect(acts[index]).toContain('<!-- modelgate:report:v1');
  }
  expect(acts[2]).toContain('provenance.release_changed');
  expect(acts[3]).toContain('changed  synth/prod/churn/Rollout.churn.yaml');
});
