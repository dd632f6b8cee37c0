import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { ModelSpec } from '../../lib/contracts/model-spec.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { UserErrors } from '../../lib/errors.ts';
import {
  airflow,
  blueGreen,
  canary,
  defineConfig,
  externalSecret,
  ingress,
  kafka,
  knative,
  kserve,
  measured,
  protectedAttribute,
  seldon,
  sklearnServer,
  type ClassifierProps,
} from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { everyStrategy } from '../support/strategies.ts';
import { binaryClassifier, classifierProps, config, context, everyTask, forecaster, thresholds, without } from '../support/units.ts';

/** Complaints about a classifier that differs from the sound one; `unknown`, because a declaration also runs without a type check. */
function about(wrong: unknown, id = 'churn', environment = 'prod'): readonly string[] {
  const props = { ...classifierProps, ...(wrong as Partial<ClassifierProps>) };
  return complaints(() => synthesizeUnit(binaryClassifier(id, props), context(id, environment)));
}

/** Traffic that differs from the sound one. */
const withTraffic = (traffic: object) => ({ traffic: { ...classifierProps.traffic, ...traffic } });
const withEgress = (...wrong: readonly object[]) =>
  withTraffic({ egress: wrong.map((each) => ({ host: 'api.example.org', port: 443, protocol: 'HTTPS', ...each })) });
