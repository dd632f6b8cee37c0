import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '..', '..', 'lib', 'contracts');

test('every schema is sound by the meta-schema of JSON Schema 2020-12, which is not checked when they are used', async () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  let seen = 0;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const exported = (await import(path.join(folder, file))) as Readonly<Record<string, unknown>>;
    for (const [name, schema] of Object.entries(exported)) {
      if (typeof schema !== 'object' || schema === null || !('~kind' in schema)) continue;
      expect({ file, name, sound: ajv.validateSchema(schema), errors: ajv.errors }).toEqual({ file, name, sound: true, errors: null });
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(25);
  expect(ajv.validateSchema({ type: 'object', minProperties: -1 })).toBe(false);
});
