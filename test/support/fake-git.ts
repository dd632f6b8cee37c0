import { createHash } from 'node:crypto';
import { blobHash } from '../../lib/blob-hash.ts';
import { exampleOf, refusal } from './github/contract.ts';

/** A commit: whole files by path, which is all that a tree comes to here. */
export interface FakeCommit {
  readonly files: ReadonlyMap<string, string>;
  readonly parents: readonly string[];
  readonly message: string;
}

export interface FakePullRequest {
  readonly number: number;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  state: 'open' | 'closed';
  merged: boolean;
  /** The branch's commit while open; it stays as it was when the pull request was closed. */
  head: string;
}

type Answer = readonly [status: number, data: unknown];

const REPOSITORY = '/repos/acme/models/';

/** As much of GitHub's git data and pull request API as opening a pull request needs. The repository is acme/models, its branch `main`. */
export class FakeGit {
  readonly commits = new Map<string, FakeCommit>();
  readonly branches = new Map<string, string>();
  readonly pullRequests: FakePullRequest[] = [];
  readonly #trees = new Map<string, ReadonlyMap<string, string>>();

  constructor() {
    this.branches.set('main', this.add({ 'README.md': 'Models\n' }, []));
  }

  /** Adds a commit and returns its hash. */
  add(files: Readonly<Record<string, string>> | ReadonlyMap<string, string>, parents: readonly string[], message = 'Start'): string {
    const all: ReadonlyMap<string, string> = files instanceof Map ? files : new Map(Object.entries(files));
    const hash = sha1([...all].flat(), parents, message, String(this.commits.size));
    this.commits.set(hash, { files: all, parents, message });
    return hash;
  }

