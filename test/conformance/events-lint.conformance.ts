import { describe, expect, inject, test } from 'vitest';
import { broken, folderWith, type Break } from './support/broken.ts';
import { lint } from './support/lint.ts';
import { foldersOf, read, SYNTH } from './support/sets.ts';

/** Their CRDs accept any spec, so no API server finds a mistake in them. */
const KINDS = ['EventBus', 'EventSource', 'Sensor'];

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('events-lint on %s', (_, setOf) => {
  test('sees every bus, source and sensor and finds nothing', async () => {
    const events = read(setOf()).filter(({ object }) => KINDS.includes(object.kind));
    expect(events.length).toBeGreaterThan(0);
    expect(await lint('events-lint', ...foldersOf(setOf()))).toEqual({ seen: events.length, findings: [] });
  });
});

const RETRAINING = 'churn-training';
const trigger = ['spec', 'triggers', 0, 'template'] as const;

const BREAKS: readonly Break[] = [
  {
    what: 'a field that the kind does not have',
    kind: 'Sensor',
    name: RETRAINING,
    change: (draft) => {
      draft.set([], 'spec', 'dependencys');
    },
    reason: /unknown field "dependencys"/,
  },
  {
    what: 'a sensor that waits for nothing',
    kind: 'Sensor',
    name: RETRAINING,
    change: (draft) => {
      draft.set([], 'spec', 'dependencies');
    },
    reason: /no event dependencies found/,
  },
  {
    what: 'a source that there is not',
    kind: 'Sensor',
    name: RETRAINING,
    change: (draft) => {
      draft.set('nowhere', 'spec', 'dependencies', 0, 'eventSourceName');
    },
    reason: /EventSource "nowhere" is not among the files/,
  },
  {
    what: 'a bus that there is not',
    kind: 'Sensor',
    name: RETRAINING,
    change: (draft) => {
      draft.set('nowhere', 'spec', 'eventBusName');
    },
    reason: /EventBus "nowhere" is not among the files/,
  },
  {
    what: 'a trigger without a name',
    kind: 'Sensor',
    name: RETRAINING,
    change: (draft) => {
      draft.remove(...trigger, 'name');
    },
    reason: /trigger must define a name/,
  },
  {
    what: 'a watched resource without its version',
    kind: 'EventSource',
    name: 'rollouts',
    change: (draft) => {
      draft.remove('spec', 'resource', 'changed', 'version');
    },
    reason: /version must be specified/,
  },
  {
    what: 'a bus of two servers, which cannot agree',
    kind: 'EventBus',
    change: (draft) => {
      draft.set(2, 'spec', 'jetstream', 'replicas');
    },
    reason: /replicas/,
  },
];

describe('events-lint refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const events = read(SYNTH).filter(({ object }) => KINDS.includes(object.kind));
    const { findings } = await lint('events-lint', folderWith(events, broken(events, one)));
    expect(findings.join('\n')).toMatch(one.reason);
  });
});
