import { every } from '../../support/json.ts';
import type { Manifest } from '../../../lib/constructs/index.ts';

type Fields = Readonly<Record<string, unknown>>;

const snake = (name: string): string =>
  name
    .replaceAll(/([a-z])(URL)$/g, '$1_url')
    .replaceAll(/([a-z])(TLS)$/g, '$1_tls')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** What a Secret would hold: an address where one is expected. */
const secretOf = (field: string): string => (field.endsWith('url') ? 'https://hooks.example.com/services/x' : 'x'.repeat(32));

/** Fields as Alertmanager spells them, with headers as a map and Secrets filled in. */
function fields(value: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const field = snake(name);
      if (Array.isArray(inner) && field === 'headers') {
        return [
          field,
          Object.fromEntries(
            (inner as readonly { readonly key: string; readonly value: string }[]).map(({ key, value: text }) => [key, text]),
          ),
        ];
      }
      if (typeof inner === 'object' && inner !== null && 'key' in inner) return [field, secretOf(field)];
      return [field, inner];
    }),
  );
}

const matchers = (list: unknown): readonly string[] =>
  (list as readonly { readonly name: string; readonly matchType: string; readonly value: string }[]).map(
    ({ name, matchType, value }) => `${name}${matchType}"${value}"`,
  );

interface Route extends Fields {
  readonly matchers?: unknown;
  readonly routes?: readonly Route[];
}

function route({ matchers: match, routes, ...rest }: Route): Fields {
  return {
    ...fields(rest),
    ...(match === undefined ? {} : { matchers: matchers(match) }),
    ...(routes === undefined ? {} : { routes: routes.map(route) }),
  };
}

/**
 * An AlertmanagerConfig as the file that its operator writes for Alertmanager, without what the operator adds of its own (its namespace's
 * matcher and names). Source: prometheus-operator's documentation of the AlertmanagerConfig type, Alertmanager's of its file.
 */
export function alertmanagerConfig(object: Manifest): unknown {
  const [spec] = every(object, 'spec') as readonly {
    readonly route: Route;
    readonly receivers: readonly Fields[];
    readonly inhibitRules: readonly { readonly sourceMatch: unknown; readonly targetMatch: unknown; readonly equal: readonly string[] }[];
  }[];
  if (spec === undefined) throw new Error(`${object.kind} has no spec`);
  return {
    route: route(spec.route),
    receivers: spec.receivers.map(({ name, ...ways }) => ({
      name,
      ...Object.fromEntries(Object.entries(ways).map(([way, list]) => [snake(way), (list as readonly Fields[]).map(fields)])),
    })),
    inhibit_rules: spec.inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({
      source_matchers: matchers(sourceMatch),
      target_matchers: matchers(targetMatch),
      equal,
    })),
  };
}
