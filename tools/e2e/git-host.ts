import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** A pull request, as far as somebody has to see it who merges it. */
export interface PullRequest {
  readonly number: number;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
}

/** Speaks as much of GitHub's API as opening a pull request needs, over a real repository. */
export interface GitHost {
  readonly url: string;
  /** Those that were opened so far. */
  readonly pullRequests: readonly PullRequest[];
  /** Tokens that calls brought. */
  readonly tokens: ReadonlySet<string>;
  readonly stop: () => Promise<void>;
}

type Answer = readonly [status: number, data: unknown];
type Given = Readonly<Record<string, unknown>>;

const NOT_FOUND: Answer = [404, { message: 'Not Found' }];

/** Who commits, when somebody asks the host to: as late as everything else in the repository, so that its newest commit says the time. */
async function committer(folder: string): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%ct'], { cwd: folder });
  const date = `${stdout.trim()} +0000`;
  return {
    ...{ PATH: process.env['PATH'], GIT_CONFIG_SYSTEM: '/dev/null', GIT_CONFIG_GLOBAL: '/dev/null' },
    ...{ GIT_AUTHOR_NAME: 'Host', GIT_AUTHOR_EMAIL: 'host@example.com', GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: 'Host', GIT_COMMITTER_EMAIL: 'host@example.com', GIT_COMMITTER_DATE: date },
  };
}

/** @param folder the repository's, which may come to be later */
export async function startGitHost(folder: string): Promise<GitHost> {
  const pullRequests: (PullRequest & { readonly head: string })[] = [];
  const tokens = new Set<string>();

  const git = async (args: readonly string[], input = '', more: NodeJS.ProcessEnv = {}): Promise<string | null> => {
    const env = { ...(await committer(folder)), ...more };
    return new Promise((resolve) => {
      const child = execFile('git', args, { cwd: folder, env }, (error, stdout) => {
        resolve(error === null ? stdout.trim() : null);
      });
      // What git has no use for it may not wait for.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  };
  const commitOf = (name: string): Promise<string | null> => git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  const reference = async (branch: string): Promise<Answer> => {
    const sha = await commitOf(`refs/heads/${branch}`);
    return sha === null ? NOT_FOUND : [200, { ref: `refs/heads/${branch}`, object: { sha, type: 'commit' } }];
  };

  const tree = async ({ base_tree, tree: entries }: Given): Promise<Answer> => {
    const env = { GIT_INDEX_FILE: `${folder}/.git/host-index-${String(process.hrtime.bigint())}` };
    await git(['read-tree', String(base_tree)], '', env);
    for (const { path, mode, content, sha } of entries as readonly { path: string; mode: string; content?: string; sha?: null }[]) {
      const blob = sha === null ? null : await git(['hash-object', '-w', '--stdin'], content);
      const line = blob === null ? `0 ${'0'.repeat(40)}\t${path}` : `${mode} ${blob} 0\t${path}`;
      if ((await git(['update-index', '--add', '--index-info'], `${line}\n`, env)) === null) return [422, { message: 'tree is invalid' }];
    }
    return [201, { sha: await git(['write-tree'], '', env) }];
  };

  const commit = async ({ message, tree: what, parents }: Given): Promise<Answer> => {
    const sha = await git(['commit-tree', String(what), ...(parents as string[]).flatMap((parent) => ['-p', parent])], String(message));
    return sha === null ? [422, { message: 'Tree SHA does not exist' }] : [201, { sha }];
  };

  const move = async (branch: string, { sha }: Given, status: number): Promise<Answer> => {
    if ((await git(['update-ref', `refs/heads/${branch}`, String(sha)])) === null) return [422, { message: 'Object does not exist' }];
    return [status, (await reference(branch))[1]];
  };

  const shown = ({ number, head }: { readonly number: number; readonly head: string }): unknown => ({
    number,
    html_url: `https://git.example.com/pull/${String(number)}`,
    state: 'open',
    merged_at: null,
    head: { sha: head },
  });

  const open = async ({ head, base, title }: Given): Promise<Answer> => {
    const at = await commitOf(`refs/heads/${String(head)}`);
    if (at === null) return [422, { message: 'Validation Failed' }];
    const made = { number: pullRequests.length + 1, branch: String(head), base: String(base), title: String(title), head: at };
    pullRequests.push(made);
    return [201, shown(made)];
  };

  const answer = async (method: string, url: URL, given: Given): Promise<Answer> => {
    const [, rest = ''] = /^\/repos\/[^/]+\/[^/]+\/(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const one = `${method} ${rest}`;
    const branch = /^(?:GET git\/ref|PATCH git\/refs)\/heads\/(.+)$/.exec(one)?.[1];
    if (branch !== undefined) return method === 'GET' ? reference(branch) : move(branch, given, 200);
    const file = /^GET contents\/(.+)$/.exec(one)?.[1];
    if (file !== undefined) {
      const sha = await git(['rev-parse', '--verify', '--quiet', `${url.searchParams.get('ref') ?? ''}:${file}`]);
      return sha === null ? NOT_FOUND : [200, { type: 'file', path: file, sha }];
    }
    const seen = /^GET git\/commits\/([0-9a-f]+)$/.exec(one)?.[1];
    if (seen !== undefined) return [200, { sha: seen, tree: { sha: await git(['rev-parse', `${seen}^{tree}`]) } }];
    switch (one) {
      case 'POST git/trees':
        return tree(given);
      case 'POST git/commits':
        return commit(given);
      case 'POST git/refs':
        return move(String(given['ref']).replace('refs/heads/', ''), given, 201);
      case 'GET pulls': {
        const [, of] = (url.searchParams.get('head') ?? '').split(':');
        return [200, pullRequests.filter((pull) => pull.branch === of).map(shown)];
      }
      case 'POST pulls':
        return open(given);
      default:
        return NOT_FOUND;
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      tokens.add(request.headers.authorization ?? '');
      void answer(
        request.method ?? '',
        new URL(request.url ?? '/', 'http://localhost'),
        (text === '' ? {} : JSON.parse(text)) as Given,
      ).then(([status, data]) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    pullRequests,
    tokens,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
