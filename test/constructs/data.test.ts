import { describe, expect, test } from 'vitest';
import type { ModelProps } from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { dataProps, equipped, everyData, unitWith } from '../support/every-job.ts';
import { one } from '../support/json.ts';
import { config } from '../support/units.ts';

const about = (wrong: object, shared = equipped) =>
  complaints(() => unitWith({ ...everyData, data: { ...dataProps, ...wrong } }, 'prod', shared));

const [mysql, postgresql] = dataProps.connectors ?? [];
const [topic] = dataProps.topics ?? [];
const [store] = dataProps.stores ?? [];
const [view] = dataProps.featureViews ?? [];
const field = { name: 'hour', type: 'integer', nullable: false };
const connectorWith = (wrong: object) => ({ connectors: [{ ...mysql, ...wrong }] });
const databaseWith = (wrong: object) => connectorWith({ database: { ...mysql?.database, ...wrong } });

test("a topic keeps its messages for the days that it declares, else for the contract's", () => {
  const topics = unitWith(everyData).manifests.filter(({ kind }) => kind === 'KafkaTopic');
  const days = Object.fromEntries(
    topics.map((object) => [
      String(one(object, 'spec topicName')),
      Number((one(object, 'spec config') as Record<string, unknown>)['retention.ms']) / 86_400_000,
    ]),
  );
  expect(days).toEqual({ 'rentals.closed': 30, 'rentals.opened': 365 });
});

test.each(['staging', 'prod'])("a connector's references name Secrets of its own namespace: %s", (environment) => {
  const connector = unitWith(everyData, environment).manifests.find(({ metadata }) => metadata.name === 'model.rentals');
  expect(one(connector, 'spec config')).toMatchObject({
    'database.password': `\${secrets:models-${environment}/rentals-cdc:password}`,
    'table.include.list': 'rentals\\.trips,rentals\\.stations',
    'schema.history.internal.kafka.topic': 'schema-changes.rentals',
  });
});

test('the registry itself is no part of the declaration as data, and the same declaration is the same data everywhere', () => {
  const specs = ['dev', 'prod'].map((environment) => JSON.stringify(unitWith(everyData, environment).spec));
  expect(new Set(specs).size).toBe(1);
  expect(specs[0]).not.toContain('featureRegistry');
});

