import { UserError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import { explained, githubClient, type GithubRepository } from './github-client.ts';
import { mistrust, type Expected } from './trusted-run.ts';

export interface GithubVerdictOptions extends GithubRepository, Pick<Expected, 'workflow' | 'queueTrusted'> {
  /** A commit of the main line, with its full hash. */
  readonly commit: string;
}

/** What a run of the gate kept about a commit. */
export interface KeptVerdict {
  /** The commit that was judged: the merged one from a queue, else the pull request's head. */
  readonly judged: string;
  readonly run: number;
  /** The artifact: a zip archive. */
  readonly zip: Buffer;
}

/** What was found, and what was found but not believed, a line each. */
export interface FoundVerdict {
  readonly kept: KeptVerdict | null;
  readonly refused: readonly string[];
}

/**
 * What the trusted half of the gate kept about a merged commit, the newest where there are several.
 * @throws UserError `github.*`, `artifact.other_bytes`
 */
export async function githubVerdict(options: GithubVerdictOptions): Promise<FoundVerdict> {
  const { owner, repo, commit, workflow, queueTrusted } = options;
  const octokit = await githubClient(options);
  const where = { owner, repo };
  const repository = `${owner}/${repo}`;
  const pulls = await explained(`looking for the pull request of ${commit}`, () =>
    octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, { ...where, commit_sha: commit, per_page: 100 }),
  );
  const heads = pulls.filter((pull) => pull.merged_at !== null && pull.merge_commit_sha === commit).map(({ head }) => head.sha);
  const refused: string[] = [];
  for (const judged of new Set([commit, ...heads])) {
    const name = `verdict-${judged}`;
    const listed = await explained(`looking for ${name} in ${repository}`, () =>
      octokit.paginate(octokit.rest.actions.listArtifactsForRepo, { ...where, name, per_page: 100 }),
    );
    for (const { id, workflow_run: by, expired, digest } of listed.filter((one) => one.name === name).toSorted((a, b) => b.id - a.id)) {
      if (by?.id === undefined || expired) {
        refused.push(`artifact ${String(id)} ${expired ? 'has expired' : 'names no run'}`);
        continue;
      }
      const run = by.id;
      const { data } = await explained(`reading run ${String(run)} of ${repository}`, () =>
        octokit.rest.actions.getWorkflowRun({ ...where, run_id: run }),
      );
      const facts = { path: data.path, event: data.event, repository: data.repository.full_name, headSha: data.head_sha };
      const why = mistrust(facts, { repository, workflow, commit: judged, queueTrusted });
      if (why !== null) {
        refused.push(`artifact ${String(id)}: run ${String(run)} ${why}`);
        continue;
      }
      const reply = await explained(`downloading artifact ${String(id)} of ${repository}`, () =>
        octokit.rest.actions.downloadArtifact({ ...where, artifact_id: id, archive_format: 'zip' }),
      );
      const zip = Buffer.from(reply.data as ArrayBuffer);
      if (typeof digest === 'string' && digest !== `sha256:${sha256(zip)}`) throw otherBytes(id, digest);
      return { kept: { judged, run, zip }, refused };
    }
  }
  return { kept: null, refused };
}

function otherBytes(id: number, digest: string): UserError {
  return new UserError(
    'artifact.other_bytes',
    `artifact ${String(id)}: holds other bytes than GitHub says it took; expected ${digest}`,
    'Run it again; if it stays so, something between GitHub and this machine changes what is downloaded.',
  );
}
