import { describe, expect, inject, test } from 'vitest';
import { broken, folderWith, type Break } from './support/broken.ts';
import { lint } from './support/lint.ts';
import { foldersOf, read, SYNTH } from './support/sets.ts';

const KINDS = ['Rollout', 'AnalysisTemplate', 'ClusterAnalysisTemplate'];

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('rollouts-lint on %s', (_, setOf) => {
  test('sees every Rollout and AnalysisTemplate and finds nothing', async () => {
    const objects = read(setOf()).filter(({ object }) => KINDS.includes(object.kind));
    expect(objects.length).toBeGreaterThan(0);
    expect(await lint('rollouts-lint', ...foldersOf(setOf()))).toEqual({ seen: objects.length, findings: [] });
  });
});

const canary = ['spec', 'strategy', 'canary'] as const;
const metric = ['spec', 'metrics', 0] as const;

const BREAKS: readonly Break[] = [
  {
    what: 'a share above 100',
    kind: 'Rollout',
    change: (draft) => {
      draft.set(140, ...canary, 'steps', 0, 'setWeight');
    },
    reason: /setWeight: Invalid value: 140/,
  },
  {
    what: 'two things in one step',
    kind: 'Rollout',
    change: (draft) => {
      draft.set(20, ...canary, 'steps', 1, 'setWeight');
    },
    reason: /Step must have one of the following set/,
  },
  {
    what: 'one Service for both releases',
    kind: 'Rollout',
    change: (draft) => {
      draft.set(draft.get(...canary, 'stableService'), ...canary, 'canaryService');
    },
    reason: /This rollout uses the same service for the stable and canary services/,
  },
  {
    what: 'a route that the VirtualService does not have',
    kind: 'Rollout',
    change: (draft) => {
      draft.set(['nowhere'], ...canary, 'trafficRouting', 'istio', 'virtualService', 'routes');
    },
    reason: /nowhere.*not found|not found.*nowhere/i,
  },
  {
    what: 'a Service that there is not',
    kind: 'Rollout',
    change: (draft) => {
      draft.set('nowhere', ...canary, 'stableService');
    },
    reason: /Service "nowhere" is not among the files/,
  },
  {
    what: 'a VirtualService that there is not',
    kind: 'Rollout',
    change: (draft) => {
      draft.set('nowhere', ...canary, 'trafficRouting', 'istio', 'virtualService', 'name');
    },
    reason: /VirtualService "nowhere" is not among the files/,
  },
  {
    what: 'an analysis that there is not',
    kind: 'Rollout',
    change: (draft) => {
      draft.set('nowhere', ...canary, 'steps', 2, 'analysis', 'templates', 0, 'templateName');
    },
    reason: /AnalysisTemplate "nowhere" is not among the files/,
  },
  {
    what: 'an analysis without the argument that it asks for',
    kind: 'Rollout',
    change: (draft) => {
      draft.set([], ...canary, 'steps', 2, 'analysis', 'args');
    },
    reason: /args\.service was not resolved/,
  },
  {
    what: 'an analysis that uses an argument it does not declare',
    kind: 'AnalysisTemplate',
    name: 'churn',
    change: (draft) => {
      draft.set([], 'spec', 'args');
    },
    reason: /failed to resolve \{\{args\.service\}\}/,
  },
  {
    what: 'a condition that is no expression',
    kind: 'AnalysisTemplate',
    change: (draft) => {
      draft.set('result[0] <', ...metric, 'successCondition');
    },
    reason: /condition "result\[0\] <"/,
  },
  {
    what: 'an interval that is no duration',
    kind: 'AnalysisTemplate',
    change: (draft) => {
      draft.set('soon', ...metric, 'interval');
    },
    reason: /invalid duration "?soon|interval string/,
  },
  {
    what: 'an analysis without metrics',
    kind: 'AnalysisTemplate',
    change: (draft) => {
      draft.set([], 'spec', 'metrics');
    },
    reason: /no metrics specified/,
  },
  {
    what: 'a field that the kind does not have',
    kind: 'Rollout',
    change: (draft) => {
      draft.set({}, 'spec', 'strategi');
    },
    reason: /unknown field "strategi"/,
  },
];

describe('rollouts-lint refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const objects = read(SYNTH).filter(({ file }) => file.includes('/prod/churn/'));
    const { findings } = await lint('rollouts-lint', folderWith(objects, broken(objects, one)));
    expect(findings.join('\n')).toMatch(one.reason);
  });
});
