import { subjectsOf, type Decision } from '../contracts/decision-record.ts';
import type { Placement } from '../contracts/releases.ts';
import { evaluationPath, git, gitTree, placementEdits, releasePath, type PlacementEdit } from '../evidence/index.ts';
import { sha256 } from '../sha256.ts';
import type { Chain } from './chain.ts';
import { mainLine } from './main-line.ts';

/** A commit that changed where something stands, and what is known of how it was allowed. */
export interface Provenance {
  readonly commit: string;
  /** Committer's time. */
  readonly at: string;
  readonly author: string;
  readonly committer: string;
  readonly subject: string;
  /** The decision record that the commit is part of; null when there is none. */
  readonly record: { readonly sequence: number; readonly verdict: Decision['verdict']; readonly approvals: Decision['approvals'] } | null;
  /** SHA-256 of the compiled policies that judged it: as its record says, else those that main had before it. */
  readonly policy: string | null;
}

/** One change of one environment. */
export interface Step extends Provenance {
  readonly environment: string;
  readonly before: Placement | null;
  readonly after: Placement | null;
}

/** What stood in an environment at one time. */
export interface Stood extends Provenance {
  readonly environment: string;
  readonly placement: Placement;
  /** SHA-256 of what was known of each version that stood there, as the main line had it then; null for a file that was absent. */
  readonly evidence: Readonly<Record<string, { readonly evaluation: string | null; readonly release: string | null }>>;
  readonly card: string | null;
}

/** Explains commits by git and the records. */
export class Explainer {
  readonly #root: string;
  readonly #line: readonly string[];
  readonly #chain: Chain | null;
  readonly #known = new Map<string, Provenance>();

  private constructor(root: string, line: readonly string[], chain: Chain | null) {
    this.#root = root;
    this.#line = line;
    this.#chain = chain;
  }

  static async of(root: string, head: string, chain: Chain | null): Promise<Explainer> {
    return new Explainer(root, await mainLine(root, head), chain);
  }

  async explain(commit: string): Promise<Provenance> {
    const known = this.#known.get(commit);
    if (known !== undefined) return known;
    const format = '--format=%ct%x00%an <%ae>%x00%cn <%ce>%x00%s';
    const shown = (await git(this.#root, ['log', '-1', '--no-show-signature', format, '--end-of-options', commit])).toString('utf8');
    const [seconds = '0', author = '', committer = '', subject = ''] = shown.trim().split('\0');
    const record = this.#recordOf(commit);
    const made: Provenance = {
      commit,
      at: `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`,
      author,
      committer,
      subject,
      record:
        record === undefined
          ? null
          : { sequence: record.predicate.sequence, verdict: record.predicate.verdict, approvals: record.predicate.approvals },
      policy: record === undefined ? await this.#policyBefore(commit) : subjectsOf(record).policy,
    };
    this.#known.set(commit, made);
    return made;
  }

  #recordOf(commit: string): Chain['records'][number]['record'] | undefined {
    const place = this.#line.indexOf(commit);
    return this.#chain?.records.find(({ record }) => {
      const { commit: to, before } = record.predicate.merged;
      const [newest, oldest] = [this.#line.indexOf(to), before === null ? this.#line.length : this.#line.indexOf(before)];
      return newest !== -1 && oldest !== -1 && newest <= place && place < oldest;
    })?.record;
  }

  async #policyBefore(commit: string): Promise<string | null> {
    const before = this.#line[this.#line.indexOf(commit) + 1] ?? commit;
    return digestAt(this.#root, before, 'policies/bundle/manifest.json');
  }
}

async function digestAt(root: string, commit: string, file: string): Promise<string | null> {
  const tree = await gitTree(root, commit);
  try {
    const bytes = await tree.read(file);
    return bytes === null ? null : sha256(bytes);
  } finally {
    tree.close();
  }
}

function placementIn(edit: PlacementEdit | undefined, environment: string): Placement | null {
  const environments = edit?.environments ?? {};
  return Object.hasOwn(environments, environment) ? (environments[environment] ?? null) : null;
}

const same = (a: Placement | null, b: Placement | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Every change of where a model's releases stand, the newest first. */
export async function stepsOf(root: string, head: string, model: string, explainer: Explainer): Promise<readonly Step[]> {
  const edits = await placementEdits(root, head, model);
  const steps: Step[] = [];
  for (const [index, edit] of edits.entries()) {
    const older = edits[index + 1];
    const names = new Set([...Object.keys(edit.environments ?? {}), ...Object.keys(older?.environments ?? {})]);
    for (const environment of names) {
      const [before, after] = [placementIn(older, environment), placementIn(edit, environment)];
      if (!same(before, after)) steps.push({ environment, before, after, ...(await explainer.explain(edit.commit)) });
    }
  }
  return steps;
}

/**
 * What stood where at a time: by the last change of the main line that was committed until then.
 * @param until seconds since 1970
 */
export async function stoodAt(root: string, head: string, model: string, until: number, explainer: Explainer): Promise<readonly Stood[]> {
  const edits = (await placementEdits(root, head, model)).filter(({ at }) => at.seconds <= until);
  const [last] = edits;
  if (last === undefined) return [];
  const before = (
    await git(root, [
      'rev-list',
      '--first-parent',
      '--max-count=1',
      `--before=${new Date(until * 1000).toISOString()}`,
      '--end-of-options',
      head,
    ])
  )
    .toString('utf8')
    .trim();
  const tree = await gitTree(root, before === '' ? last.commit : before);
  try {
    const digest = async (file: string): Promise<string | null> => {
      const bytes = await tree.read(file);
      return bytes === null ? null : sha256(bytes);
    };
    const found: Stood[] = [];
    for (const [environment, placement] of Object.entries(last.environments ?? {})) {
      const changed = edits.findIndex((edit) => !same(placementIn(edit, environment), placement));
      const since = edits[changed === -1 ? edits.length - 1 : changed - 1] ?? last;
      const versions = placement.candidate === undefined ? [placement.stable] : [placement.stable, placement.candidate];
      const evidence: [string, { readonly evaluation: string | null; readonly release: string | null }][] = [];
      for (const version of versions) {
        evidence.push([
          version,
          { evaluation: await digest(evaluationPath(model, version)), release: await digest(releasePath(model, version)) },
        ]);
      }
      found.push({
        environment,
        placement,
        evidence: Object.fromEntries(evidence),
        card: await digest(`models/${model}/card.yaml`),
        ...(await explainer.explain(since.commit)),
      });
    }
    return found;
  } finally {
    tree.close();
  }
}