describe('a mistake in the data is named with what was expected', () => {
  test.each([
    [
      'a schema version that is none',
      { contract: { ...dataProps.contract, schema: { ...dataProps.contract?.schema, version: 'latest' } } },
      'data.contract.schema.version is "latest"; must match',
    ],
    [
      'a topic that keeps longer than the contract',
      { topics: [{ ...topic, retentionDays: 366 }] },
      "data.topics[0].retentionDays is 366; expected at most 365, the contract's retentionDays",
    ],
    [
      'a topic that keeps for ever',
      { contract: undefined, topics: [{ name: 'a', cluster: 'b', partitions: 1, replicas: 3 }] },
      'data.topics[0]',
    ],
    ['two topics of one name', { topics: [topic, topic] }, 'data.topics[1].name is "rentals.closed"; expected each name once'],
    [
      'two fields of one name',
      { contract: { ...dataProps.contract, schema: { ...dataProps.contract?.schema, fields: [field, { ...field, type: 'long' }] } } },
      'data.contract.schema.fields[1].name is "hour"; expected each name once',
    ],
    [
      'a field of no type that a signature has',
      { contract: { ...dataProps.contract, schema: { ...dataProps.contract?.schema, fields: [{ ...field, type: 'int' }] } } },
      'data.contract.schema.fields[0].type is "int"',
    ],
    ['two copies', { topics: [{ ...topic, replicas: 2 }] }, 'data.topics[0].replicas is 2; expected 1, or 3 and more'],
    [
      'a view that the registry lacks',
      { featureViews: [{ ...view, name: 'weather_hourl' }] },
      'data.featureViews[0].name is "weather_hourl"; expected a view of the feature registry, such as weather_hourly',
    ],
    [
      'a feature that its view lacks',
      { featureViews: [{ ...view, features: ['snow'] }] },
      'data.featureViews[0].features is "snow"; expected features of weather_hourly: temperature, rain',
    ],
    ['a registry that is none', { featureRegistry: { views: [] } }, 'data.featureRegistry is ""; expected a dump of Feast\'s registry'],
    [
      'a registry that is not pinned',
      { featureViews: [{ ...view, registryCommit: 'main' }] },
      'data.featureViews[0].registryCommit is "main"; must match',
    ],
    [
      'a store that the model may not call',
      { stores: [{ ...store, host: 'elsewhere.example.com' }] },
      'data.stores[0].host is "elsewhere.example.com"; expected a host of traffic.egress',
    ],
    [
      'a store that keeps longer than the contract',
      { stores: [{ ...store, retentionDays: 400 }] },
      'data.stores[0].retentionDays is 400; expected at most 365',
    ],
    [
      'a store for less than the data are',
      { stores: [{ ...store, classification: 'public' }] },
      'data.stores[0].classification is "public"; expected internal or stricter',
    ],
    [
      'an inline password',
      databaseWith({ password: 'hunter2' }),
      'data.connectors[0].database.password is "(hidden)"; expected a reference, ${secrets:<secret>:<key>} or ${env:<name>}',
    ],
    ['a password that is a number', databaseWith({ password: 4711 }), 'data.connectors[0].database.password is "(hidden)"; must be string'],
    ['a database of nowhere', connectorWith({ database: { password: 'hunter2' } }), 'data.connectors[0].database is "(hidden)"; must have'],
    [
      'a key that nobody knows',
      { connectors: [{ password: 'hunter2', ...mysql }] },
      'data.connectors[0] is "(hidden)"; has a key "password"',
    ],
    ['half a reference', databaseWith({ password: 'x${env:PASSWORD}' }), 'data.connectors[0].database.password is "(hidden)"'],
    [
      "another namespace's Secret",
      databaseWith({ user: '${secrets:kube-system/admin:user}' }),
      'data.connectors[0].database.user is "(hidden)"',
    ],
    [
      'a password among the settings',
      connectorWith({ config: { 'database.ssl.keystore.password': 'hunter2' } }),
      'data.connectors[0].config["database.ssl.keystore.password"] is "(hidden)"',
    ],
    [
      'a password inside an address',
      connectorWith({ config: { 'database.jdbc': 'jdbc://me:hunter2@host/db' } }),
      'data.connectors[0].config["database.jdbc"] is "(hidden)"',
    ],
    [
      'a setting that the declaration makes',
      connectorWith({ config: { 'table.include.list': '.*' } }),
      'data.connectors[0].config is "table.include.list"; expected a setting that',
    ],
    ['no tables', connectorWith({ tables: [] }), 'data.connectors[0].tables is []; expected the tables that may be read'],
    [
      'all tables',
      connectorWith({ tables: ['rentals.*'] }),
      'data.connectors[0].tables is "rentals.*"; expected <schema>.<table>, without wildcards',
    ],
    [
      'no topic for schema changes',
      connectorWith({ schemaChanges: undefined }),
      "data.connectors[0].schemaChanges is nothing; expected a topic: the connector for mysql can't start without one",
    ],
    [
      'a history that is forgotten',
      connectorWith({ schemaChanges: { ...mysql?.schemaChanges, topic: 'rentals.closed' } }),
      'data.connectors[0].schemaChanges.topic is "rentals.closed"; expected none of data.topics',
    ],
    [
      "a history that PostgreSQL's connector doesn't keep",
      { connectors: [{ ...postgresql, schemaChanges: mysql?.schemaChanges }] },
      'data.connectors[0].schemaChanges is "schema-changes.rentals"; expected none',
    ],
  ])('%s', (_, wrong, expected) => {
    const found = about(wrong).join('\n');
    expect(found).toContain(expected);
    expect(found).not.toMatch(/hunter2|4711/);
  });
});

test.each([
  ['a number', 5],
  ['nothing', null],
  ['a list', []],
  ['topics that are none', { topics: 'all' }],
])('data that is %s is refused', (_, data) => {
  expect(complaints(() => unitWith({ data } as unknown as Partial<ModelProps>)).join('\n')).toContain('data');
});

test('all mistakes are reported together, each once', () => {
  const found = about({
    topics: [{ ...topic, retentionDays: 999 }],
    connectors: [{ ...mysql, tables: ['*'] }],
    stores: [{ ...store, retentionDays: 999 }],
  });
  expect(found).toHaveLength(3);
});

test("Strimzi's kinds need their definitions", () => {
  expect(about({}, config).filter((line) => line.startsWith('cluster.missing_crd'))).toEqual([
    expect.stringContaining('data.topics is "rentals.closed", which needs kafkatopics.kafka.strimzi.io v1'),
    expect.stringContaining('data.connectors[0] is "rentals", which needs kafkaconnectors.kafka.strimzi.io v1'),
    expect.stringContaining('data.connectors[1] is "weather", which needs kafkaconnectors.kafka.strimzi.io v1'),
  ]);
});
