import fc from 'fast-check';
import { expect, test } from 'vitest';
import { synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import type { ClassifierProps, Consumer, Egress } from '../../lib/index.ts';
import { every, manifest, one } from '../support/json.ts';
import { binaryClassifier, classifierProps, context, routerProps, trafficProps } from '../support/units.ts';

/** One call, as the two layers see it. */
interface Call {
  readonly namespace: string;
  readonly account: string;
  readonly method: string;
  readonly path: string;
}

const PORT = 8080;
const METRICS = '/metrics';

/** Istio's matching of strings: exact, or with a wildcard at one end. */
function matches(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  return pattern === value;
}

/** What an absent list of a rule says is: any; what a list of exceptions holds is none. */
const within = (patterns: readonly unknown[], value: string): boolean =>
  patterns.length === 0 || patterns.some((pattern) => matches(String(pattern), value));

/** @param token the request principal of the call, when it carries a token */
function meshAllows(unit: readonly Manifest[], call: Call, token?: string): boolean {
  const principal = `cluster.local/ns/${call.namespace}/sa/${call.account}`;
  return every(manifest(unit, 'AuthorizationPolicy'), 'spec rules[]').some((rule) => {
    const needed = every(rule, 'from[] source requestPrincipals[]');
    const except = every(rule, 'to[] operation notPaths[]');
    return (
      within(every(rule, 'from[] source principals[]'), principal) &&
      (needed.length === 0 || (token !== undefined && within(needed, token))) &&
      within(every(rule, 'to[] operation methods[]'), call.method) &&
      within(every(rule, 'to[] operation paths[]'), call.path) &&
      !(except.length > 0 && within(except, call.path)) &&
      within(every(rule, 'to[] operation ports[]'), String(PORT))
    );
  });
}

const own = (unit: readonly Manifest[]) => manifest(unit, 'NetworkPolicy', 'churn');
const namespaces = (peers: readonly unknown[]) =>
  peers.map((peer) => {
    const labels = one(peer, 'namespaceSelector matchLabels') as Record<string, string> | undefined;
    return labels?.['kubernetes.io/metadata.name'];
  });

function networkAllows(unit: readonly Manifest[], namespace: string): boolean {
  return every(own(unit), 'spec ingress[]').some(
    (rule) => namespaces(every(rule, 'from[]')).includes(namespace) && every(rule, 'ports[] port').includes(PORT),
  );
}

const unitOf = (traffic: Partial<ClassifierProps['traffic']>, environment = 'prod') =>
  synthesizeUnit(
    binaryClassifier('churn', { ...classifierProps, traffic: { ...classifierProps.traffic, ...traffic } }),
    context('churn', environment),
  ).manifests;

const ACCOUNTS = [
  ['crm', 'campaigns'],
  ['crm', 'support'],
  ['planning', 'scheduler'],
] as const;
const STRANGERS = [
  ['crm', 'default'],
  ['crm', 'campaigns2'],
  ['planning', 'support'],
  ['models-prod', 'churn'],
  ['istio-ingress', 'default'],
  ['elsewhere', 'campaigns'],
] as const;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
const PATHS = ['/predict', '/v1/models', '/v1', '/', METRICS] as const;

const consumers = fc.subarray([...ACCOUNTS], { minLength: 0 }).chain((accounts) =>
  fc.tuple(
    ...accounts.map(([namespace, serviceAccount]) =>
      fc.record(
        {
          namespace: fc.constant(namespace),
          serviceAccount: fc.constant(serviceAccount),
          methods: fc.subarray([...METHODS], { minLength: 1 }),
          paths: fc.subarray(['/predict', '/v1/*', '/'] as const, { minLength: 1 }),
        },
        { requiredKeys: ['namespace', 'serviceAccount'] },
      ),
    ),
  ),
);

/** What the declaration says about a call, read without any manifest. */
function declared(list: readonly Consumer[], { namespace, account, method, path }: Call): boolean {
  const consumer = list.find((entry) => entry.namespace === namespace && entry.serviceAccount === account);
  if (consumer === undefined || path === METRICS) return false;
  const methods: readonly string[] = consumer.methods ?? ['GET', 'POST'];
  return methods.includes(method) && (consumer.paths === undefined || consumer.paths.some((pattern) => matches(pattern, path)));
}

test('each declared consumer is let in by both layers for what it may ask, and nobody else', () => {
  fc.assert(
    fc.property(consumers, (list) => {
      const unit = unitOf({ consumers: list });
      for (const [namespace, account] of [...ACCOUNTS, ...STRANGERS]) {
        const isIn = list.some((entry) => entry.namespace === namespace);
        expect(networkAllows(unit, namespace)).toBe(isIn || namespace === 'istio-ingress');
        for (const method of METHODS) {
          for (const path of PATHS) {
            const call = { namespace, account, method, path };
            expect([call, meshAllows(unit, call)]).toEqual([call, declared(list, call)]);
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('whoever the mesh lets in, the network lets in too', () => {
  const unit = unitOf({});
  const principals = every(manifest(unit, 'AuthorizationPolicy'), 'spec rules[] from[] source principals[]');
  expect(principals).toHaveLength(4);
  for (const principal of principals) expect(networkAllows(unit, String(principal).split('/')[2] ?? '')).toBe(true);
});

test('the metrics are read from the namespace of Prometheus alone, by both layers', () => {
  const unit = unitOf({});
  expect(meshAllows(unit, { namespace: 'monitoring', account: 'prometheus', method: 'GET', path: METRICS })).toBe(true);
  expect(meshAllows(unit, { namespace: 'monitoring', account: 'prometheus', method: 'POST', path: '/predict' })).toBe(false);
  expect(networkAllows(unit, 'monitoring')).toBe(true);
});

const viaGateway: Call = { namespace: 'istio-ingress', account: 'istio-ingressgateway', method: 'POST', path: '/predict' };

test('calls through the gateway need a token of a declared issuer, and only where one is declared', () => {
  const { issuers = [] } = trafficProps.traffic;
  const unit = unitOf({ issuers });
  expect(meshAllows(unit, viaGateway)).toBe(false);
  expect(meshAllows(unit, viaGateway, 'https://login.example.com/somebody')).toBe(true);
  expect(meshAllows(unit, viaGateway, 'https://login.example.org/somebody')).toBe(false);
  expect(meshAllows(unit, viaGateway, 'https://login.example.com.evil.org/somebody')).toBe(false);
  expect(meshAllows(unitOf({}), viaGateway)).toBe(true);
});

test("behind another router, that router's proxy is let in by both layers instead of the gateway", () => {
  for (const [props, namespace, account] of [
    [routerProps['the Gateway API'], 'gateways', 'models-istio'],
    [routerProps['an Ingress'], 'ingress-nginx', 'ingress-nginx'],
  ] as const) {
    const unit = synthesizeUnit(binaryClassifier('churn', props), context('churn', 'dev')).manifests;
    expect(meshAllows(unit, { ...viaGateway, namespace, account })).toBe(true);
    expect(networkAllows(unit, namespace)).toBe(true);
    expect(meshAllows(unit, viaGateway)).toBe(false);
    expect(networkAllows(unit, 'istio-ingress')).toBe(false);
  }
});

/** Whether a proxy of the unit sends a call to this host on its way. */
function meshSends(unit: readonly Manifest[], host: string, port: number): boolean {
  const sidecar = unit.find(({ kind }) => kind === 'Sidecar');
  if (one(sidecar, 'spec outboundTrafficPolicy mode') !== 'REGISTRY_ONLY') return false;
  const inCluster = host.endsWith('.svc.cluster.local');
  const seen = inCluster ? `${host.split('.')[1] ?? ''}/${host}` : `./${host}`;
  if (!every(sidecar, 'spec egress[] hosts[]').includes(seen)) return false;
  return (
    inCluster ||
    unit.some(
      (object) =>
        object.kind === 'ServiceEntry' &&
        every(object, 'spec hosts[]').includes(host) &&
        every(object, 'spec ports[] number').includes(port),
    )
  );
}

const numeric = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
function contains(cidr: string, address: string): boolean {
  const [base = '', length = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(numeric(base) / size) === Math.floor(numeric(address) / size);
}

/** Whether the network lets the unit's pods connect to a pod of a namespace, or to an address. */
function networkSends(unit: readonly Manifest[], to: { readonly namespace: string } | { readonly address: string }, port: number): boolean {
  return every(own(unit), 'spec egress[]').some((rule) => {
    if (!every(rule, 'ports[] port').includes(port)) return false;
    if ('namespace' in to) return namespaces(every(rule, 'to[]')).includes(to.namespace);
    return every(rule, 'to[] ipBlock').some(
      (block) =>
        contains(String(one(block, 'cidr')), to.address) && !every(block, 'except[]').some((out) => contains(String(out), to.address)),
    );
  });
}

const HOSTS: readonly (readonly [Egress, { readonly namespace: string } | { readonly address: string }])[] = [
  [{ host: 'api.example.org', port: 443, protocol: 'HTTPS' }, { address: '93.184.215.14' }],
  [{ host: 'b.example.org', port: 443, protocol: 'HTTPS' }, { address: '93.184.215.14' }],
  [{ host: 'b.example.org', port: 8443, protocol: 'HTTPS' }, { address: '93.184.215.14' }],
  [{ host: 'warehouse.corp.example.com', port: 5432, protocol: 'TLS', cidr: '10.20.0.0/16' }, { address: '10.20.3.4' }],
  [{ host: 'online.features.svc.cluster.local', port: 80, targetPort: 6566, protocol: 'HTTP' }, { namespace: 'features' }],
];

test('each declared host can be called through both layers, and no other', () => {
  fc.assert(
    fc.property(fc.subarray([...HOSTS]), (chosen) => {
      const egress = chosen.map(([entry]) => entry);
      const unit = unitOf(egress.length === 0 ? {} : { egress });
      for (const [entry, place] of HOSTS) {
        const { host, port } = entry;
        const isDeclared = egress.includes(entry);
        expect([entry, meshSends(unit, host, port)]).toEqual([entry, isDeclared]);
        const sends = networkSends(unit, place, entry.targetPort ?? port);
        // The network knows addresses, not names: a port that is open for one public host is open for all of them.
        const samePlace = chosen.some(([other, there]) => other.port === port && JSON.stringify(there) === JSON.stringify(place));
        expect([entry, sends]).toEqual([entry, isDeclared || samePlace]);
      }
    }),
    { numRuns: 40 },
  );
});

test.each(['169.254.169.254', '10.0.0.1', '172.20.0.1', '192.168.1.1', '100.64.0.1', '127.0.0.1'])(
  'a host outside opens no way to %s',
  (address) => {
    const unit = unitOf({ egress: [{ host: 'api.example.org', port: 80, protocol: 'HTTP' }] });
    expect(networkSends(unit, { address: '93.184.215.14' }, 80)).toBe(true);
    expect(networkSends(unit, { address }, 80)).toBe(false);
  },
);
