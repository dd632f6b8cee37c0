import type { TSchema } from 'typebox';
import { parse, type Of } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import { placeIn, type Tree } from './tree.ts';

/** The `schemaVersion` that a document's schema fixes. */
function versionOf(schema: TSchema): string {
  return (schema as unknown as { properties: { schemaVersion: { const: string } } }).properties.schemaVersion.const;
}

/**
 * One file of data: read strictly, its schema version known, its shape right.
 * @param schema an object schema whose `schemaVersion` is a literal
 * @returns null when the file is absent
 * @throws UserError `schema.unknown_version`; UserErrors `schema.invalid`; what the readers throw
 */
export async function readDocument<S extends TSchema>(tree: Tree, path: string, schema: S): Promise<Of<S> | null> {
  const bytes = await tree.read(path);
  if (bytes === null) return null;
  const where = placeIn(tree, path);
  const { value, locate } = path.endsWith('.json') ? readJson(bytes, where) : readYaml(bytes, where);
  if (typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion !== versionOf(schema)) {
    throw new UserError(
      'schema.unknown_version',
      `${where}${locate('/schemaVersion')}: schemaVersion ${JSON.stringify(value.schemaVersion)}; expected ${JSON.stringify(versionOf(schema))}`,
      'Write the file in the expected version, or use the modelgate that knows its version.',
    );
  }
  return parse(schema, value, where, locate);
}

/**
 * A file must speak of the model and version whose folder it lies in: evidence is never moved.
 * @throws UserError `evidence.wrong_subject`
 */
export function assertSubject(where: string, key: string, seen: string, expected: string): void {
  if (seen === expected) return;
  throw new UserError(
    'evidence.wrong_subject',
    `${where}: ${key} is ${JSON.stringify(seen)}; expected ${JSON.stringify(expected)}, after the folder that it lies in`,
    'Put the file where it belongs, or write it again for this model and version.',
  );
}
