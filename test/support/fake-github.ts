import type { IncomingMessage, ServerResponse } from 'node:http';
import { sha256 } from '../../lib/sha256.ts';
import { FakeGit } from './fake-git.ts';
import { FakeServer, type Answer } from './fake-server.ts';
import { answerFaults, exampleOf, operationOf, refusal, requestFaults } from './github/contract.ts';

export type { Fault } from './fake-server.ts';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: Account | null;
}

export const ME: Account = { id: 41, login: 'modelgate-runner', type: 'User' };
export const ACTIONS: Account = { id: 41_898_282, login: 'github-actions[bot]', type: 'Bot' };

/** A commit status. GitHub lists the newest first. */
export interface FakeStatus {
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string | null;
  readonly target_url: string | null;
  readonly creator: Account | null;
}

/** A check run. GitHub only ever adds to its annotations. */
export interface FakeCheckRun {
  readonly id: number;
  readonly head_sha: string;
  readonly name: string;
  /** Slug of the app that made it. */
  readonly app: string;
  external_id: string;
  details_url: string | null;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  readonly annotations: readonly unknown[];
}

/** What a workflow run left behind. */
export interface FakeArtifact {
  readonly id: number;
  readonly name: string;
  readonly zip: Buffer;
  readonly expired?: boolean;
  /** What GitHub says it took. @default that of `zip` */
  readonly digest?: string;
  readonly run: { readonly id: number; readonly path: string; readonly event: string; readonly repository: string; readonly head: string };
}

/** A review, the oldest first, as GitHub lists them. */
export interface FakeReview {
  readonly user: Account | null;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commit: string | null;
  /** Absent while pending. */
  readonly at?: string;
}

/** How the repository is guarded. `hidden`: the token may not see it, which GitHub says by 404 or 403. */
export interface FakeSettings {
  isPrivate: boolean;
  /** Changes to the published example of a branch protection. */
  protection: object | null | 'hidden';
  rules: readonly object[];
  /** Rulesets by number: changes to the published example. */
  rulesets: Readonly<Record<number, object>>;
  workflow: { readonly default_workflow_permissions: 'read' | 'write'; readonly can_approve_pull_request_reviews: boolean } | 'hidden';
  /** What is wrong in CODEOWNERS: its kind and line; null without that file. */
  owners: readonly { readonly kind: string; readonly line: number }[] | null;
  /** A policy of GitHub's, or `hidden`. */
  fork: string;
}

/**
 * As much of GitHub's REST API as we use, on loopback: pages, identities, limits of length, and faults on demand. What is asked and what is
 * answered is held against GitHub's own description of its API; `stop` fails when something did not fit.
 */
export class FakeGithub extends FakeServer {
  readonly comments: FakeComment[] = [];
  readonly settings: FakeSettings = {
    isPrivate: false,
    protection: null,
    rules: [],
    rulesets: {},
    owners: null,
    workflow: 'hidden',
    fork: 'hidden',
  };
  /** Commit statuses, the oldest first. */
  readonly statuses: FakeStatus[] = [];
  /** The oldest first. */
  readonly checkRuns: FakeCheckRun[] = [];
  readonly artifacts: FakeArtifact[] = [];
  /** The head of the pull request that a commit of main came from. */
  readonly mergedHeads = new Map<string, string>();
  /** Branches, commits and pull requests. */
  readonly git = new FakeGit();
  /** Who the token belongs to. A bot's token may not ask GET /user. */
  me: Account = ME;
  head = 'a'.repeat(40);
  /** Pull request 42: who opened it, into which branch, who wrote its commits (null: somebody GitHub does not know), and what was said. */
  author: Account = { id: 7, login: 'ada', type: 'User' };
  base = 'main';
  defaultBranch = 'main';
  writers: readonly (Account | null)[] = [];
  readonly reviews: FakeReview[] = [];
  mergeCommit: string | null = null;
  #nextId = 1000;

