import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MODEL_KINDS } from '../../lib/constructs/delivery/allowed-kinds.ts';

const file = path.resolve(import.meta.dirname, '../../policies/lib/kinds/kinds.rego');

test('every kind that a project admits is known to the policies, which judge any other as a container of which nothing is known', () => {
  const known = new Set([...readFileSync(file, 'utf8').matchAll(/^\t"([^"]+)",$/gm)].map(([, kind]) => kind));
  expect(known.size).toBeGreaterThan(0);
  expect(MODEL_KINDS.map(([group, kind]) => `${group}/${kind}`).filter((kind) => !known.has(kind))).toEqual([]);
});
