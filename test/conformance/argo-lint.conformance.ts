import { describe, expect, inject, test } from 'vitest';
import { broken, folderWith, type Break } from './support/broken.ts';
import { lint } from './support/lint.ts';
import { foldersOf, read, SYNTH } from './support/sets.ts';

const KINDS = ['Workflow', 'WorkflowTemplate', 'CronWorkflow', 'ClusterWorkflowTemplate'];

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('argo-lint on %s', (_, setOf) => {
  test('sees every workflow and finds nothing', async () => {
    const workflows = read(setOf()).filter(({ object }) => KINDS.includes(object.kind));
    expect(workflows.length).toBeGreaterThan(0);
    expect(await lint('argo-lint', ...foldersOf(setOf()))).toEqual({ seen: workflows.length, findings: [] });
  });
});

const TRAINING = { kind: 'WorkflowTemplate', name: 'churn-training' } as const;
const task = ['spec', 'templates', 0, 'dag', 'tasks'] as const;

const BREAKS: readonly Break[] = [
  {
    ...TRAINING,
    what: 'a task whose template there is not',
    change: (draft) => {
      draft.set('nowhere', ...task, 0, 'template');
    },
    reason: /template "nowhere" is not defined/,
  },
  {
    ...TRAINING,
    what: 'a task after one that there is not',
    change: (draft) => {
      draft.set('nothing.Succeeded', ...task, 1, 'depends');
    },
    reason: /invalid dependency nothing/,
  },
  {
    ...TRAINING,
    what: 'tasks that wait for each other',
    change: (draft) => {
      draft.set('evaluate.Succeeded', ...task, 0, 'depends');
    },
    reason: /cycle/,
  },
  {
    ...TRAINING,
    what: 'an entrypoint that there is not',
    change: (draft) => {
      draft.set('nowhere', 'spec', 'entrypoint');
    },
    reason: /template "nowhere" is not defined/,
  },
  {
    ...TRAINING,
    what: 'a parameter that nothing gives a value',
    change: (draft) => {
      draft.set(['{{inputs.parameters.nothing}}'], 'spec', 'templates', 1, 'container', 'args');
    },
    reason: /failed to resolve \{\{inputs\.parameters\.nothing\}\}/,
  },
  {
    ...TRAINING,
    what: 'two templates of one name',
    change: (draft) => {
      const templates = draft.get('spec', 'templates') as readonly unknown[];
      draft.set([...templates, templates[1]], 'spec', 'templates');
    },
    reason: /spec\.templates\[\d+\]\.name '\w+' is not unique/,
  },
  {
    ...TRAINING,
    what: 'a field that a template does not have',
    change: (draft) => {
      draft.set({}, 'spec', 'templates', 1, 'contaner');
    },
    reason: /unknown field "spec\.templates\[1\]\.contaner"/,
  },
];

describe('argo-lint refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const objects = read(SYNTH).filter(({ file }) => file.includes('/prod/churn/'));
    const { findings } = await lint('argo-lint', folderWith(objects, broken(objects, one)));
    expect(findings.join('\n')).toMatch(one.reason);
  });
});
