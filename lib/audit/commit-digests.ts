import type { GateReport } from '../contracts/gate-report.ts';
import { gitTree, judgedDigests, type CommitTree, type Digested } from '../evidence/index.ts';
import { sha256 } from '../sha256.ts';

const BUNDLE_MANIFEST = 'policies/bundle/manifest.json';

/** What a report has to name when it judged what a commit holds, by what the commit before it holds. */
export type MergedDigests = GateReport['digests'] & { readonly policy: string };

/** The digests of commits. A blob is read once, in however many commits it lies. */
export class CommitDigests {
  readonly #root: string;
  readonly #hashes = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @param judging the commit whose policies, thresholds, waivers and keys judged @throws UserError `git.*`; what reading a tree throws */
  async of(commit: string, judging: string): Promise<MergedDigests> {
    const head = await gitTree(this.#root, commit);
    const law = judging === commit ? head : await gitTree(this.#root, judging);
    try {
      const digests = await judgedDigests(this.#digested(head), this.#digested(law));
      return { ...digests, policy: (await this.#entry(law, BUNDLE_MANIFEST))?.sha256 ?? 'absent' };
    } finally {
      head.close();
      law.close();
    }
  }

  #digested(tree: CommitTree): Digested {
    return { list: (prefix) => tree.list(prefix), entry: (path) => this.#entry(tree, path) };
  }

  async #entry(tree: CommitTree, path: string): Promise<{ readonly sha256: string } | null> {
    const oid = tree.oid(path);
    if (oid === undefined) return null;
    const known = this.#hashes.get(oid);
    if (known !== undefined) return { sha256: known };
    const bytes = await tree.read(path);
    if (bytes === null) return null;
    const hash = sha256(bytes);
    this.#hashes.set(oid, hash);
    return { sha256: hash };
  }
}
