import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { Manifest } from '../../lib/constructs/index.ts';

type Schema = Readonly<Record<string, unknown>>;

const folder = path.join(import.meta.dirname, 'crds');

/**
 * The JSON Schema of a structural OpenAPI schema: what an API server would silently drop is refused.
 * @param open true where any field may stand (the resource's own metadata)
 */
function closed(schema: Schema, open = false): Schema {
  const { properties, items, additionalProperties, default: preset, ...rest } = schema;
  const isObject = schema['type'] === 'object' && schema['x-kubernetes-preserve-unknown-fields'] !== true && !open;
  const inner = properties as Readonly<Record<string, Schema>> | undefined;
  return {
    ...rest,
    ...(preset === undefined ? {} : { default: preset }),
    ...(inner === undefined ? {} : { properties: Object.fromEntries(Object.entries(inner).map(([name, child]) => [name, closed(child)])) }),
    ...(items === undefined ? {} : { items: closed(items as Schema) }),
    ...(typeof additionalProperties === 'object' && additionalProperties !== null
      ? { additionalProperties: closed(additionalProperties as Schema) }
      : isObject && additionalProperties === undefined
        ? { additionalProperties: false }
        : {}),
  };
}

function resource(schema: Schema): Schema {
  const strict = closed(schema);
  const properties = strict['properties'] as Readonly<Record<string, Schema>>;
  return {
    ...strict,
    properties: { ...properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } },
  };
}

/** Patterns are Go's, which turn a flag on inside: `^(?i)(abort|warn)?$`. */
const goPattern = Object.assign(
  (pattern: string, flags: string) => new RegExp(pattern.replaceAll('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'goPattern' },
);

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, useDefaults: true, code: { regExp: goPattern } });

interface Definition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: Schema;
}

/** A definition of our own (`tools/crds/`), as the others are here. */
function ownDefinition(file: string): Definition {
  const { spec } = parse(readFileSync(file, 'utf8')) as {
    readonly spec: {
      readonly group: string;
      readonly names: { readonly kind: string };
      readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
    };
  };
  return spec.versions.map(({ name, schema }) => ({
    group: spec.group,
    version: name,
    kind: spec.names.kind,
    schema: schema.openAPIV3Schema,
  }))[0] as Definition;
}

const own = path.join(import.meta.dirname, '../../tools/crds');
const definitions: readonly Definition[] = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Definition),
  ...readdirSync(own).flatMap((project) =>
    readdirSync(path.join(own, project)).map((name) => ownDefinition(path.join(own, project, name))),
  ),
];

/** Kinds whose schema is here, `group/kind`: Knative's Service is not the core's. */
export const CUSTOM_KINDS: readonly string[] = definitions.map(({ group, kind }) => `${group}/${kind}`);

/** The group and kind of an object. */
export function groupKindOf({ apiVersion, kind }: Manifest): string {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return `${group}/${kind}`;
}

const compiled = new Map<string, ValidateFunction>();

// The largest schema takes seconds to compile: only those that a test asks for.
function validatorOf(object: Manifest): ValidateFunction {
  const name = groupKindOf(object);
  const definition = definitions.find(({ group, kind }) => `${group}/${kind}` === name);
  if (definition === undefined || object.apiVersion !== `${definition.group}/${definition.version}`)
    throw new Error(`no schema of ${object.apiVersion} ${object.kind}`);
  const known = compiled.get(name) ?? ajv.compile(resource(definition.schema));
  compiled.set(name, known);
  return known;
}

/** Where a custom resource departs from its CRD, unknown fields included. */
export function departures(object: Manifest): readonly string[] {
  const validate = validatorOf(object);
  validate(structuredClone(object));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${object.kind} ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

/** The object as an API server stores it: with the defaults of its CRD. */
export function stored(object: Manifest): Manifest {
  const copy = structuredClone(object);
  validatorOf(object)(copy);
  return copy;
}
