import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { declaredProperty } from '../../../lib/evidence/places/declared-property.ts';

const churn = readFileSync(new URL('../../../models/churn/model.ts', import.meta.url), 'utf8');
const lineWith = (text: string): number => churn.split('\n').findIndex((line) => line.includes(text)) + 1;

test.each([
  ['rollout', '      rollout: canary'],
  ['riskTier', '      riskTier:'],
  ['privacy', '      privacy:'],
  ['protectedAttributes', '      protectedAttributes:'],
  ['environments', '      environments:'],
])('%s of a real declaration is found', (name, line) => {
  expect(declaredProperty(churn, name)).toBe(lineWith(line));
});

test.each([
  ['in a comment', '({\n// rollout: 1\n/* rollout: 2\n */ a: 1 })'],
  ['in a text', '({ a: "{ rollout: 1", b: \'{ rollout: 1\', c: `{ rollout: ${"{ rollout: 1"} { rollout: ` })'],
  ['as a choice', '({ a: x ? rollout : b })'],
  ['as a type', 'function f(rollout: string) {}'],
  ['twice at one depth', '({ rollout: 1, a: 2 }); ({ rollout: 3 })'],
  ['not at all', '({ a: 1 })'],
  ['as a shorthand', '({ rollout })'],
])('a name %s proves nothing', (_, source) => {
  expect(declaredProperty(source, 'rollout')).toBeNull();
});

test('of two, the one that is nested least is meant', () => {
  expect(declaredProperty('f({\n a: { rollout: 1 },\n rollout: 2,\n b: [{ rollout: 3 }] })', 'rollout')).toBe(3);
});

test('any text ends in an answer', () => {
  const piece = fc.constantFrom('`', '${', '}', '{', '"', "'", '\\', '/*', '//', '\n', 'rollout', ':', ',', '(', ')', ' ', 'é', '\ud800');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const line = declaredProperty(pieces.join(''), 'rollout');
      expect(line === null || line >= 1).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
