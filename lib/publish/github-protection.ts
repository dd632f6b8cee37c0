import type { Octokit } from '@octokit/rest';
import type { Protection, RepositorySettings } from '../contracts/protection.ts';
import { failureOf } from './failure.ts';
import { explained, githubClient, type GithubRepository } from './github-client.ts';
import { githubError, isRateLimited } from './github-errors.ts';

type Place = Pick<GithubRepository, 'owner' | 'repo'>;
type Rules = Awaited<ReturnType<Octokit['rest']['repos']['getBranchRules']>>['data'];
type Ruleset = Awaited<ReturnType<Octokit['rest']['repos']['getRepoRuleset']>>['data'];
type Classic = Awaited<ReturnType<Octokit['rest']['repos']['getBranchProtection']>>['data'];

const OWNERS_UNREAD = { none: 'none', hidden: null } as const;

/** How the default branch of a repository on GitHub is guarded, as far as the token may see. @throws UserError `github.*` */
export async function githubProtection(options: GithubRepository): Promise<RepositorySettings> {
  const place = { owner: options.owner, repo: options.repo };
  const octokit = await githubClient(options);
  const name = `${place.owner}/${place.repo}`;
  const { data: repository } = await explained(`reading ${name}`, () => octokit.rest.repos.get(place));
  const branch = repository.default_branch;
  const rules: Rules = await explained(`reading the rules of ${branch} of ${name}`, () =>
    octokit.paginate(octokit.rest.repos.getBranchRules, { ...place, branch, per_page: 100 }),
  );
  const protections = await rulesets(octokit, place, rules);
  const classic = await seen(`reading the protection of ${branch} of ${name}`, () =>
    octokit.rest.repos.getBranchProtection({ ...place, branch }).then(({ data }) => data),
  );
  const owners = await seen(
    `reading what is wrong in CODEOWNERS of ${name}`,
    () => octokit.rest.repos.codeownersErrors({ ...place, ref: branch }).then(({ data }) => data),
    'none',
  );
  const token = await seen(`reading what workflows of ${name} may do`, () =>
    octokit.rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(place).then(({ data }) => data),
  );
  const fork = await seen(`reading whose workflows wait in ${name}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/actions/permissions/fork-pr-contributor-approval', place).then(({ data }) => data),
  );
  return {
    branch,
    isPrivate: repository.private,
    protections: classic === 'hidden' || classic === 'none' ? protections : [classicOf(classic), ...protections],
    hidden: classic === 'hidden',
    codeOwnersErrors:
      typeof owners === 'string' ? OWNERS_UNREAD[owners] : owners.errors.map(({ path, line, kind }) => `${path}:${String(line)} ${kind}`),
    workflowToken: typeof token === 'string' ? null : token.default_workflow_permissions,
    workflowsApprove: typeof token === 'string' ? null : token.can_approve_pull_request_reviews,
    forkApproval: typeof fork === 'string' ? null : fork.approval_policy,
  };
}

/** `none`: GitHub says that there is none. `hidden`: the token may not see whether; GitHub often answers 404 to that as well. */
async function seen<T extends object>(
  what: string,
  request: () => Promise<T>,
  notFound: 'none' | 'hidden' = 'hidden',
): Promise<T | 'none' | 'hidden'> {
  try {
    return await request();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.status === 404 && failure.message.startsWith('Branch not protected')) return 'none';
    if (failure.status === 404) return notFound;
    if (failure.status === 403 && !isRateLimited(failure)) return 'hidden';
    throw githubError(failure, what, thrown);
  }
}

async function rulesets(octokit: Octokit, place: Place, rules: Rules): Promise<readonly Protection[]> {
  const ids = [...new Set(rules.map(({ ruleset_id }) => ruleset_id).filter((id) => id !== undefined))];
  const found: Protection[] = [];
  for (const id of ids) {
    const ruleset = await seen(`reading ruleset ${String(id)}`, () =>
      octokit.rest.repos.getRepoRuleset({ ...place, ruleset_id: id }).then(({ data }) => data),
    );
    const own = rules.filter(({ ruleset_id }) => ruleset_id === id);
    found.push(rulesetOf(id, typeof ruleset === 'string' ? null : ruleset, own));
  }
  return found;
}

function rulesetOf(id: number, ruleset: Ruleset | null, rules: Rules): Protection {
  const has = (type: Rules[number]['type']): boolean => rules.some((rule) => rule.type === type);
  const checks = rules.flatMap((rule) => (rule.type === 'required_status_checks' ? [rule.parameters] : []));
  const reviews = rules.flatMap((rule) => (rule.type === 'pull_request' ? [rule.parameters] : []));
  return {
    name: `ruleset ${String(id)}${ruleset === null ? '' : ` (${ruleset.name})`}`,
    // GitHub leaves the list out for those who may not write the ruleset.
    bypass: ruleset?.bypass_actors?.map(({ actor_type, actor_id }) => `${actor_type} ${String(actor_id ?? '')}`.trim()) ?? null,
    checks: checks.flatMap((one) =>
      (one?.required_status_checks ?? []).map(({ context, integration_id }) => ({ context, bound: integration_id !== undefined })),
    ),
    upToDate: checks.some((one) => one?.strict_required_status_checks_policy === true),
    mergeQueue: has('merge_queue'),
    noForcePush: has('non_fast_forward'),
    noDeletion: has('deletion'),
    pullRequest:
      reviews.length === 0
        ? null
        : {
            approvals: Math.max(...reviews.map((one) => one?.required_approving_review_count ?? 0)),
            staleDismissed: reviews.some((one) => one?.dismiss_stale_reviews_on_push === true),
            codeOwners: reviews.some((one) => one?.require_code_owner_review === true),
            lastPush: reviews.some((one) => one?.require_last_push_approval === true),
          },
  };
}

function classicOf(classic: Classic): Protection {
  const { required_status_checks: checks, required_pull_request_reviews: reviews, enforce_admins: admins } = classic;
  const allowed = reviews?.bypass_pull_request_allowances;
  return {
    name: 'branch protection',
    bypass: [
      ...(admins?.enabled === true ? [] : ['administrators']),
      ...(allowed?.users ?? []).map(({ login }) => `user ${login}`),
      ...(allowed?.teams ?? []).map(({ slug }) => `team ${slug}`),
      ...(allowed?.apps ?? []).map((app) => `app ${app?.slug ?? ''}`),
    ],
    // -1 stands for any app.
    checks: (checks?.checks ?? []).map(({ context, app_id }) => ({ context, bound: app_id !== null && app_id !== -1 })),
    upToDate: checks?.strict === true,
    mergeQueue: false,
    noForcePush: classic.allow_force_pushes?.enabled === false,
    noDeletion: classic.allow_deletions?.enabled === false,
    pullRequest:
      reviews === undefined
        ? null
        : {
            approvals: reviews.required_approving_review_count ?? 0,
            staleDismissed: reviews.dismiss_stale_reviews,
            codeOwners: reviews.require_code_owner_reviews,
            lastPush: reviews.require_last_push_approval === true,
          },
  };
}
