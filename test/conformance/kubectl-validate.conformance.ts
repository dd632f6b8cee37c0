import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { run } from '../../tools/run.ts';
import { broken, folderOf, type Break } from './support/broken.ts';
import { filesOf, foldersOf, read, readKind, SYNTH } from './support/sets.ts';

interface Said {
  /** Files that it looked at. */
  readonly seen: number;
  /** `file: message` of what it refuses. */
  readonly refused: readonly string[];
}

interface Status {
  readonly status: string;
  readonly message?: string;
}

/** The API server's own decoding, schemas and CEL rules, offline: Kubernetes 1.35 and the projects' CustomResourceDefinitions. */
async function kubectlValidate(...places: readonly string[]): Promise<Said> {
  const crds = inject('crds');
  const definitions = readdirSync(crds).flatMap((project) => ['--local-crds', path.join(crds, project)]);
  // Without a kubeconfig of nothing it would ask whatever cluster the developer is logged in to.
  const env = { ...process.env, KUBECONFIG: '/dev/null' };
  const { stdout, stderr } = await run(
    inject('tools')['kubectl-validate'],
    ['--version', '1.35', '-o', 'json', ...definitions, ...places],
    { env },
  );
  const end = stdout.lastIndexOf('\n}');
  if (end < 0) throw new Error(`kubectl-validate printed no result: ${stdout}${stderr}`);
  const byFile = JSON.parse(stdout.slice(0, end + 2)) as Readonly<Record<string, readonly Status[]>>;
  return {
    seen: Object.keys(byFile).length,
    refused: Object.entries(byFile).flatMap(([file, statuses]) =>
      statuses.length === 0
        ? [`${file}: holds nothing`]
        : statuses.filter(({ status }) => status !== 'Success').map(({ message }) => `${file}: ${message ?? 'no message'}`),
    ),
  };
}

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('kubectl-validate on %s', (_, setOf) => {
  test('sees every manifest and refuses none', async () => {
    const set = setOf();
    expect(await kubectlValidate(...foldersOf(set))).toEqual({ seen: filesOf(set).length, refused: [] });
  });
});

const BREAKS: readonly Break[] = [
  {
    what: 'a field that the kind does not have',
    kind: 'Rollout',
    change: (draft) => {
      draft.set({}, 'spec', 'strategi');
    },
    reason: /spec\.strategi: Invalid value: value provided for unknown field/,
  },
  {
    what: 'a number as text',
    kind: 'Deployment',
    change: (draft) => {
      draft.set('3', 'spec', 'replicas');
    },
    reason: /replicas/,
  },
  {
    what: 'a value that is none of its field’s',
    kind: 'AuthorizationPolicy',
    change: (draft) => {
      draft.set('PERMIT', 'spec', 'action');
    },
    reason: /spec\.action: Unsupported value: "PERMIT"/,
  },
  {
    what: 'a metric without its provider',
    kind: 'AnalysisTemplate',
    change: (draft) => {
      draft.remove('spec', 'metrics', 0, 'provider');
    },
    reason: /spec\.metrics\[0\]\.provider: Required value/,
  },
  {
    what: 'a duration that breaks a CEL rule',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set('soon', 'spec', 'http', 0, 'timeout');
    },
    reason: /timeout.*must be a valid duration/,
  },
  {
    what: 'a duration that breaks a pattern',
    kind: 'PrometheusRule',
    change: (draft) => {
      draft.set('soon', 'spec', 'groups', 0, 'interval');
    },
    reason: /spec\.groups\[0\]\.interval: Invalid value: "soon"/,
  },
  {
    what: 'a version of a kind that nobody publishes',
    kind: 'DestinationRule',
    change: (draft) => {
      draft.set('networking.istio.io/v9', 'apiVersion');
    },
    reason: /networking\.istio\.io\/v9/,
  },
  {
    what: 'a model that does not say where its files are',
    kind: 'Model',
    change: (draft) => {
      draft.remove('spec', 'storageUri');
    },
    reason: /spec\.storageUri: Required value/,
  },
];

/** What is broken: the committed manifests, and of the matrix what no model of this repository is served by. */
const breakable = () => [...read(SYNTH), ...readKind(inject('matrix'), 'Model')];

describe('kubectl-validate refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const { seen, refused } = await kubectlValidate(folderOf(broken(breakable(), one)));
    expect(seen).toBe(1);
    expect(refused.join('\n')).toMatch(one.reason);
  });

  test('a key that stands twice', async () => {
    const service = broken(read(SYNTH), {
      what: '',
      kind: 'Service',
      change: (draft) => {
        draft.set('None', 'spec', 'clusterIP');
      },
      reason: /x/,
    });
    const { refused } = await kubectlValidate(folderOf({ ...service, text: `${service.text}kind: Service\n` }));
    expect(refused.join('\n')).toMatch(/failed to unmarshal document/);
  });

  test('nothing in a file without an object: it calls that fine, so the files are counted and read here too', async () => {
    const [sound] = read(SYNTH);
    if (sound === undefined) throw new Error('synth/ is empty');
    expect(await kubectlValidate(folderOf({ ...sound, text: '# nothing\n' }))).toEqual({ seen: 1, refused: [] });
  });
});