  /** Puts a comment there, as somebody wrote it earlier. */
  add(body: string, user: Account | null): FakeComment {
    const comment = { id: this.#nextId++, body, user };
    this.comments.push(comment);
    return comment;
  }

  /** The answer, when GitHub knows such a request, and would answer like that. */
  protected answer(name: string, url: URL, text: string): Answer {
    const answer = this.#route(name, url, text);
    const [method = '', pathname = ''] = name.split(' ');
    // GraphQL is described elsewhere.
    if (pathname === '/graphql') return answer;
    const operation = operationOf(method, pathname);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const problems =
      operation === null
        ? [`${name}: GitHub describes no such operation`]
        : [...requestFaults(operation, url, body), ...answerFaults(operation, answer[0], answer[1])];
    for (const problem of problems) this.problems.add(problem);
    return answer;
  }

  #route(name: string, url: URL, text: string): Answer {
    const given = (text === '' ? {} : JSON.parse(text)) as { readonly body?: string };
    const commit = /^(GET|POST) \/repos\/acme\/models\/(?:commits\/([0-9a-f]{40})\/statuses|statuses\/([0-9a-f]{40}))$/.exec(name);
    if (commit?.[1] === 'GET')
      return this.#page(
        url,
        this.statuses
          .filter(({ sha }) => sha === commit[2])
          .map(statusShown)
          .toReversed(),
      );
    if (commit !== null) return this.#setStatus(commit[3] ?? '', given as Partial<FakeStatus>);
    const check = this.#checkRun(name, url, given);
    if (check !== null) return check;
    const actions = this.#actions(name, url);
    if (actions !== null) return actions;
    const settings = this.#settings(name, url);
    if (settings !== null) return settings;
    const one = /^(PATCH|DELETE) \/repos\/acme\/models\/issues\/comments\/(\d+)$/.exec(name);
    if (one !== null) return this.#touch(one[1] ?? '', Number(one[2]), given.body ?? '');
    switch (name) {
      case 'GET /user':
        return this.me.type === 'Bot'
          ? [...refusal(403, 'Resource not accessible by integration'), {}]
          : [200, { ...exampleOf('private-user-response-with-public-profile-information'), ...this.me }, {}];
      case 'POST /graphql':
        return [200, { data: { viewer: { login: this.me.login, databaseId: this.me.type === 'Bot' ? null : this.me.id } } }, {}];
      case 'GET /repos/acme/models/pulls/42':
        return [200, this.#pullRequest(), {}];
      case 'GET /repos/acme/models/pulls/42/commits':
        return this.#page(url, this.#commits());
      case 'GET /repos/acme/models/pulls/42/reviews':
        return this.#page(url, this.reviews.map(reviewShown));
      case 'GET /repos/acme/models/issues/42/comments':
        return this.#page(url, this.comments.map(shown));
      case 'POST /repos/acme/models/issues/42/comments':
        return tooLong(given.body ?? '') ?? [201, shown(this.add(given.body ?? '', this.me)), {}];
      default:
        return [...(this.git.answer(name, url, text) ?? refusal(404, 'Not Found')), {}];
    }
  }

