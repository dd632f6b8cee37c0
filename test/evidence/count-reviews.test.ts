import { describe, expect, test } from 'vitest';
import { approvalsFor } from '../../lib/contracts/approvals.ts';
import type { Review, ReviewedPullRequest } from '../../lib/contracts/reviews.ts';
import type { RolesFile } from '../../lib/contracts/roles.ts';
import { countReviews, parseRoles } from '../../lib/evidence/index.ts';

const HEAD = 'a'.repeat(40);
const OLD = 'b'.repeat(40);

const ROLES: RolesFile = {
  schemaVersion: 'modelgate.dev/roles/v1',
  roles: { 'model-risk': ['mira', 'release-bot[bot]'], 'privacy-officer': ['ines'] },
  teams: { 'credit-risk': ['ada', 'bo'], fleet: ['eva', 'bo'] },
  secondRole: 'model-risk',
};

let minute = 0;
const said = (by: string | null, state: Review['state'], commit: string | null = HEAD): Review => ({
  by,
  state,
  commit,
  at: `2026-11-21T10:${String(minute++ % 60).padStart(2, '0')}:00Z`,
});

const pullRequest = (reviews: readonly Review[], given: Partial<ReviewedPullRequest> = {}): ReviewedPullRequest => ({
  head: HEAD,
  base: 'main',
  defaultBranch: 'main',
  author: 'zoe',
  writers: ['zoe'],
  unknownWriters: 0,
  reviews,
  ...given,
});

const counted = (reviews: readonly Review[], given: Partial<ReviewedPullRequest> = {}): readonly string[] =>
  countReviews(pullRequest(reviews, given), ROLES).file.given.map(({ by, role, team }) =>
    [by, role, team].filter((part) => part !== undefined).join(' '),
  );

describe('an approval counts', () => {
  test('of the head, by somebody with a role, in that role', () => {
    const { file, void: voided } = countReviews(pullRequest([said('mira', 'approved')]), ROLES);
    expect(file).toMatchObject({ commit: HEAD, author: 'zoe', given: [{ by: 'mira', role: 'model-risk' }] });
    expect(voided).toEqual([]);
  });

  test('as owner for the models of each of one’s teams, and of no other', () => {
    const { file } = countReviews(pullRequest([said('bo', 'approved')]), ROLES);
    expect(file.given.map(({ role, team }) => `${role} ${team ?? ''}`)).toEqual(['owner credit-risk', 'owner fleet']);
    expect(approvalsFor(file, 'credit-risk').given).toHaveLength(1);
    expect(approvalsFor(file, 'people-analytics').given).toEqual([]);
    expect(approvalsFor(file, 'fleet').given[0]).not.toHaveProperty('team');
  });

  test('whatever the spelling of the name', () => {
    expect(counted([said('Mira', 'approved')])).toEqual(['Mira model-risk']);
  });

  test('when a mere comment follows it, and when it follows a refusal', () => {
    expect(counted([said('mira', 'approved'), said('mira', 'commented')])).toEqual(['mira model-risk']);
    expect(counted([said('mira', 'changes_requested'), said('mira', 'approved')])).toEqual(['mira model-risk']);
  });

  test('when the same person approves again after a push', () => {
    expect(counted([said('mira', 'approved', OLD), said('mira', 'approved')])).toEqual(['mira model-risk']);
  });

  test('of a bot that is named', () => {
    expect(counted([said('release-bot[bot]', 'approved')])).toEqual(['release-bot[bot] model-risk']);
  });
});

