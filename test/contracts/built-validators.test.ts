import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TSchema } from 'typebox';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { builtFolder } from '../../lib/cli/build.mjs';
import { AJV_OPTIONS, validatorFile } from '../../lib/validate-function.ts';

const folder = path.join(import.meta.dirname, '..', '..', 'lib', 'contracts');

async function schemas(): Promise<readonly (readonly [name: string, schema: TSchema])[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(path.join(folder, file)) as Promise<Readonly<Record<string, unknown>>>));
  return modules
    .flatMap((exported) => Object.entries(exported))
    .filter((entry): entry is [string, TSchema] => typeof entry[1] === 'object' && entry[1] !== null && '~kind' in entry[1]);
}

const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  '',
  'x',
  [],
  [null],
  {},
  { id: 1, x: {} },
  { schemaVersion: 'x', model: 'A', environments: [] },
];

test('every schema of the contracts has a built validator, which says word for word what ajv says', async () => {
  const built = builtFolder();
  const require = createRequire(import.meta.url);
  let refused = 0;
  for (const [name, schema] of await schemas()) {
    const file = path.join(built, validatorFile(schema));
    expect({ name, built: existsSync(file) }).toEqual({ name, built: true });
    const fromBuild = require(file) as ValidateFunction;
    const fresh = new Ajv2020(AJV_OPTIONS).compile(schema);
    for (const value of VALUES) {
      const verdict = fresh(value);
      expect({ name, value, verdict: fromBuild(value), errors: fromBuild.errors }).toEqual({ name, value, verdict, errors: fresh.errors });
      if (!verdict) refused++;
    }
  }
  expect(refused).toBeGreaterThan(200);
});

test('another schema never finds the validator of this one', async () => {
  const [first] = await schemas();
  expect(first).toBeDefined();
  expect(validatorFile({ ...first?.[1], title: 'other' })).not.toBe(validatorFile(first?.[1] ?? {}));
});
