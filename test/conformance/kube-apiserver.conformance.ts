import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { applyCrds, reasonOf, startKube, type Kube } from '../../tools/cluster/kube.ts';
import { startProcesses, type Processes } from '../../tools/cluster/processes.ts';
import { broken, type Break } from './support/broken.ts';
import { read, SYNTH, type Located } from './support/sets.ts';

/** Requests that the server is asked at a time. */
const AT_A_TIME = 8;

let processes: Processes;
let kube: Kube;

beforeAll(async () => {
  processes = await startProcesses();
  kube = await startKube(processes, inject('tools'));
  await applyCrds(kube, inject('crds'));
  const namespaces = new Set(
    [SYNTH, inject('matrix')].flatMap((set) => read(set).map(({ object }) => object.metadata.namespace ?? 'default')),
  );
  for (const name of namespaces) await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
});
afterAll(async () => {
  await processes.stop();
});

/** Server-side apply as Argo CD does it, to the last step but storing. Resolves to null when it was accepted. */
async function refusalOf({ object, text }: Located): Promise<string | null> {
  const answer = await kube.apply(object, { dryRun: true, yaml: text });
  return answer.status === 200 || answer.status === 201 ? null : reasonOf(answer);
}

async function dryRun(objects: readonly Located[]): Promise<{ readonly accepted: number; readonly refused: readonly string[] }> {
  const queue = [...objects];
  const refused: string[] = [];
  let accepted = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const refusal = await refusalOf(next);
      if (refusal === null) accepted += 1;
      else refused.push(`${next.file}: ${refusal}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { accepted, refused };
}

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('kube-apiserver on %s', (_, setOf) => {
  test('accepts every manifest', async () => {
    const objects = read(setOf());
    expect(await dryRun(objects)).toEqual({ accepted: objects.length, refused: [] });
  });
});

const container = ['spec', 'template', 'spec', 'containers', 0] as const;

const BREAKS: readonly Break[] = [
  {
    what: 'a port that there is not',
    kind: 'Service',
    change: (draft) => {
      draft.set(99999, 'spec', 'ports', 0, 'port');
    },
    reason: /spec\.ports\[0\]\.port: Invalid value: 99999/,
  },
  {
    what: 'a selector that does not select its own pods',
    kind: 'Deployment',
    change: (draft) => {
      draft.set({ 'app.kubernetes.io/name': 'other' }, 'spec', 'selector', 'matchLabels');
    },
    reason: /`selector` does not match template `labels`/,
  },
  {
    what: 'fewer replicas at most than at least',
    kind: 'HorizontalPodAutoscaler',
    change: (draft) => {
      draft.set(99, 'spec', 'minReplicas');
    },
    reason: /spec\.maxReplicas: Invalid value: \d+: must be greater than or equal to `minReplicas`/,
  },
  {
    what: 'both limits of a disruption budget',
    kind: 'PodDisruptionBudget',
    change: (draft) => {
      draft.set(1, 'spec', 'minAvailable');
      draft.set(1, 'spec', 'maxUnavailable');
    },
    reason: /minAvailable and maxUnavailable cannot be both set/,
  },
  {
    what: 'a direction of traffic that there is not',
    kind: 'NetworkPolicy',
    change: (draft) => {
      draft.set(['Inbound'], 'spec', 'policyTypes');
    },
    reason: /spec\.policyTypes\[0\]: Unsupported value: "Inbound"/,
  },
  {
    what: 'a quantity that is none',
    kind: 'Deployment',
    change: (draft) => {
      draft.set('lots', ...container, 'resources', 'limits', 'memory');
    },
    reason: /quantities must match the regular expression/,
  },
  {
    what: 'a request above its limit',
    kind: 'Deployment',
    change: (draft) => {
      draft.set('900Gi', ...container, 'resources', 'requests', 'memory');
    },
    reason: /requests: Invalid value: "900Gi": must be less than or equal to memory limit/,
  },
  {
    what: 'a volume mount without its volume',
    kind: 'Deployment',
    change: (draft) => {
      draft.set('nowhere', ...container, 'volumeMounts', 0, 'name');
    },
    reason: /volumeMounts\[0\]\.name: Not found: "nowhere"/,
  },
  {
    what: 'a field that the kind does not have',
    kind: 'Rollout',
    change: (draft) => {
      draft.set({}, 'spec', 'strategi');
    },
    reason: /strategi/,
  },
  {
    what: 'a namespace that there is not',
    kind: 'ConfigMap',
    change: (draft) => {
      draft.set('nowhere', 'metadata', 'namespace');
    },
    reason: /namespaces "nowhere" not found/,
  },
];

describe('kube-apiserver refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    expect(await refusalOf(broken(read(SYNTH), one))).toMatch(one.reason);
  });
});
