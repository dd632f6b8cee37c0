import type { Octokit } from '@octokit/rest';
import type { CheckRuns, PostedCheckRun } from './check-runs.ts';
import { explained, githubClient, once, type GithubRepository } from './github-client.ts';
import { whoAmI, type IsOurs } from './github-identity.ts';

export interface GithubCheckRunOptions extends GithubRepository {
  /** Hash of the commit. */
  readonly commit: string;
  /** Name of the check run. */
  readonly name: string;
  /** Where people read more; null when there is no such place. */
  readonly url: string | null;
}

type Shown = Awaited<ReturnType<Octokit['rest']['checks']['get']>>['data'];

/** What only programs read of a check run: whose word it is. */
const MARK = /^modelgate run=(\d{1,15}) digest=([0-9a-f]{16})$/;
const mark = (run: number, digest: string): string => `modelgate run=${String(run)} digest=${digest}`;

/** The check runs of a commit on GitHub. Only an app may make them; the token of a workflow is one. */
export async function githubCheckRuns(options: GithubCheckRunOptions): Promise<CheckRuns> {
  const { owner, repo, commit, name, url } = options;
  const octokit = await githubClient(options);
  const place = `${owner}/${repo}@${commit}`;
  let isOurs: IsOurs | null = null;

  return {
    async list() {
      isOurs ??= await whoAmI(octokit);
      const mine = isOurs;
      const all = await explained(`reading the check runs of ${place}`, () =>
        octokit.paginate(octokit.rest.checks.listForRef, { owner, repo, ref: commit, check_name: name, filter: 'all', per_page: 100 }),
      );
      return all
        .filter((one) => one.name === name && one.app?.slug !== undefined && mine({ id: -1, login: `${one.app.slug}[bot]`, type: 'Bot' }))
        .flatMap(posted)
        .toSorted((a, b) => a.id - b.id);
    },

    announce: (run, digest) =>
      once(`announcing a check run of ${place}`, async () => {
        await octokit.rest.checks.create({
          owner,
          repo,
          head_sha: commit,
          name,
          status: 'in_progress',
          external_id: mark(run, digest),
          ...(url === null ? {} : { details_url: url }),
        });
        return true as const;
      }),

    tell: (id, { conclusion, title, summary, run, digest }, annotations) =>
      once(`writing the check run of ${place}`, async () => {
        const { data } = await octokit.rest.checks.update({
          owner,
          repo,
          check_run_id: id,
          external_id: mark(run, digest),
          ...(conclusion === null ? {} : { status: 'completed' as const, conclusion }),
          output: { title, summary, annotations: [...annotations] },
          // Annotations are added: what may have been carried out is not repeated before looking.
          request: { retries: 0 },
        });
        return posted(data)[0] ?? null;
      }),
  };
}

/** Nothing for one that modelgate did not make. */
function posted({ id, conclusion, external_id, output }: Shown): readonly PostedCheckRun[] {
  const found = MARK.exec(external_id ?? '');
  if (found === null) return [];
  return [
    {
      id,
      conclusion: conclusion === 'success' || conclusion === 'neutral' || conclusion === null ? conclusion : 'failure',
      title: output.title ?? '',
      summary: output.summary ?? '',
      run: Number(found[1]),
      digest: found[2] ?? '',
      annotations: output.annotations_count,
    },
  ];
}