describe('an approval does not count', () => {
  test.each<[string, readonly Review[], Partial<ReviewedPullRequest>, string | null]>([
    ['of an older commit: a push takes it back', [said('mira', 'approved', OLD)], {}, `approved ${OLD}, not the head`],
    ['of a commit that the forge has forgotten', [said('mira', 'approved', null)], {}, 'approved an unknown commit, not the head'],
    ['of the author', [said('mira', 'approved')], { author: 'mira' }, 'wrote some of the change'],
    ['of the author, spelled otherwise', [said('MIRA', 'approved')], { author: 'mira' }, 'wrote some of the change'],
    ['of somebody who pushed a commit to it', [said('mira', 'approved')], { writers: ['zoe', 'Mira'] }, 'wrote some of the change'],
    ['that was dismissed', [said('mira', 'dismissed')], {}, 'was dismissed'],
    ['before the same person asked for changes', [said('mira', 'approved'), said('mira', 'changes_requested')], {}, 'asks for changes'],
    ['before it, whatever was commented since', [said('mira', 'changes_requested'), said('mira', 'commented')], {}, 'asks for changes'],
    ['that is a comment', [said('mira', 'commented')], {}, 'only commented'],
    ['of a stranger', [said('mallory', 'approved')], {}, 'has no role'],
    ['of a bot that is not named', [said('mira[bot]', 'approved')], {}, 'has no role'],
    ['of a person who is called like a named bot', [said('release-bot', 'approved')], {}, 'has no role'],
    ['of an account that is gone', [said(null, 'approved')], {}, null],
    ['of somebody called like a role', [said('model-risk', 'approved')], {}, 'has no role'],
    ['of somebody called like a property of every object', [said('constructor', 'approved')], {}, 'has no role'],
    ['of a name with a role’s name as its beginning', [said('mira-', 'approved')], {}, 'has no role'],
    [
      'that was given at the head before a push back and forth',
      [said('mira', 'approved'), said('mira', 'approved', OLD)],
      {},
      `approved ${OLD}, not the head`,
    ],
  ])('%s', (_, reviews, given, why) => {
    const { file, void: voided } = countReviews(pullRequest(reviews, given), ROLES);
    expect(file.given).toEqual([]);
    expect(voided.map((one) => one.why)).toEqual(why === null ? [] : [why]);
  });

  test('twice, however often a person gives it', () => {
    expect(counted([said('mira', 'approved'), said('mira', 'approved'), said('MIRA', 'approved')])).toEqual(['MIRA model-risk']);
  });
});

describe('the roles', () => {
  const file = (change: object): Uint8Array =>
    Buffer.from(
      `schemaVersion: modelgate.dev/roles/v1\n${Object.entries({
        roles: { 'model-risk': ['mira'] },
        teams: { fleet: ['eva'] },
        secondRole: 'model-risk',
        ...change,
      })
        .map(([key, value]) =>
          typeof value === 'string'
            ? `${key}: ${value}\n`
            : `${key}:\n${Object.entries(value)
                .map(([name, people]) => `  ${name}: [${(people as readonly string[]).join(', ')}]\n`)
                .join('')}`,
        )
        .join('')}`,
    );
  const codes = (change: object): readonly string[] => {
    try {
      parseRoles(file(change), 'roles.yaml');
      return [];
    } catch (thrown) {
      return (thrown as { readonly errors: readonly { readonly code: string }[] }).errors.map(({ code }) => code);
    }
  };

  test('as they should be', () => {
    expect(codes({})).toEqual([]);
  });

  test.each<[string, object, readonly string[]]>([
    ['a person with two', { roles: { 'model-risk': ['mira'], privacy: ['Mira'] } }, ['roles.two_roles']],
    ['a person with a role and a team', { teams: { fleet: ['MIRA'] } }, ['roles.two_roles']],
    ['owner as a role', { roles: { 'model-risk': ['mira'], owner: ['eva'] }, teams: { fleet: ['finn'] } }, ['roles.owner']],
    ['a second role that is none', { secondRole: 'owners' }, ['roles.unknown_role']],
    ['nobody in a role', { roles: { 'model-risk': [] } }, ['schema.invalid']],
    ['a name that is none', { roles: { 'model-risk': ['"@mira"'] } }, ['schema.invalid']],
  ])('with %s are refused', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });
});
