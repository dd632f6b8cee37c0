import type { Connector } from '../../contracts/spec/data.ts';

type Kind = Connector['database']['kind'];
type Settings = Connector['config'];

interface Flavour {
  readonly class: string;
  readonly settings: (connector: Connector) => Settings;
}

/** MySQL takes one number a client from all that read its log: the same for the same connector, and another for another one. */
function serverId(name: string): number {
  return 100_000 + Array.from(name, (letter) => letter.charCodeAt(0)).reduce((sum, code) => (sum * 31 + code) % 900_000, 0);
}

/** What Debezium calls each database's connector, and what only that one is told. */
const FLAVOURS: Readonly<Record<Kind, Flavour>> = {
  mysql: {
    class: 'io.debezium.connector.mysql.MySqlConnector',
    settings: ({ name, database }) => ({ 'database.server.id': serverId(name), 'database.include.list': database.name }),
  },
  postgresql: {
    class: 'io.debezium.connector.postgresql.PostgresConnector',
    settings: ({ name, database }) => ({
      'database.dbname': database.name,
      'plugin.name': 'pgoutput',
      'slot.name': name.replaceAll('-', '_'),
      // Only the tables of the list, which a publication "for all tables" would not be.
      'publication.autocreate.mode': 'filtered',
    }),
  },
  sqlserver: {
    class: 'io.debezium.connector.sqlserver.SqlServerConnector',
    settings: ({ database }) => ({ 'database.names': database.name }),
  },
};

/** Name of the connector's class in the Connect image. */
export function classOf({ database }: Connector): string {
  return FLAVOURS[database.kind].class;
}

/** What is made from the declaration, which further settings can't say otherwise. */
export function settingsOf(connector: Connector): Settings {
  const { database, topicPrefix, tables, schemaChanges } = connector;
  return {
    'database.hostname': database.host,
    'database.port': database.port,
    'database.user': database.user,
    'database.password': database.password,
    'topic.prefix': topicPrefix,
    // The list is of regular expressions, each for a whole name.
    'table.include.list': tables.map((table) => table.replaceAll('.', '\\.').replaceAll('$', '\\$')).join(','),
    ...FLAVOURS[database.kind].settings(connector),
    ...(schemaChanges === undefined
      ? {}
      : {
          'include.schema.changes': true,
          'schema.history.internal.kafka.topic': schemaChanges.topic,
          'schema.history.internal.kafka.bootstrap.servers': schemaChanges.bootstrapServers,
        }),
  };
}
