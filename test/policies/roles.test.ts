import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listModels, readCatalog, readRoles, workTree } from '../../lib/evidence/index.ts';
import { root } from '../support/scratch.ts';

test('every role that limits ask approvals of is somebody’s, and every team that owns a model has people', async () => {
  const tree = workTree(root);
  const { roles, teams } = await readRoles(tree);
  const folder = path.join(root, 'policies/thresholds');
  const limits = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const asked = new Set(limits.flatMap((text) => [...text.matchAll(/\brole: ([a-z-]+)/g)].map(([, role]) => role ?? '')));
  expect(asked.size).toBeGreaterThan(0);
  expect([...asked].filter((role) => role !== 'owner' && !(role in roles))).toEqual([]);
  for (const model of await listModels(tree)) expect(Object.keys(teams)).toContain((await readCatalog(tree, model)).owner.team);
});
