import type { Protection, RepositorySettings } from '../contracts/protection.ts';

/** One way around the gate, and whether it is closed. `unknown`: the token may not see it. `info`: nothing to put right. */
export interface GuardFinding {
  readonly code: string;
  readonly state: 'ok' | 'lacks' | 'unknown' | 'info';
  /** What was seen. */
  readonly seen: string;
  /** What to do; empty when `ok` or `info`. */
  readonly fix: string;
}

const SEE = 'Ask with a token that has `administration: read`, and for rulesets may write to the repository.';

/**
 * What would let people around the gate. A setting that cannot be seen is never taken for a good one.
 * @param context name of the status that the verdict is
 */
export function judgeProtection(settings: RepositorySettings, context: string): readonly GuardFinding[] {
  const { branch, protections, hidden } = settings;
  const having = (holds: (one: Protection) => boolean): readonly Protection[] => protections.filter(holds);
  const names = (some: readonly Protection[]): string => some.map(({ name }) => name).join(', ');
  /** A thing that one protection has to ask for. */
  const asked = (code: string, what: string, fix: string, holds: (one: Protection) => boolean): GuardFinding => {
    const some = having(holds);
    if (some.length > 0) return { code, state: 'ok', seen: `${what}: ${names(some)}`, fix: '' };
    return hidden
      ? { code, state: 'unknown', seen: `${what}: branch protection cannot be seen`, fix: SEE }
      : { code, state: 'lacks', seen: `${what}: nothing asks for it on ${branch}`, fix };
  };
  const requires = (one: Protection): boolean => one.checks.some((check) => check.context === context);
  const reviewed = (holds: (rule: NonNullable<Protection['pullRequest']>) => boolean) => (one: Protection) =>
    one.pullRequest !== null && holds(one.pullRequest);
  return [
    asked('check_required', `the status ${context} is required`, `Require the status ${context} on ${branch}.`, requires),
    asked('check_source', `the status ${context} is taken from one app only`, 'Choose the app that sets the status as its source.', (one) =>
      one.checks.some((check) => check.context === context && check.bound),
    ),
    bypass(settings, requires, context),
    asked(
      'pull_request',
      'changes come by pull request',
      `Require a pull request before merging into ${branch}.`,
      reviewed(() => true),
    ),
    asked(
      'approval',
      'a pull request needs an approval',
      'Require at least one approval.',
      reviewed(({ approvals }) => approvals > 0),
    ),
    asked(
      'stale_reviews',
      'a push takes approvals back',
      'Dismiss stale approvals when new commits are pushed.',
      reviewed(({ staleDismissed }) => staleDismissed),
    ),
    asked(
      'code_owners',
      'code owners have to approve',
      'Require review from code owners; `modelgate codeowners` writes who they are.',
      reviewed(({ codeOwners }) => codeOwners),
    ),
    owners(settings),
    asked(
      'last_push',
      'somebody else approves the last push',
      'Require approval of the most recent reviewable push.',
      reviewed(({ lastPush }) => lastPush),
    ),
    asked(
      'up_to_date',
      'what is merged is what was judged',
      'Require branches to be up to date before merging, or use a merge queue.',
      (one) => one.upToDate || one.mergeQueue,
    ),
    asked('force_push', 'nobody rewrites the branch', `Block force pushes to ${branch}.`, ({ noForcePush }) => noForcePush),
    asked('deletion', 'nobody deletes the branch', `Restrict deletions of ${branch}.`, ({ noDeletion }) => noDeletion),
    ...workflows(settings),
    having(({ mergeQueue }) => mergeQueue).length > 0
      ? { code: 'merge_queue', state: 'info', seen: 'a merge queue is used: the gate has to run on `merge_group` too', fix: '' }
      : { code: 'merge_queue', state: 'info', seen: 'no merge queue is used', fix: '' },
  ];
}

/** Closed when one protection that asks for the status lets nobody pass. */
function bypass({ protections, hidden }: RepositorySettings, requires: (one: Protection) => boolean, context: string): GuardFinding {
  const code = 'bypass';
  const asking = protections.filter(requires);
  const closed = asking.find((one) => one.bypass?.length === 0);
  if (closed !== undefined) return { code, state: 'ok', seen: `nobody may pass by: ${closed.name}`, fix: '' };
  if (hidden || asking.some((one) => one.bypass === null))
    return { code, state: 'unknown', seen: 'who may pass the required status by cannot be seen', fix: SEE };
  return {
    code,
    state: 'lacks',
    seen:
      asking.length === 0
        ? `the status ${context} is not required, so everybody passes by`
        : `may pass by: ${asking.map(({ name, bypass: who }) => `${(who ?? []).join(', ')} (${name})`).join('; ')}`,
    fix: 'Take administrators in, and empty the bypass lists.',
  };
}

/** A line that the forge cannot make out, such as an owner who may not write, asks nobody. */
function owners({ codeOwnersErrors: errors }: RepositorySettings): GuardFinding {
  const code = 'code_owners_file';
  if (errors === null) return { code, state: 'unknown', seen: 'CODEOWNERS cannot be seen', fix: SEE };
  const fix = 'Write it with `modelgate codeowners`, and give everybody in it write access.';
  if (errors === 'none') return { code, state: 'lacks', seen: 'there is no CODEOWNERS', fix };
  if (errors.length === 0) return { code, state: 'ok', seen: 'CODEOWNERS names people who can approve', fix: '' };
  return { code, state: 'lacks', seen: `CODEOWNERS asks nobody where it cannot be made out: ${errors.slice(0, 5).join(', ')}`, fix };
}

function workflows({ workflowToken, workflowsApprove, forkApproval, isPrivate }: RepositorySettings): readonly GuardFinding[] {
  const told = (code: string, value: string | boolean | null, good: boolean, seen: string, fix: string): GuardFinding =>
    value === null
      ? { code, state: 'unknown', seen: `${seen}: cannot be seen`, fix: SEE }
      : { code, state: good ? 'ok' : 'lacks', seen: `${seen}: ${String(value)}`, fix: good ? '' : fix };
  return [
    told(
      'workflow_token',
      workflowToken,
      workflowToken === 'read',
      'what a workflow’s token may do by itself',
      'Set the default permissions of workflows to read.',
    ),
    told(
      'workflow_approves',
      workflowsApprove,
      workflowsApprove === false,
      'workflows may approve pull requests',
      'Do not allow workflows to approve pull requests.',
    ),
    isPrivate
      ? { code: 'fork_approval', state: 'info', seen: 'the repository is private: nobody else can fork it', fix: '' }
      : told(
          'fork_approval',
          forkApproval,
          forkApproval === 'all_external_contributors' || forkApproval === 'first_time_contributors',
          'whose workflows wait for a person',
          'Let workflows of first-time contributors wait for approval.',
        ),
  ];
}
