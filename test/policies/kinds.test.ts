import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ARGOCD_KINDS, MODEL_KINDS, PLATFORM_KINDS, type GroupKind } from '../../lib/constructs/delivery/allowed-kinds.ts';

const file = path.resolve(import.meta.dirname, '../../policies/lib/kinds/kinds.rego');

test('what an environment shares, and what tells Argo CD what to apply, may be of the kinds that its projects admit, and of no others', () => {
  const rego = readFileSync(path.resolve(import.meta.dirname, '../../policies/rules/platform/kind_not_allowed/kind_not_allowed.rego'), 'utf8');
  const listed = (name: string) => [...(new RegExp(`^${name} := \\{([^}]*)\\}`, 'm').exec(rego)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, kind = '']) => kind);
  const admitted = (kinds: readonly GroupKind[]) => kinds.map(([group, kind]) => `${group}/${kind}`);
  // The one thing of a whole cluster.
  expect(listed('shared').sort()).toEqual(['/Namespace', ...admitted(PLATFORM_KINDS)].sort());
  expect(listed('argocd').sort()).toEqual(admitted(ARGOCD_KINDS).sort());
});

test('every kind that a project admits is known to the policies, which judge any other as a container of which nothing is known', () => {
  const list = /^known := \{([^}]*)\}/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const known = new Set([...list.matchAll(/^\t"([^"]+)",$/gm)].map(([, kind]) => kind));
  expect(known.size).toBeGreaterThan(0);
  expect(MODEL_KINDS.map(([group, kind]) => `${group}/${kind}`).filter((kind) => !known.has(kind))).toEqual([]);
});

test('every kind that is shared is known to the policies there, and none of them in a unit', () => {
  const list = (name: string) => new RegExp(`^${name} := \\{([^}]*)\\}`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const kinds = (name: string) => [...list(name).matchAll(/"([^"]+)"/g)].map(([, kind = '']) => kind);
  const there = new Set([...kinds('known'), ...kinds('shared')]);
  const shared = ['/Namespace', ...[...PLATFORM_KINDS, ...ARGOCD_KINDS].map(([group, kind]) => `${group}/${kind}`)];
  expect(shared.filter((kind) => !there.has(kind))).toEqual([]);
  expect(kinds('shared').filter((kind) => !shared.includes(kind) || kinds('known').includes(kind))).toEqual([]);
});