  /** The files at a branch's head. */
  files(branch: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.commits.get(this.branches.get(branch) ?? '')?.files ?? []);
  }

  /** As if a person pressed the button: the branch stays. */
  close(number: number, merge: boolean): void {
    const pullRequest = this.pullRequests.find((one) => one.number === number);
    if (pullRequest === undefined) throw new Error(`no pull request ${String(number)}`);
    this.#follow();
    pullRequest.state = 'closed';
    pullRequest.merged = merge;
    const base = this.branches.get(pullRequest.base) ?? '';
    if (merge)
      this.branches.set(
        pullRequest.base,
        this.add(this.commits.get(pullRequest.head)?.files ?? new Map(), [base, pullRequest.head], 'Merge'),
      );
  }

  /** The answer to a request, or null when it is about something else. */
  answer(name: string, url: URL, text: string): Answer | null {
    const given = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
    const [method = '', path = ''] = name.split(' ');
    if (!path.startsWith(REPOSITORY)) return null;
    const rest = decodeURIComponent(path.slice(REPOSITORY.length));
    const one = `${method} ${rest}`;
    const ref = /^(?:GET git\/ref|PATCH git\/refs)\/heads\/(.+)$/.exec(one)?.[1];
    const file = /^GET contents\/(.+)$/.exec(one)?.[1];
    const commit = /^GET git\/commits\/(.+)$/.exec(one)?.[1];
    if (ref !== undefined) return method === 'GET' ? this.#ref(ref) : this.#move(ref, given);
    if (file !== undefined) return this.#content(file, url.searchParams.get('ref') ?? '');
    if (commit !== undefined) return this.commits.has(commit) ? [200, this.#described(commit)] : NOT_FOUND;
    switch (one) {
      case 'POST git/trees':
        return this.#tree(given);
      case 'POST git/commits':
        return this.#commit(given);
      case 'POST git/refs':
        return this.#create(given);
      case 'GET pulls':
        return this.#list(url.searchParams);
      case 'POST pulls':
        return this.#open(given);
      default:
        return null;
    }
  }

  #ref(branch: string): Answer {
    const sha = this.branches.get(branch);
    return sha === undefined
      ? NOT_FOUND
      : [
          200,
          {
            ...exampleOf('git-ref'),
            ref: `refs/heads/${branch}`,
            object: { sha, type: 'commit', url: `https://api.github.example/${sha}` },
          },
        ];
  }

  #move(branch: string, { sha, force }: Readonly<Record<string, unknown>>): Answer {
    const now = this.branches.get(branch);
    if (now === undefined) return refusal(422, 'Reference does not exist');
    if (force !== true && !this.#descends(String(sha), now)) return refusal(422, 'Update is not a fast forward');
    this.branches.set(branch, String(sha));
    return this.#ref(branch);
  }

  #create({ ref, sha }: Readonly<Record<string, unknown>>): Answer {
    const branch = String(ref).replace('refs/heads/', '');
    if (this.branches.has(branch)) return refusal(422, 'Reference already exists');
    if (!this.commits.has(String(sha))) return refusal(422, 'Object does not exist');
    this.branches.set(branch, String(sha));
    return [201, this.#ref(branch)[1]];
  }

  #content(path: string, commit: string): Answer {
    const content = this.commits.get(commit)?.files.get(path);
    return content === undefined
      ? NOT_FOUND
      : [
          200,
          {
            ...exampleOf('content-file-response-if-content-is-a-file'),
            path,
            sha: blobHash(Buffer.from(content), commit),
            content: Buffer.from(content).toString('base64'),
          },
        ];
  }

  #described(commit: string): unknown {
    const tree = { sha: this.#treeOf(commit), url: 'https://api.github.example/tree' };
    return { ...exampleOf('git-commit'), sha: commit, tree, message: this.commits.get(commit)?.message };
  }

  #treeOf(commit: string): string {
    const files = this.commits.get(commit)?.files ?? new Map<string, string>();
    const hash = sha1([...files].flat());
    this.#trees.set(hash, files);
    return hash;
  }

  #tree({ base_tree, tree }: Readonly<Record<string, unknown>>): Answer {
    const files = new Map(this.#trees.get(String(base_tree)));
    for (const { path, content, sha, mode } of tree as readonly { path: string; content?: string; sha?: null; mode: string }[]) {
      if (mode !== '100644') return refusal(422, 'tree.mode is invalid');
      if (sha === null && !files.delete(path)) return refusal(422, 'GitRPC::BadObjectState');
      if (content !== undefined) files.set(path, content);
    }
    const hash = sha1([...files].flat());
    this.#trees.set(hash, files);
    return [201, { ...exampleOf('git-tree'), sha: hash }];
  }

  #commit({ message, tree, parents }: Readonly<Record<string, unknown>>): Answer {
    const files = this.#trees.get(String(tree));
    return files === undefined
      ? refusal(422, 'Tree SHA does not exist')
      : [201, this.#described(this.add(files, parents as string[], String(message)))];
  }

  #list(query: URLSearchParams): Answer {
    this.#follow();
    const found = this.pullRequests.filter(
      ({ branch, base, state }) =>
        query.get('head') === `acme:${branch}` &&
        [null, base].includes(query.get('base')) &&
        ['all', state].includes(query.get('state') ?? 'open'),
    );
    return [
      200,
      found
        .toReversed()
        .slice(0, Number(query.get('per_page')))
        .map((one) => shown(one, 'pull-request-simple-items')),
    ];
  }

  #open({ head, base, title, body }: Readonly<Record<string, unknown>>): Answer {
    const branch = String(head);
    const at = this.branches.get(branch);
    if (at === undefined || !this.branches.has(String(base))) return refusal(422, 'Validation Failed');
    if (this.pullRequests.some((one) => one.state === 'open' && one.branch === branch && one.base === base))
      return refusal(422, `A pull request already exists for acme:${branch}.`);
    const made: FakePullRequest = {
      number: 100 + this.pullRequests.length,
      branch,
      base: String(base),
      title: String(title),
      body: String(body),
      state: 'open',
      merged: false,
      head: at,
    };
    this.pullRequests.push(made);
    return [201, shown(made, 'pull-request')];
  }

  /** An open pull request follows its branch. */
  #follow(): void {
    for (const one of this.pullRequests) if (one.state === 'open') one.head = this.branches.get(one.branch) ?? one.head;
  }

  #descends(commit: string, ancestor: string): boolean {
    if (commit === ancestor) return true;
    return (this.commits.get(commit)?.parents ?? []).some((parent) => this.#descends(parent, ancestor));
  }
}

const NOT_FOUND: Answer = refusal(404, 'Not Found');

function shown({ number, state, merged, head }: FakePullRequest, name: string): unknown {
  const example = exampleOf(name);
  const url = `https://github.example/acme/models/pull/${String(number)}`;
  const merged_at = merged ? '2026-11-21T09:00:00Z' : null;
  return { ...example, requested_teams: [], number, html_url: url, state, merged_at, head: { ...(example['head'] as object), sha: head } };
}

function sha1(...parts: readonly (string | readonly string[])[]): string {
  return createHash('sha1').update(JSON.stringify(parts)).digest('hex');
}
