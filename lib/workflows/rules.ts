import type { Job, Place, Step, Workflow } from './workflow.ts';

/** One thing that must not be in a workflow. */
export interface Rule {
  readonly name: string;
  /** What it would let somebody do. */
  readonly why: string;
  readonly fix: string;
  readonly find: (workflow: Workflow) => readonly Place[];
}

/** Start with the workflow file, and so the code, of a pull request. */
const UNTRUSTED = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
/** Start with the default branch's file and a token that may write, after something that anybody can do. */
const TRUSTED = ['pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'discussion', 'discussion_comment', 'fork', 'watch'];

const startsAfter = (workflow: Workflow, events: readonly string[]): boolean => events.some((event) => workflow.triggers.has(event));
const isUntrusted = (workflow: Workflow): boolean => startsAfter(workflow, UNTRUSTED);
/** An action may be used by anybody, so it has to be fit for a job that may write. */
const isTrusted = (workflow: Workflow): boolean => workflow.kind === 'action' || startsAfter(workflow, TRUSTED);

const steps = ({ jobs }: Workflow): readonly Step[] => jobs.flatMap((job) => job.steps);
const action = ({ uses }: Step): string => (uses ?? '').split('@')[0]?.toLowerCase() ?? '';

/** Where steps of a kind are that a predicate finds at fault, at one of their keys. */
const stepsThat =
  (key: string, atFault: (step: Step) => boolean, where: (workflow: Workflow) => boolean = () => true): Rule['find'] =>
  (workflow) =>
    where(workflow)
      ? steps(workflow)
          .filter(atFault)
          .map(({ place }) => [...place, key])
      : [];
const script = (pattern: RegExp) => (step: Step) => step.run !== null && pattern.test(step.run);

function writes(permissions: unknown): boolean {
  if (typeof permissions === 'string') return permissions !== 'read-all';
  return typeof permissions === 'object' && permissions !== null && Object.values(permissions).some((right) => right === 'write');
}

const jobsThat =
  (key: string, atFault: (job: Job) => boolean, where: (workflow: Workflow) => boolean = () => true): Rule['find'] =>
  (workflow) =>
    where(workflow) ? workflow.jobs.filter(atFault).map(({ place }) => [...place, key]) : [];

const HEAD = /\bhead[_.]?(?:ref|sha|branch|repository|commit|repo)\b|pull_request\.head|refs\/pull\/|\.head\./i;

/** Every rule, in the order in which findings are listed. */
export const RULES: readonly Rule[] = [
  {
    name: 'unpinned-action',
    why: 'a tag can be moved to other code at any time',
    fix: 'Name the commit by its 40 hexadecimal digits, and the version in a comment.',
    find: (workflow) =>
      [...steps(workflow), ...workflow.jobs]
        .filter(({ uses }) => uses !== null && !/^\.\/|@[0-9a-f]{40}$|^docker:\/\/.+@sha256:[0-9a-f]{64}$/.test(uses))
        .map(({ place }) => [...place, 'uses']),
  },
  {
    name: 'expression-in-script',
    why: 'what the expression comes to is put into the script before it is read, so a title can be a command',
    fix: 'Pass the value through env, and use the variable in quotes.',
    find: (workflow) => [
      ...stepsThat('run', script(/\$\{\{/))(workflow),
      ...stepsThat('with', (step) => action(step) === 'actions/github-script' && JSON.stringify(step.with).includes('${{'))(workflow),
    ],
  },
  {
    name: 'permissions-unsaid',
    why: 'jobs then have whatever the repository gives by default, which may be everything',
    fix: 'Write `permissions: {}` at the top, and what a job needs at the job.',
    find: (workflow) => (workflow.kind === 'workflow' && workflow.permissions === undefined ? [['permissions']] : []),
  },
  {
    name: 'permissions-for-all-jobs',
    why: 'every job gets what one of them needs to write',
    fix: 'Grant `write` at the job that needs it.',
    find: ({ permissions, jobs }) =>
      (typeof permissions === 'string' && permissions !== '') || (writes(permissions) && jobs.length !== 1) ? [['permissions']] : [],
  },
  {
    name: 'untrusted-may-write',
    why: 'code of a pull request runs here, with a token or a secret',
    fix: 'Leave the job with `contents: read` at most and without secrets; what has to write belongs into a job after pull_request_target.',
    find: (workflow) => [
      ...(isUntrusted(workflow) && writes(workflow.permissions) ? [['permissions']] : []),
      ...jobsThat('permissions', ({ permissions }) => writes(permissions), isUntrusted)(workflow),
      ...(isUntrusted(workflow)
        ? workflow.texts.filter(([, text]) => /\bsecrets\b(?!\.GITHUB_TOKEN\b)/.test(expressions(text))).map(([place]) => place)
        : []),
    ],
  },
  {
    name: 'trusted-checks-out-head',
    why: 'files of a pull request come to lie where a job that may write runs programs',
    fix: 'Check out the base, and read the pull request as git objects (`modelgate pull-request judge`).',
    find: stepsThat(
      'with',
      (step) =>
        action(step) === 'actions/checkout' &&
        [step.with['ref'], step.with['repository']].some((given) => typeof given === 'string' && HEAD.test(given)),
      isTrusted,
    ),
  },
  {
    name: 'trusted-takes-head',
    why: 'the script brings files of a pull request into a job that may write',
    fix: 'Fetch without a checkout, and read what was fetched with `git cat-file` or `modelgate gate --head`.',
    find: stepsThat(
      'run',
      script(
        /\bgit\s+(?:-\S+\s+(?:\S+\s+)?)*(?:checkout|switch|pull|merge|rebase|reset|restore|worktree|cherry-pick|apply|am)\b|\bgh\s+pr\s+(?:checkout|diff)\b/,
      ),
      isTrusted,
    ),
  },
  {
    name: 'credentials-left',
    why: 'the token lies in .git/config, where every later step and every program of it can read it',
    fix: 'Set `persist-credentials: false`.',
    find: stepsThat('uses', (step) => action(step) === 'actions/checkout' && String(step.with['persist-credentials']) !== 'false'),
  },
  {
    name: 'trusted-takes-artifact',
    why: 'an artifact of another run is the word of whoever could write it: of the pull request',
    fix: 'Make what is needed here, from the commit.',
    find: (workflow) => [
      ...stepsThat('uses', (step) => action(step).includes('download-artifact'), isTrusted)(workflow),
      ...stepsThat('run', script(/\bgh\s+run\s+download\b|\/actions\/(?:artifacts|runs\/[^\s]*\/artifacts)/), isTrusted)(workflow),
    ],
  },
  {
    name: 'unlocked-install',
    why: 'what is installed is whatever the registry or server gives today, and its install scripts run',
    fix: 'Use `npm ci --ignore-scripts`, `npx --no-install`, `pip install --require-hashes`, or a file with a pinned digest.',
    find: stepsThat('run', (step) => (step.run ?? '').split('\n').some(isUnlocked)),
  },
  {
    name: 'no-timeout',
    why: 'a job that hangs holds a runner, and the queue behind it, for six hours',
    fix: 'Set `timeout-minutes`.',
    find: jobsThat('runs-on', ({ hasTimeout, uses }) => !hasTimeout && uses === null),
  },
  {
    name: 'trusted-uses-cache',
    why: 'what one run leaves in a cache, the next one runs',
    fix: 'Install afresh: no cache in a job that may write (for setup-node `package-manager-cache: false`).',
    find: (workflow) => [
      ...stepsThat('uses', (step) => /(?:^|\/)cache(?:$|\/)|rust-cache|gha-cache/.test(action(step)), isTrusted)(workflow),
      ...stepsThat(
        'with',
        (step) => action(step).includes('/setup-') && ![undefined, false, 'false', ''].includes(step.with['cache'] as string),
        isTrusted,
      )(workflow),
      ...stepsThat(
        'uses',
        (step) => action(step) === 'actions/setup-node' && String(step.with['package-manager-cache']) !== 'false',
        isTrusted,
      )(workflow),
    ],
  },
  {
    name: 'verdict-swallowed',
    why: 'a step that failed counts as one that passed',
    fix: 'Let it fail; what may fail belongs into a job that nothing asks for.',
    find: (workflow) => [
      ...stepsThat('continue-on-error', (step) => step.continueOnError)(workflow),
      ...jobsThat('continue-on-error', (job) => job.continueOnError)(workflow),
      ...stepsThat(
        'run',
        script(/\bmodelgate\b[^\n]*(?:\|\|\s*(?:true|:|exit\s+0|echo)|;\s*(?:true|exit\s+0))|\bmodelgate\b[^\n|]*\|(?!\|)|set\s+\+e/),
      )(workflow),
    ],
  },
];

/** What GitHub evaluates in a text. */
function expressions(text: string): string {
  return [...text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map((match) => match[1] ?? '').join(' ');
}

function isUnlocked(line: string): boolean {
  if (/\bnpm\s+(?:install|i|add|exec)\b|\b(?:yarn|pnpm)\s+(?:add|dlx|install)\b/.test(line)) return true;
  if (/\bnpm\s+ci\b/.test(line) && !line.includes('--ignore-scripts')) return true;
  if (/\bnpx\s/.test(line) && !/\bnpx\s+--no(?:-install)?\s/.test(line)) return true;
  if (/\bpip3?\s+install\b/.test(line) && !line.includes('--require-hashes')) return true;
  return /\b(?:curl|wget)\b[^\n]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b|\b(?:ba)?sh\s+<\(\s*(?:curl|wget)\b|\bgo\s+(?:install|run)\s+\S+@latest/.test(
    line,
  );
}
