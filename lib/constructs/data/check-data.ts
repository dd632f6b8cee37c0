import { problems } from '../../contracts/schema.ts';
import { FeastRegistry, type Connector, type Data } from '../../contracts/spec/data.ts';
import type { Traffic } from '../../contracts/spec/traffic.ts';
import { closest } from '../../closest.ts';
import type { About, Check } from '../check.ts';
import { requireCrd } from '../check-crds.ts';
import { settingsOf } from './debezium.ts';

/** What data needs besides values of the right type. */
export const checkData: Check = ({ data, traffic }, about) => {
  if (data === undefined) return;
  checkNames(data, about);
  checkFeatureViews(data, about);
  checkTopics(data, about);
  data.connectors?.forEach((connector, index) => {
    checkConnector(data, connector, `data.connectors[${String(index)}]`, about);
  });
  checkStores(data, hostsOf(traffic), about);
};

/** Hosts that the model may call; none of a part that doesn't fit its schema, which is told on its own. */
function hostsOf(traffic: unknown): readonly unknown[] {
  const egress = (traffic as Partial<Traffic> | null | undefined)?.egress as unknown;
  return Array.isArray(egress) ? egress.map((entry: unknown) => (entry as { readonly host?: unknown } | null)?.host) : [];
}

function checkNames({ contract, topics = [], connectors = [], stores = [], featureViews = [] }: Data, { mistakes }: About): void {
  const fields = contract?.schema.fields ?? [];
  for (const [part, things] of Object.entries({ 'contract.schema.fields': fields, featureViews, topics, connectors, stores })) {
    things.forEach(({ name }, index) => {
      if (things.findIndex((other) => other.name === name) !== index) {
        mistakes.note(`data.${part}[${String(index)}].name`, name, 'expected each name once', 'Rename one of the two.');
      }
    });
  }
}

/** The features of each view that the registry has; null without a registry that can be read. */
function featuresOf({ props, mistakes }: About): ReadonlyMap<string, readonly string[]> | null {
  const registry = props.data?.featureRegistry;
  if (registry === undefined) return null;
  const [wrong] = problems(FeastRegistry, registry);
  if (wrong !== undefined) {
    mistakes.note(
      'data.featureRegistry',
      wrong.pointer,
      `expected a dump of Feast's registry: ${wrong.message}`,
      'Write it with feast registry-dump.',
    );
    return null;
  }
  return new Map(registry.featureViews.map(({ spec: { name, features = [] } }) => [name, features.map((feature) => feature.name)]));
}

function checkFeatureViews({ featureViews = [] }: Data, about: About): void {
  const { mistakes } = about;
  const [first] = featureViews;
  const known = featuresOf(about);
  featureViews.forEach(({ name, registryCommit, features }, index) => {
    const here = `data.featureViews[${String(index)}]`;
    if (first !== undefined && registryCommit !== first.registryCommit) {
      mistakes.note(
        `${here}.registryCommit`,
        registryCommit,
        `expected ${first.registryCommit}, as the view before`,
        'Pin all views to one commit.',
      );
    }
    if (known === null) return;
    const found = known.get(name);
    if (found === undefined) {
      const near = closest(name, [...known.keys()]);
      mistakes.note(
        `${here}.name`,
        name,
        `expected a view of the feature registry${near === null ? '' : `, such as ${near}`}`,
        'Name a view that the registry has, or dump the registry of that commit again.',
      );
      return;
    }
    for (const feature of features.filter((wanted) => !found.includes(wanted))) {
      mistakes.note(`${here}.features`, feature, `expected features of ${name}: ${found.join(', ')}`, 'Name a feature that the view has.');
    }
  });
}

function checkTopics({ contract, topics = [] }: Data, { config, mistakes }: About): void {
  topics.forEach(({ replicas, retentionDays }, index) => {
    const here = `data.topics[${String(index)}]`;
    if (contract !== undefined && retentionDays > contract.retentionDays)
      tooLong(`${here}.retentionDays`, retentionDays, contract.retentionDays, mistakes);
    if (replicas === 2) {
      mistakes.note(
        `${here}.replicas`,
        replicas,
        'expected 1, or 3 and more: of two copies none can fail without losing messages',
        'Say 3.',
      );
    }
  });
  if (topics.length > 0) requireCrd('data.topics', topics[0]?.name ?? '', 'kafkatopics.kafka.strimzi.io', 'v1', config, mistakes);
}