const issuer = { issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys', audiences: ['models'] };

test.each(Object.keys(everyTask))('the declaration of a %s is data that fits its schema', (task) => {
  const declaration = everyTask[task]?.('model');
  const { spec } = synthesizeUnit(declaration, context('model', 'prod'));
  expect(problems(ModelSpec, spec)).toEqual([]);
  expect(spec.task).toBe(task);
});

test('the declaration as data is the same in every environment', () => {
  const specs = config.environments.map(({ name }) => synthesizeUnit(binaryClassifier('churn'), context('churn', name)).spec);
  expect(new Set(specs.map((spec) => JSON.stringify(spec))).size).toBe(1);
});

test('it lists its environments in promotion order, whatever the order of the declaration', () => {
  const environments = { prod: { min: 3, max: 9 }, dev: { min: 1, max: 1 } };
  const { spec } = synthesizeUnit(forecaster('demand'), context('demand', 'dev'));
  expect(spec.environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  const { spec: shuffled } = synthesizeUnit(binaryClassifier('churn', { ...classifierProps, environments }), context('churn', 'dev'));
  expect(shuffled.environments.map(({ name }) => name)).toEqual(['dev', 'prod']);
  expect(shuffled.traffic.host).toBe('churn.prod.models.example.com');
});

test('several mistakes are reported together, each with the construct, the value and what was expected', () => {
  const wrong = {
    owner: { team: 'Customer Success', email: 'success@example.com' },
    rollout: canary({ steps: [25, 5], pauseMinutes: 10 }),
    environments: { dev: { min: 3, max: 1 }, qa: { min: 1, max: 1 }, prod: { min: 2, max: 4 } },
  };
  expect(about(wrong)).toEqual([
    'model.invalid prod/churn: environments is "qa"; expected one of dev, staging, prod',
    'model.invalid prod/churn: environments.dev.max is 1; expected at least min, 3',
    'model.invalid prod/churn: environments.prod.min is 2; expected at least 3 in a progressive environment',
    'model.invalid prod/churn: owner.team is "Customer Success"; expected lower-case letters, digits and "-", at most 63',
    'model.invalid prod/churn: rollout.steps[1] is 5; expected more than the step before, 25',
  ]);
});

test('a runtime that does not fit its schema hides no unknown consumer', () => {
  const wrong = {
    runtime: sklearnServer({ cpu: '500m' } as never),
    traffic: { consumers: [{ namespace: 'crm', serviceAccount: 'campaign', paths: ['/metrics'] }] },
  };
  expect(about(wrong)).toEqual([
    expect.stringContaining('prod/churn: runtime is ') as string,
    expect.stringContaining('traffic.consumers[0] is "crm/campaign"; expected one of ') as string,
  ]);
});

test.each([
  ['groups', { protectedAttributes: [protectedAttribute('gender', { reference: 'male' } as never)] }],
  ['keys', { secrets: [externalSecret('warehouse', {} as never)] }],
])('a preset leaves it to the schema to tell that %s are absent', (absent, wrong) => {
  expect(about(wrong)).toContainEqual(expect.stringContaining(`must have required property '${absent}'`));
});

test('a secret that somebody wrote down is not printed', () => {
  const written = { secrets: [{ name: 'a', keys: ['b'], mountPath: '/etc/a', value: 'hunter2' }] };
  expect(about(written).join()).not.toContain('hunter2');
});

test.each([
  ['null', null],
  ['false', false],
  ['text', 'none'],
  ['a list', []],
])('a rollout whose analysis is %s has none, and is refused', (_, analysis) => {
  const wrong = [
    canary({ steps: [5], pauseMinutes: 10, analysis: analysis as never }),
    blueGreen({ mirrorPercent: 10, observeMinutes: 15, analysis: analysis as never }),
  ];
  for (const rollout of wrong) {
    expect(about({ rollout })).toEqual([`model.invalid prod/churn: rollout.analysis is ${JSON.stringify(analysis)}; must be object`]);
  }
});

test.each([
  ['null', null, 'null'],
  ['a number', 7, '7'],
  ['a list', [], '[]'],
])('a model that declares %s is told so', (_, props, seen) => {
  const declare = () => synthesizeUnit(binaryClassifier('churn', props as never), context('churn', 'prod'));
  expect(complaints(declare)).toEqual([
    `model.invalid prod/churn: the declaration is ${seen}; expected an object: what the model says about itself`,
  ]);
});

test.each([
  ['no', undefined, 'nothing'],
  ['a number as', 7, '7'],
  ['an empty', '', '""'],
])('a model with %s id is told so', (_, id, seen) => {
  expect(complaints(() => synthesizeUnit(binaryClassifier(id as never), context('churn', 'prod')))).toEqual([
    `model.invalid the model's id is ${seen}; expected its folder's name`,
  ]);
});

test('limits that nobody stated are told beside what the model got wrong', () => {
  const { limited } = thresholds;
  const incomplete = { ...thresholds, limited: { ...limited, all: without(limited.all, 'drift') } };
  const declare = () =>
    synthesizeUnit(
      binaryClassifier('churn', { ...classifierProps, owner: { ...classifierProps.owner, team: 'A Team' } }),
      context('churn', 'prod', { thresholds: incomplete }),
    );
  expect(complaints(declare)).toEqual([
    expect.stringContaining('model.invalid prod/churn: owner.team is "A Team"'),
    expect.stringContaining('thresholds.incomplete policies/thresholds/limited.yaml, task binary-classification, environment prod: '),
  ]);
});

test("an id by which another system's pods are picked is refused", () => {
  expect(about({}, 'seldon-envoy')).toEqual([
    'model.invalid prod/seldon-envoy: id is "seldon-envoy"; expected another id: Seldon\'s pods in the namespace go by it',
  ]);
});

describe('a part of a wrong type is told as such, whoever else looks at it', () => {
  const parts = [
    'owner',
    'runtime',
    'thresholds',
    'traffic',
    'rollout',
    'monitoring',
    'environments',
    'autoscaling',
    'stages',
    'explainer',
  ];
  const more = ['batch', 'secrets', 'data', 'modelVolume', 'retrain', 'trainer', 'target', 'protectedAttributes', 'riskTier'];
  const cases = [kserve(), knative({ concurrency: 10 }), seldon(), undefined].flatMap((target) =>
    [...parts, ...more].flatMap((part) => ['words', 7, [], [7], {}].map((value) => [part, value, target] as const)),
  );
  test.each(cases)('%s: %j with %j', (part, value, target) => {
    const props = { ...classifierProps, ...(target === undefined ? {} : { target }), [part]: value };
    let found: unknown;
    try {
      synthesizeUnit(binaryClassifier('churn', props), context('churn', 'prod'));
    } catch (thrown) {
      found = thrown;
    }
    if (found !== undefined) expect(found).toBeInstanceOf(UserErrors);
  });
});

describe('a wrong value is named with what was expected', () => {
  test.each([
    [
      'an enforcement that lets pass',
      { enforcement: { 'card.stale': 'shadow' } },
      'enforcement.card.stale is "shadow"; must be one of "deny", "warn"',
    ],
    ['an unknown risk tier', { riskTier: 'medium' }, 'riskTier is "medium"; must be one of "low", "limited", "high"'],
    ['a step of 100 percent', { rollout: canary({ steps: [100], pauseMinutes: 10 }) }, 'rollout.steps[0].percent is 100; must be <= 99'],
    ['a pause of no time', { rollout: canary({ steps: [5], pauseMinutes: 0 }) }, 'rollout.steps[0].pauseMinutes is 0; must be >= 1'],
    [
      'no CPU',
      { runtime: sklearnServer({ cpu: '0', memory: '1Gi' }) },
      'runtime.cpu is "0"; expected cores above zero, such as 1, 0.5 or 500m',
    ],
    [
      'memory in bytes',
      { runtime: { ...classifierProps.runtime, memory: '500' } },
      'runtime.memory is "500"; expected memory above zero in Mi or Gi',
    ],
    [
      'a reference that is no group',
      { protectedAttributes: [{ name: 'age', reference: 'old', groups: ['young', 'middle'] }] },
      'protectedAttributes.age.reference is "old"; expected one of its groups, young, middle',
    ],
    [
      'the same attribute twice',
      { protectedAttributes: [...(classifierProps.protectedAttributes ?? []), ...(classifierProps.protectedAttributes ?? [])] },
      'protectedAttributes is "gender"; expected each attribute once',
    ],
    [
      'the same consumer twice',
      {
        traffic: {
          consumers: [
            { namespace: 'a', serviceAccount: 'b' },
            { namespace: 'a', serviceAccount: 'b' },
          ],
        },
      },
      'traffic.consumers is "a/b"; expected each consumer once',
    ],
    [
      'an unknown consumer',
      { traffic: { consumers: [{ namespace: 'crm', serviceAccount: 'campaign' }] } },
      'traffic.consumers[0] is "crm/campaign"; expected one of crm/campaigns, crm/support, planning/scheduler',
    ],
    [
      'a consumer of the metrics',
      { traffic: { consumers: [{ namespace: 'crm', serviceAccount: 'support', paths: ['/metrics'] }] } },
      'traffic.consumers[0].paths is "/metrics"; expected paths of the model: the metrics are read by Prometheus alone',
    ],
    [
      'a method that is none',
      withTraffic({ consumers: [{ namespace: 'crm', serviceAccount: 'support', methods: ['STEAL'] }] }),
      'must be one of "DELETE", "GET"',
    ],
    ['calls to anywhere', withEgress({ host: '*' }), 'traffic.egress[0].host is "*"; expected one full host name, without wildcards'],
    [
      'calls to any host of a domain',
      withEgress({ host: '*.example.com' }),
      'traffic.egress[0].host is "*.example.com"; expected one full host name',
    ],
    ['calls to an address', withEgress({ host: '10.0.0.1' }), 'traffic.egress[0].host is "10.0.0.1"; expected one full host name'],
    ['calls to a short name', withEgress({ host: 'redis' }), 'traffic.egress[0].host is "redis"; expected one full host name'],
    [
      'calls to half a Service',
      withEgress({ host: 'redis.svc.cluster.local' }),
      'traffic.egress[0].host is "redis.svc.cluster.local"; expected <service>.<namespace>.svc.cluster.local',
    ],
    ['calls to a port that is none', withEgress({ port: 70000 }), 'traffic.egress[0].port is 70000; must be <= 65535'],
    [
      'addresses of a Service',
      withEgress({ host: 'a.b.svc.cluster.local', cidr: '10.0.0.0/8' }),
      'traffic.egress[0].cidr is "10.0.0.0/8"; expected none',
    ],
    ['all addresses there are', withEgress({ cidr: '0.0.0.0/0' }), 'traffic.egress[0].cidr is "0.0.0.0/0"; must match pattern'],
    ['an address that is none', withEgress({ cidr: '10.0.256.0/24' }), 'traffic.egress[0].cidr is "10.0.256.0/24"; expected four numbers'],
    ["a pod's port outside the cluster", withEgress({ targetPort: 8443 }), 'traffic.egress[0].targetPort is 8443; expected none'],
    ['the same egress twice', withEgress({}, {}), 'traffic.egress[1] is "api.example.org:443"; expected each host and port once'],
    [
      'two protocols on one port',
      withEgress({}, { host: 'b.example.org', protocol: 'TCP' }),
      'traffic.egress[1].protocol is "TCP"; expected HTTPS, as for api.example.org on the same port',
    ],
    [
      'two hosts on one plain port',
      withEgress({ protocol: 'TCP' }, { host: 'b.example.org', protocol: 'TCP' }),
      'traffic.egress[1] is "b.example.org:443"; expected another port than api.example.org',
    ],
    [
      'a bucket smaller than its rate',
      withTraffic({ rateLimit: { requestsPerSecond: 10, burst: 5 } }),
      'traffic.rateLimit.burst is 5; expected at least requestsPerSecond, 10',
    ],
    [
      'an issuer twice',
      withTraffic({ issuers: [issuer, issuer] }),
      'traffic.issuers is "https://login.example.com"; expected each issuer once',
    ],
    [
      'an issuer that is everybody',
      withTraffic({ issuers: [{ ...issuer, issuer: 'https://*' }] }),
      'traffic.issuers[0].issuer is "https://*"; must match pattern',
    ],
    [
      'an Ingress where traffic is split',
      withTraffic({ via: ingress({ className: 'nginx', namespace: 'a', serviceAccount: 'b' }) }),
      'traffic.via is "ingress"; expected istio() or gatewayApi(), because traffic is split in prod',
    ],
    [
      'a secret with a value',
      { secrets: [{ name: 'a', keys: ['b'], mountPath: '/etc/a', value: 'hunter2' }] },
      'has a key "value" that is not known here',
    ],
    [
      'two secrets in one folder',
      { secrets: [externalSecret('a', { keys: ['k'] }), externalSecret('b', { keys: ['k'], mountPath: '/etc/secrets/a/b' })] },
      'secrets[1].mountPath is "/etc/secrets/a/b"; expected a folder of its own, apart from /etc/secrets/a',
    ],
    [
      'a secret over a folder of the server',
      { secrets: [externalSecret('a', { keys: ['k'], mountPath: '/tmp' })] },
      'secrets[0].mountPath is "/tmp"; expected a folder of its own, apart from /tmp',
    ],
    [
      'a secret twice',
      { secrets: [externalSecret('a', { keys: ['k'] }), externalSecret('a', { keys: ['k'], mountPath: '/etc/a' })] },
      'secrets[1] is "a"; expected each name once',
    ],
    ['an address without a host', { owner: { team: 'x', email: 'nobody' } }, 'owner.email is "nobody"; must match pattern'],
    [
      'a runbook over HTTP',
      { monitoring: { runbook: 'http://runbooks.example.com' } },
      'monitoring.runbook is "http://runbooks.example.com"; must match pattern',
    ],
    ['a key that is not known', { treshold: {} }, '"treshold"; expected one of description, owner, riskTier'],
    [
      'a nested key that is not known',
      { monitoring: { runbook: 'https://x.example', scrape: 1 } },
      'has a key "scrape" that is not known here',
    ],
    ['nothing at all', { owner: undefined, traffic: undefined, runtime: undefined }, "must have required property 'owner'"],
    ['no environment', { environments: {} }, 'environments is []; must NOT have fewer than 1 items'],
  ])('%s', (_, wrong, expected) => {
    expect(about(wrong).join('\n')).toContain(expected);
  });
});

test.each(['Churn', 'a/b', '..', 'a'.repeat(64), '-a', 'a.b'])('the id %j is refused before it becomes a name', (id) => {
  expect(about({}, id).join('\n')).toMatch(/^model\.invalid prod\/\S+: id is "[^"]*"; must match pattern/);
});

test('a model in an environment that it does not declare is told what it declares', () => {
  expect(about({ environments: { dev: { min: 1, max: 1 } } }, 'churn', 'prod')).toEqual([
    'model.undeclared_environment prod/churn: releases.yaml places it in prod; expected one of its environments, dev',
  ]);
});

test('a version that is placed without a release is named', () => {
  const nowhere = context('churn', 'prod', { placement: { stable: '1.0.0', candidate: '2.0.0' } });
  expect(complaints(() => synthesizeUnit(binaryClassifier('churn'), nowhere))).toEqual([
    'release.missing prod/churn: version 2.0.0 stands in prod without a release; expected versions/2.0.0/release.yaml',
  ]);
});

test('a version is not found by what every object has', () => {
  const nowhere = context('churn', 'prod', { placement: { stable: 'constructor' } });
  expect(complaints(() => synthesizeUnit(binaryClassifier('churn'), nowhere))).toEqual([
    'release.missing prod/churn: version constructor stands in prod without a release; expected versions/constructor/release.yaml',
  ]);
});

describe('a port that there is not', () => {
  const pipelines = { retrain: { on: [kafka({ broker: 'kafka.streams.svc.cluster.local:99999', topic: 'labels' })] } };
  const { shadow } = everyStrategy;
  test.each<[string, unknown, string]>([
    ['of a broker', pipelines, 'retrain.on[0].broker is "kafka.streams.svc.cluster.local:99999"; expected a port from 1 to 65535'],
    [
      'of what is measured',
      { drift: measured('0 5 * * *', { from: 'https://logs.example.com:99999/x.csv' }) },
      'drift.from is "https://logs.example.com:99999/x.csv"; expected an address whose port is at most 65535',
    ],
    [
      'of recorded requests',
      { rollout: { ...shadow, compare: { ...shadow.compare, requests: 'http://log.crm.svc.cluster.local:99999/x.jsonl' } } },
      'rollout.compare.requests is "http://log.crm.svc.cluster.local:99999/x.jsonl"; expected an address whose port is at most 65535',
    ],
    [
      'of a trainer',
      { trainer: airflow({ url: 'https://airflow.example.com:99999', dag: 'train', deadlineMinutes: 10 }) },
      'trainer.url is "https://airflow.example.com:99999"; expected the address of a host by its full name',
    ],
  ])('%s is told', (_, wrong, expected) => {
    expect(about(wrong)).toEqual([`model.invalid prod/churn: ${expected}`]);
  });

  test('or an address that is none is told of the configuration, together with others', () => {
    const wrong = {
      ...config,
      repository: { ...config.repository, url: 'https://git.example.com:99999/a/b' },
      prometheus: { ...config.prometheus, address: 'http://[' },
    };
    expect(complaints(() => defineConfig(wrong))).toEqual([
      'config.invalid modelgate.config.ts: repository.url is "https://git.example.com:99999/a/b"; expected an address',
      'config.invalid modelgate.config.ts: prometheus.address is "http://["; expected an address',
    ]);
  });
});

test('a model that is declared outside a unit is told to pass its scope on', () => {
  const chart = new Chart(new App(), 'elsewhere');
  expect(complaints(() => new (binaryClassifier('churn'))(chart))).toEqual([
    'model.outside_unit elsewhere/churn: no unit above it; expected a model to be declared in the scope that it is given',
  ]);
});

test('a secret without a store to come from is an error', () => {
  const props = { ...classifierProps, secrets: [externalSecret('warehouse', { keys: ['password'] })] };
  expect(
    complaints(() =>
      synthesizeUnit(binaryClassifier('churn', props), context('churn', 'prod', { config: without(config, 'secretStore') })),
    ),
  ).toEqual(['model.invalid prod/churn: secrets is ["warehouse"]; expected none: modelgate.config.ts names no secretStore']);
});
