import { describe, expect, inject, test } from 'vitest';
import { run } from '../../tools/run.ts';
import { broken, folderOf, folderWith, type Break } from './support/broken.ts';
import { filesOf, foldersOf, read, SYNTH } from './support/sets.ts';

interface Said {
  /** Files that it says it has looked at. */
  readonly seen: number;
  /** What it says about them; nothing when it is content. */
  readonly says: string;
}

async function istioctl(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  // Without a kubeconfig of nothing it would ask whatever cluster the developer is logged in to.
  const { code, stdout, stderr } = await run(inject('tools').istioctl, args, { env: { ...process.env, KUBECONFIG: '/dev/null' } });
  return { code, text: `${stdout}${stderr}` };
}

/** What it says of every EnvoyFilter, whatever is in it; the local rate limit has no other API in Istio. */
const ENVOY_FILTER = / has warnings: \n\t\* EnvoyFilter\/\S+: EnvoyFilter exposes internal implementation details[^\n]*\n+/g;
const ENVOY_FILTER_CODE = 'IST0133=EnvoyFilter *';

/** The rules of one resource, as Istio's admission webhook has them. */
async function validate(...places: readonly string[]): Promise<Said> {
  const { code, text } = await istioctl('validate', ...places.flatMap((place) => ['-f', place]));
  const told = text.replaceAll(ENVOY_FILTER, ' is valid\n');
  const sound = /^".*" is valid$/gm;
  return { seen: [...told.matchAll(sound)].length, says: code === 0 ? told.replaceAll(sound, '').trim() : text };
}

/** How resources go together. Without `-A` it would only look at the namespace `default`, and be content. */
async function analyze(...places: readonly string[]): Promise<Said> {
  const { text } = await istioctl('analyze', '-A', '--use-kube=false', '--color=false', '--suppress', ENVOY_FILTER_CODE, ...places);
  const [content, list = ''] = text.split('No validation issues found when analyzing:');
  const seen = [...list.matchAll(/^ {2}- .+$/gm)].length;
  return { seen, says: seen > 0 && content?.trim() === '✔' ? '' : text };
}

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('istioctl on %s', (_, setOf) => {
  test('validate sees every manifest and finds nothing', async () => {
    const set = setOf();
    expect(await validate(...foldersOf(set))).toEqual({ seen: filesOf(set).length, says: '' });
  });

  test('analyze sees every manifest and finds nothing', async () => {
    const set = setOf();
    expect(await analyze(...foldersOf(set))).toEqual({ seen: filesOf(set).length, says: '' });
  });
});

const route = ['spec', 'http', 0, 'route'] as const;

const INVALID: readonly Break[] = [
  {
    what: 'a negative share',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set(-5, ...route, 0, 'weight');
    },
    reason: /weight -5 < 0/,
  },
  {
    what: 'shares that come to nothing',
    kind: 'VirtualService',
    name: 'churn',
    change: (draft) => {
      draft.set(
        [
          { destination: { host: 'a' }, weight: 0 },
          { destination: { host: 'b' }, weight: 0 },
        ],
        ...route,
      );
    },
    reason: /total destination weight = 0/,
  },
  {
    what: 'a field that a route does not have',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set(5, ...route, 0, 'wight');
    },
    reason: /unknown field "wight"/,
  },
  {
    what: 'a rule without callers',
    kind: 'AuthorizationPolicy',
    name: 'churn',
    change: (draft) => {
      draft.set([{ from: [{ source: {} }] }], 'spec', 'rules');
    },
    reason: /`from\.source` must not be empty|source.*empty/i,
  },
  {
    what: 'a custom action without who decides',
    kind: 'AuthorizationPolicy',
    name: 'churn',
    change: (draft) => {
      draft.set('CUSTOM', 'spec', 'action');
    },
    reason: /provider.name.*must not be empty/i,
  },
  {
    what: 'an ejection of more than all',
    kind: 'DestinationRule',
    change: (draft) => {
      draft.set(140, 'spec', 'trafficPolicy', 'outlierDetection', 'maxEjectionPercent');
    },
    reason: /percentage 140 is not in range 0\.\.100/,
  },
  {
    what: 'a host that is none',
    kind: 'DestinationRule',
    change: (draft) => {
      draft.set('under_score!', 'spec', 'host');
    },
    reason: /invalid/i,
  },
];

describe('istioctl validate refuses', () => {
  test.each(INVALID.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const { says } = await validate(folderOf(broken(read(SYNTH), one)));
    expect(says).toMatch(one.reason);
  });
});

const INCOHERENT: readonly Break[] = [
  {
    what: 'a gateway that there is not',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set(['nowhere'], 'spec', 'gateways');
    },
    reason: /IST0101.*Referenced gateway not found: "nowhere"/,
  },
  {
    what: 'a host that its gateway does not serve',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set(['churn.elsewhere.example.org'], 'spec', 'hosts');
    },
    reason: /IST0132.*churn\.elsewhere\.example\.org/,
  },
  {
    what: 'a subset that no rule declares',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set('nothing', ...route, 0, 'destination', 'subset');
    },
    reason: /IST0101.*nothing/,
  },
  {
    what: 'a route after one that takes all',
    kind: 'VirtualService',
    change: (draft) => {
      draft.set([draft.get('spec', 'http', 0), { ...(draft.get('spec', 'http', 0) as object), name: 'second' }], 'spec', 'http');
    },
    reason: /IST0130.*VirtualService rule "second" not used/,
  },
  {
    what: 'encryption that trusts any certificate',
    kind: 'DestinationRule',
    change: (draft) => {
      draft.set({ mode: 'SIMPLE' }, 'spec', 'trafficPolicy', 'tls');
    },
    reason: /IST0128.*TLS mode set to SIMPLE but no caCertificates/,
  },
  {
    what: 'a match that an earlier route has taken',
    kind: 'VirtualService',
    change: (draft) => {
      const rest = draft.get('spec', 'http', 0) as object;
      const matching = { ...rest, match: [{ uri: { prefix: '/v1' } }] };
      draft.set([{ ...matching, name: 'first' }, { ...matching, name: 'second' }, rest], 'spec', 'http');
    },
    reason: /IST0131.*rule "second" match #0 is not used/,
  },
];

describe('istioctl analyze refuses', () => {
  test.each(INCOHERENT.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const objects = read(SYNTH).filter(({ file }) => file.includes('/prod/'));
    const { says } = await analyze(folderWith(objects, broken(objects, one)));
    expect(says).toMatch(one.reason);
  });
});
