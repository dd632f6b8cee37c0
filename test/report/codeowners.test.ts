import { describe, expect, test } from 'vitest';
import type { RolesFile } from '../../lib/contracts/roles.ts';
import type { UserErrors } from '../../lib/errors.ts';
import { codeowners, type OwnedModel } from '../../lib/report/codeowners.ts';

const ROLES: RolesFile = {
  schemaVersion: 'modelgate.dev/roles/v1',
  roles: { 'model-risk': ['mira', 'release-bot[bot]'] },
  teams: { 'credit-risk': ['ada'], analytics: ['cem', 'dana'] },
  secondRole: 'model-risk',
};

const MODELS: readonly OwnedModel[] = [
  { id: 'churn', team: 'analytics' },
  { id: 'credit-approval', team: 'credit-risk' },
];

/** Who owns a path: the last pattern that matches counts. `/` at the start anchors, `/` at the end takes in what is below, `*` stays in a folder. */
function ownersOf(path: string, file: string): string {
  let owners = 'nobody';
  for (const line of file.split('\n')) {
    const [pattern = '', ...people] = line.split(' ');
    if (pattern === '' || pattern.startsWith('#')) continue;
    const expression = pattern.replace(/^\//, '').replaceAll('.', '\\.').replaceAll('*', '[^/]*');
    const matches = pattern === '*' || new RegExp(`^${expression}${pattern.endsWith('/') ? '.+' : '$'}`).test(path);
    if (matches) owners = people.join(' ');
  }
  return owners;
}

describe('who has to review', () => {
  const file = codeowners(MODELS, ROLES);

  test.each([
    ['models/churn/model.ts', '@cem @dana'],
    ['models/churn/versions/1.0.0/evaluation.json', '@cem @dana'],
    ['synth/prod/churn/Service.churn.yaml', '@cem @dana'],
    ['synth/catalog/churn.json', '@cem @dana'],
    ['models/credit-approval/card.yaml', '@ada'],
    ['synth/prod/_platform/Gateway.models.yaml', '@mira'],
    ['synth/argocd/ApplicationSet.models-prod.yaml', '@mira'],
    ['models/unknown/model.ts', '@mira'],
    ['models/churn-2/model.ts', '@mira'],
    ['policies/thresholds/high.yaml', '@mira'],
    ['policies/waivers/churn.yaml', '@mira'],
    ['policies/keys/churn.yaml', '@mira'],
    ['policies/roles.yaml', '@mira'],
    ['policies/enforcement.yaml', '@mira'],
    ['policies/models/churn/x', '@mira'],
    ['.github/workflows/gate.yml', '@mira'],
    ['.github/CODEOWNERS', '@mira'],
    ['.gitlab-ci.yml', '@mira'],
    ['package-lock.json', '@mira'],
    ['modelgate.config.ts', '@mira'],
    ['tools/models/churn/x', '@mira'],
    ['README.md', '@mira'],
  ])('%s', (path, owners) => {
    expect(ownersOf(path, file)).toBe(owners);
  });

  test('bots are left out, because forges ask people only', () => {
    expect(file).not.toContain('bot');
  });

  test('a model whose team nobody is in, and a team of bots, are said together', () => {
    const models = [...MODELS, { id: 'fleet', team: 'nobody' }, { id: 'odd', team: 'constructor' }];
    try {
      codeowners(models, { ...ROLES, teams: { ...ROLES.teams, analytics: ['a[bot]'] } });
      expect.unreachable();
    } catch (thrown) {
      expect((thrown as UserErrors).errors.map(({ message }) => message)).toEqual([
        'policies/roles.yaml: teams.analytics has nobody but bots; expected a person',
        'policies/roles.yaml: no team nobody, which owns fleet; expected its people under teams',
        'policies/roles.yaml: no team constructor, which owns odd; expected its people under teams',
      ]);
    }
  });
});
