import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownerOf } from '../../lib/evidence/judged-digests.ts';

/** The grammar of `synth/` and `models/`, said once more. */
const GRAMMAR = /^(?:models\/([^/]+)\/|synth\/catalog\/([^/]+)\.json$|synth\/(?!argocd\/)[^/]+\/(?!_platform\/)([^/]+)\/)/;

test.each([
  ['models/churn/card.yaml', 'churn'],
  ['models/README.md', undefined],
  ['synth/catalog/churn.json', 'churn'],
  ['synth/prod/churn/Service.churn.yaml', 'churn'],
  ['synth/prod/_platform/Gateway.models.yaml', undefined],
  ['synth/argocd/AppProject.high-prod.yaml', undefined],
  ['policies/roles.yaml', undefined],
])('the owner of %s is %s', (path, owner) => {
  expect(ownerOf(path)).toBe(owner);
});

test('every path has the owner that the grammar of synth/ and models/ gives it', () => {
  const step = fc.constantFrom(
    'models',
    'synth',
    'catalog',
    'argocd',
    '_platform',
    'churn',
    'prod',
    '.json',
    'churn.json',
    '',
    '_platform.yaml',
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const path = steps.join('/');
      const [, evidence, declared, manifests] = GRAMMAR.exec(path) ?? [];
      expect(ownerOf(path)).toBe(evidence ?? declared ?? manifests);
    }),
    { numRuns: 2000 },
  );
});