  #touch(method: string, id: number, body: string): Answer {
    const index = this.comments.findIndex((comment) => comment.id === id);
    const comment = this.comments[index];
    if (comment === undefined) return [...refusal(404, 'Not Found'), {}];
    if (method === 'DELETE') {
      this.comments.splice(index, 1);
      return [204, null, {}];
    }
    const refused = tooLong(body);
    if (refused !== null) return refused;
    comment.body = body;
    return [200, shown(comment), {}];
  }

  #settings(name: string, url: URL): Answer | null {
    const { isPrivate, protection, rules, rulesets, owners, workflow, fork } = this.settings;
    const at = 'GET /repos/acme/models';
    const forbidden: Answer = [...refusal(403, 'Resource not accessible by integration'), {}];
    const ruleset = /\/rulesets\/(\d+)$/.exec(name)?.[1];
    if (ruleset !== undefined) {
      const changes = rulesets[Number(ruleset)];
      return changes === undefined
        ? [...refusal(404, 'Not Found'), {}]
        : [200, { ...exampleOf('repository-ruleset'), id: Number(ruleset), ...changes }, {}];
    }
    switch (name) {
      case at:
        return [200, { ...repositoryExample(), private: isPrivate, default_branch: this.defaultBranch }, {}];
      case `${at}/branches/${this.defaultBranch}/protection`:
        if (protection === 'hidden') return [...refusal(404, 'Not Found'), {}];
        return protection === null ? [...refusal(404, 'Branch not protected'), {}] : [200, protection, {}];
      case `${at}/rules/branches/${this.defaultBranch}`:
        return this.#page(url, rules);
      case `${at}/codeowners/errors`: {
        if (owners === null) return [...refusal(404, 'Not Found'), {}];
        const [example] = exampleOf('codeowners-errors')['errors'] as readonly object[];
        return [200, { errors: owners.map((one) => ({ ...example, path: '.github/CODEOWNERS', ...one })) }, {}];
      }
      case `${at}/actions/permissions/workflow`:
        return workflow === 'hidden' ? forbidden : [200, workflow, {}];
      case `${at}/actions/permissions/fork-pr-contributor-approval`:
        return fork === 'hidden' ? forbidden : [200, { approval_policy: fork }, {}];
      default:
        return null;
    }
  }

  #checkRun(name: string, url: URL, given: object): Answer | null {
    const list = /^GET \/repos\/acme\/models\/commits\/([0-9a-f]{40})\/check-runs$/.exec(name)?.[1];
    if (list !== undefined) {
      const { searchParams: asked } = url;
      const found = this.checkRuns.filter((one) => one.head_sha === list && [null, one.name].includes(asked.get('check_name')));
      const latest = found.filter((one) => !found.some((other) => other.name === one.name && other.app === one.app && other.id > one.id));
      const all = asked.get('filter') === 'all' ? found : latest;
      const [status, page, headers] = this.#page(url, all.map(checkRunShown).toReversed());
      return [status, { total_count: all.length, check_runs: page }, headers];
    }
    const id = /^PATCH \/repos\/acme\/models\/check-runs\/(\d+)$/.exec(name)?.[1];
    if (id === undefined && name !== 'POST /repos/acme/models/check-runs') return null;
    // Only apps may write check runs, and only their own.
    if (this.me.type !== 'Bot') return [...refusal(403, 'You must authenticate via a GitHub App.'), {}];
    const app = this.me.login.replace(/\[bot\]$/, '');
    const { output = {}, ...changes } = given as { readonly output?: { readonly annotations?: readonly unknown[] } };
    const { annotations: more = [], ...words } = output;
    if (id === undefined) {
      const blank = { external_id: '', details_url: null, status: 'queued', conclusion: null, title: null, summary: null } as const;
      const made = { ...blank, head_sha: '', name: '', ...changes, ...words, annotations: more, app, id: this.#nextId++ };
      this.checkRuns.push(made);
      return [201, checkRunShown(made), {}];
    }
    const at = this.checkRuns.findIndex((one) => one.id === Number(id));
    const was = this.checkRuns[at];
    if (was === undefined) return [...refusal(404, 'Not Found'), {}];
    if (was.app !== app) return [...refusal(403, 'Invalid app_id'), {}];
    const now = { ...was, ...changes, ...words, annotations: [...was.annotations, ...more] };
    this.checkRuns.splice(at, 1, now);
    return [200, checkRunShown(now), {}];
  }

  #actions(name: string, url: URL): Answer | null {
    const at = 'GET /repos/acme/models';
    if (name === `${at}/actions/artifacts`) {
      const found = this.artifacts.filter((one) => one.name === url.searchParams.get('name'));
      const [status, page, headers] = this.#page(url, found.map(artifactShown));
      return [status, { total_count: found.length, artifacts: page }, headers];
    }
    const [, commit] = /^GET \/repos\/acme\/models\/commits\/([0-9a-f]{40})\/pulls$/.exec(name) ?? [];
    if (commit !== undefined) {
      const head = this.mergedHeads.get(commit);
      const example = exampleOf('pull-request-simple-items');
      const merged = { ...example, merged_at: '2026-11-21T12:29:41Z', merge_commit_sha: commit, requested_teams: [] };
      return this.#page(url, head === undefined ? [] : [{ ...merged, head: { ...(example['head'] as object), sha: head } }]);
    }
    const [, run] = /\/actions\/runs\/(\d+)$/.exec(name) ?? [];
    if (run !== undefined) {
      const found = this.artifacts.find((one) => one.run.id === Number(run))?.run;
      if (found === undefined) return [...refusal(404, 'Not Found'), {}];
      const example = exampleOf('workflow-run');
      const repository = { ...(example['repository'] as object), full_name: found.repository };
      return [200, { ...example, id: found.id, path: found.path, event: found.event, head_sha: found.head, repository }, {}];
    }
    const [, id] = /\/actions\/artifacts\/(\d+)\/zip$/.exec(name) ?? [];
    if (id === undefined) return null;
    // The bytes lie on another server, which wants no token.
    return [302, null, { location: `${this.address}/blob/${id}` }];
  }

  protected override serveOther(request: IncomingMessage, response: ServerResponse): boolean {
    const [, id] = /^\/blob\/(\d+)$/.exec(request.url ?? '') ?? [];
    if (id === undefined) return false;
    response.writeHead(200, { 'content-type': 'application/zip' }).end(this.artifacts.find((one) => one.id === Number(id))?.zip);
    return true;
  }

  #setStatus(sha: string, { state = '', context = 'default', description = null, target_url = null }: Partial<FakeStatus>): Answer {
    if ((description ?? '').length > 140)
      return [...refusal(422, 'Validation Failed: description is too long (maximum is 140 characters)'), {}];
    const status = { sha, state, context, description, target_url, creator: this.me };
    this.statuses.push(status);
    return [201, statusShown(status), {}];
  }

  #pullRequest(): unknown {
    const example = exampleOf('pull-request');
    const head = { ...(example['head'] as object), sha: this.head };
    const was = example['base'] as { readonly repo: object };
    const base = { ...was, ref: this.base, repo: { ...was.repo, default_branch: this.defaultBranch } };
    const user = { ...(example['user'] as object), ...this.author };
    return {
      ...example,
      requested_teams: [],
      number: 42,
      head,
      base,
      user,
      commits: this.writers.length,
      merge_commit_sha: this.mergeCommit,
    };
  }

  #commits(): readonly unknown[] {
    const example = exampleOf('commit-items');
    return this.writers.map((writer) => {
      const account = writer === null ? null : { ...(example['author'] as object), ...writer };
      return { ...example, author: account, committer: account };
    });
  }

  #page(url: URL, all: readonly unknown[]): Answer {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url.pathname, this.address);
    next.searchParams.set('per_page', String(size));
    next.searchParams.set('page', String(page + 1));
    const more = all.length > page * size;
    return [200, all.slice((page - 1) * size, page * size), more ? { link: `<${next.href}>; rel="next"` } : {}];
  }
}

