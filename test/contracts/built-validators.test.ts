import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TSchema } from 'typebox';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { builtFolder } from '../../lib/cli/build.mjs';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { AJV_OPTIONS, validatorFile } from '../../lib/validate-function.ts';
import { baseSample } from '../policies/library.ts';
import { eachMutation } from '../policies/mutate.ts';

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
    const files = { accept: validatorFile(schema, 'accept'), explain: validatorFile(schema, 'explain') };
    const there = Object.values(files).map((file) => existsSync(path.join(built, file)));
    expect({ name, there }).toEqual({ name, there: [true, true] });
    const accepts = require(path.join(built, files.accept)) as ValidateFunction;
    const explains = require(path.join(built, files.explain)) as ValidateFunction;
    const fresh = new Ajv2020(AJV_OPTIONS).compile(schema);
    for (const value of VALUES) {
      const verdict = fresh(value);
      expect({ name, value, verdict: explains(value), errors: explains.errors }).toEqual({ name, value, verdict, errors: fresh.errors });
      expect({ name, value, verdict: accepts(value) }).toEqual({ name, value, verdict });
      if (!verdict) refused++;
    }
  }
  expect(refused).toBeGreaterThan(200);
});

test('what only says whether a whole gate input fits agrees with what explains, for every change of a single value', async () => {
  const fresh = new Ajv2020(AJV_OPTIONS).compile(GateInput);
  const accepts = createRequire(import.meta.url)(path.join(builtFolder(), validatorFile(GateInput, 'accept'))) as ValidateFunction;
  const clean = await baseSample();
  expect(accepts(clean)).toBe(true);
  const seen = { fits: 0, refused: 0 };
  eachMutation(clean, (mutation) => {
    const verdict = fresh(clean);
    if (accepts(clean) !== verdict) expect.fail(`${mutation.pointer} ${mutation.change}: expected ${String(verdict)}`);
    seen[verdict ? 'fits' : 'refused']++;
  });
  expect(seen.fits).toBeGreaterThan(1000);
  expect(seen.refused).toBeGreaterThan(3000);
});

test('another schema never finds the validator of this one', async () => {
  const [first] = await schemas();
  expect(first).toBeDefined();
  expect(validatorFile({ ...first?.[1], title: 'other' }, 'accept')).not.toBe(validatorFile(first?.[1] ?? {}, 'accept'));
});
