import { describe, expect, inject, test } from 'vitest';
import type { Manifest } from '../../lib/constructs/index.ts';
import { ownFindings } from './own-checks.ts';
import { broken, type Break } from './support/broken.ts';
import { read, SYNTH } from './support/sets.ts';

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('own checks on %s', (_, setOf) => {
  test('see windows and destinations, and find nothing', () => {
    const objects = read(setOf()).map(({ object }) => object);
    for (const kind of ['AppProject', 'VirtualService', 'DestinationRule'])
      expect(objects.some((object) => object.kind === kind)).toBe(true);
    expect(ownFindings(objects)).toEqual([]);
  });
});

const BREAKS: readonly Break[] = [
  {
    what: 'a sync window of a kind that Argo CD passes over',
    kind: 'AppProject',
    change: (draft) => {
      draft.set([{ kind: 'denied', schedule: '* * * * *', duration: '1h' }], 'spec', 'syncWindows');
    },
    reason: /^AppProject .*: a sync window's kind is denied; expected allow or deny$/,
  },
  {
    what: 'a route to a Service that there is not',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set('nowhere', 'spec', 'http', 0, 'route', 0, 'destination', 'host');
    },
    reason: /^VirtualService .*: no Service or ServiceEntry is called nowhere$/,
  },
  {
    what: 'a mirror to a Service that there is not',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set([{ destination: { host: 'nowhere.models-prod.svc.cluster.local' } }], 'spec', 'http', 0, 'mirrors');
    },
    reason: /no Service or ServiceEntry is called nowhere\.models-prod\.svc\.cluster\.local$/,
  },
  {
    what: 'rules for a host that there is not',
    kind: 'DestinationRule',
    change: (draft) => {
      draft.set('nowhere.example.com', 'spec', 'host');
    },
    reason: /^DestinationRule .*: no Service or ServiceEntry is called nowhere\.example\.com$/,
  },
  {
    what: 'a Service’s short name in another namespace',
    kind: 'DestinationRule',
    change: (draft) => {
      draft.set('elsewhere', 'metadata', 'namespace');
    },
    reason: /^DestinationRule elsewhere\/.*: no Service or ServiceEntry is called/,
  },
];

describe('own checks refuse', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', (_, one) => {
    const objects = read(SYNTH);
    const wrong = broken(objects, one);
    const findings = ownFindings(objects.map(({ file, object }) => (file === wrong.file ? wrong.object : object)));
    expect(findings).toEqual([expect.stringMatching(one.reason)]);
  });

  test('a sensor that waits for what it does not depend on', () => {
    const sensor = (conditions: string): Manifest => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Sensor',
      metadata: { name: 'retrain', namespace: 'x' },
      spec: { dependencies: [{ name: 'drift' }, { name: 'bias' }], triggers: [{ template: { name: 'train', conditions } }] },
    });
    expect(ownFindings([sensor('(drift || bias) && !drift')])).toEqual([]);
    expect(ownFindings([sensor('drift && biass')])).toEqual([
      'Sensor x/retrain: trigger train waits for biass, which is none of its dependencies',
    ]);
  });
});