function tooLong(what: string, seen: number, limit: number, mistakes: About['mistakes']): void {
  mistakes.note(
    what,
    seen,
    `expected at most ${String(limit)}, the contract's retentionDays`,
    'Keep it for fewer days, or change the contract.',
  );
}

function checkStores({ contract, stores = [] }: Data, egress: readonly unknown[], { mistakes }: About): void {
  stores.forEach(({ host, classification, retentionDays }, index) => {
    const here = `data.stores[${String(index)}]`;
    if (!egress.includes(host)) {
      mistakes.note(
        `${here}.host`,
        host,
        'expected a host of traffic.egress',
        'Declare the egress, or name the host that the model calls.',
      );
    }
    if (contract === undefined) return;
    if (retentionDays > contract.retentionDays) tooLong(`${here}.retentionDays`, retentionDays, contract.retentionDays, mistakes);
    if (LADDER.indexOf(classification) < LADDER.indexOf(contract.classification)) {
      mistakes.note(
        `${here}.classification`,
        classification,
        `expected ${contract.classification} or stricter, as the contract's data are`,
        'Keep such data in a store that is classified for them.',
      );
    }
  });
}

const LADDER = ['public', 'internal', 'confidential', 'restricted'] as const;

/** A reference that the Connect cluster resolves; the namespace of a Secret is the unit's. */
const REFERENCE = /^\$\{(secrets:[a-z0-9.-]+:[A-Za-z0-9._-]+|env:[A-Za-z_][A-Za-z0-9_]*)\}$/;
/** One table by its full name; a pattern would let tables in that nobody named. */
const TABLE = /^[A-Za-z0-9_$]+(\.[A-Za-z0-9_$]+){1,2}$/;
/** Settings that hold a secret, by their names. */
const SECRET_NAME = /passw|secret|token|credential|jaas|passphrase|api[.-]?key|private[.-]?key/i;
/** A secret inside of some other value: in an address or a login configuration. */
const SECRET_INSIDE = /:\/\/[^/\s:@]+:[^/\s@]+@|password\s*=/i;
/** What is seen is never printed: it would be the secret. */
export const HIDDEN = '(hidden)';

function checkConnector({ topics = [] }: Data, connector: Connector, here: string, { config, mistakes }: About): void {
  const { database, tables, schemaChanges, config: further } = connector;
  const reference = 'expected a reference, ${secrets:<secret>:<key>} or ${env:<name>}';
  const fix = 'Put the value into the secret store, and refer to the Secret.';
  for (const [key, value] of [
    ['user', database.user],
    ['password', database.password],
  ] as const) {
    if (!REFERENCE.test(value)) mistakes.note(`${here}.database.${key}`, HIDDEN, reference, fix);
  }
  for (const [key, value] of Object.entries(further)) {
    if (Object.hasOwn(settingsOf(connector), key) || key === 'table.exclude.list') {
      mistakes.note(`${here}.config`, key, 'expected a setting that the declaration does not make itself', 'Remove it.');
    } else if (SECRET_NAME.test(key) ? !REFERENCE.test(String(value)) : SECRET_INSIDE.test(String(value))) {
      mistakes.note(`${here}.config[${JSON.stringify(key)}]`, HIDDEN, reference, fix);
    }
  }
  if (tables.length === 0)
    mistakes.note(`${here}.tables`, tables, 'expected the tables that may be read', 'Name each table: without a list, all are.');
  for (const table of tables.filter((name) => !TABLE.test(name))) {
    mistakes.note(`${here}.tables`, table, 'expected <schema>.<table>, without wildcards', 'Name each table.');
  }
  const keepsNone = database.kind === 'postgresql';
  if (keepsNone && schemaChanges !== undefined) {
    mistakes.note(
      `${here}.schemaChanges`,
      schemaChanges.topic,
      "expected none: PostgreSQL's connector keeps no history of schemas",
      'Remove it.',
    );
  }
  if (!keepsNone && schemaChanges === undefined) {
    mistakes.note(
      `${here}.schemaChanges`,
      undefined,
      `expected a topic: the connector for ${database.kind} can't start without one`,
      'Name the topic.',
    );
  }
  if (topics.some(({ name }) => name === schemaChanges?.topic)) {
    mistakes.note(
      `${here}.schemaChanges.topic`,
      schemaChanges?.topic,
      'expected none of data.topics: their messages go after some days, and without its whole history the connector stops',
      'Name another topic, whose retention is unlimited.',
    );
  }
  requireCrd(here, connector.name, 'kafkaconnectors.kafka.strimzi.io', 'v1', config, mistakes);
}