function tooLong(body: string): Answer | null {
  return body.length > 65_536 ? [...refusal(422, 'Validation Failed: body is too long (maximum is 65536 characters)'), {}] : null;
}

/** The published example lacks a field that the description asks for; the repositories within it do too. */
function repositoryExample(): Record<string, unknown> {
  const within = new Set(['source', 'parent', 'template_repository']);
  const example = Object.entries(exampleOf('full-repository-default-response')).filter(([key]) => !within.has(key));
  return { ...Object.fromEntries(example), language: null };
}

function reviewShown({ user, state, commit, at }: FakeReview): unknown {
  const example = exampleOf('pull-request-review-items');
  const author = user === null ? null : { ...(example['user'] as object), ...user };
  return { ...example, user: author, state, commit_id: commit, submitted_at: at };
}

function statusShown({ state, context, description, target_url, creator }: FakeStatus): unknown {
  const example = exampleOf('status');
  return {
    ...example,
    state,
    context,
    description,
    target_url,
    creator: creator === null ? null : { ...(example['creator'] as object), ...creator },
  };
}

function artifactShown({ id, name, zip, run, expired = false, digest }: FakeArtifact): unknown {
  const [example] = exampleOf('artifact-paginated')['artifacts'] as readonly object[];
  const by = { id: run.id, repository_id: 5, head_repository_id: 5, head_branch: 'main', head_sha: run.head };
  return { ...example, id, name, expired, size_in_bytes: zip.length, digest: digest ?? `sha256:${sha256(zip)}`, workflow_run: by };
}

function checkRunShown({ annotations, title, summary, app, ...run }: FakeCheckRun): unknown {
  const example = exampleOf('check-run');
  return {
    ...example,
    ...run,
    app: { ...(example['app'] as object), slug: app },
    pull_requests: [],
    output: { ...(example['output'] as object), title, summary, annotations_count: annotations.length },
  };
}

function shown({ id, body, user }: FakeComment): unknown {
  const example = exampleOf('issue-comment');
  const author = user === null ? null : { ...(example['user'] as object), ...user };
  return { ...example, id, body, user: author, html_url: `https://github.example/acme/models/pull/42#issuecomment-${String(id)}` };
}
