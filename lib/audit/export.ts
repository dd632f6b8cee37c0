import { byCodeUnit } from '../by-code-unit.ts';
import { reportPath, subjectsOf } from '../contracts/decision-record.ts';
import { UserError } from '../errors.ts';
import { CatFile, gitTree, placeIn } from '../evidence/index.ts';
import { sha256 } from '../sha256.ts';
import { sortedJson } from '../sorted-json.ts';
import type { Chain } from './chain.ts';
import { committedAt } from './main-line.ts';
import { Explainer, stepsOf } from './past.ts';
import { MAX_BYTES } from './read-record.ts';
import type { RecordsBranch } from './records-branch.ts';
import { tarOf, type Entry } from './tar.ts';

export interface Export {
  readonly root: string;
  readonly model: string;
  /** The commit whose files are handed out. */
  readonly commit: string;
  readonly branch: RecordsBranch;
  /** Null when there are no records. */
  readonly chain: Chain | null;
}

export interface Archive {
  readonly tar: Buffer;
  readonly files: number;
  readonly records: number;
  /** SHA-256 of SHA256SUMS, which names every other file. */
  readonly sums: string;
  /** The one folder that all files are in. */
  readonly folder: string;
}

/** What a commit holds of a model, and everything that judged it. */
function isAbout(path: string, model: string): boolean {
  const [first, second, third] = path.split('/');
  if (first === 'policies' || path === 'modelgate.config.ts') return true;
  if (first === 'models') return second === model;
  return first === 'synth' && (second === 'catalog' ? third === `${model}.json` : third === model);
}

/**
 * One archive of all that stands behind a model: its sources, evidence, card and manifests, the policies, every decision record, the reports that
 * are about the model, and its history. The same commit and records give the same bytes.
 * @throws UserError `archive.no_model`; what reading a tree throws
 */
export async function exportModel({ root, model, commit, branch, chain }: Export): Promise<Archive> {
  const files = new Map<string, Uint8Array>();
  const tree = await gitTree(root, commit);
  try {
    for (const path of (await tree.list('')).filter((each) => isAbout(each, model))) {
      const bytes = await tree.read(path);
      if (bytes === null)
        throw new UserError('archive.unreadable', `${placeIn(tree, path)}: cannot be read; expected a file`, 'Run `git fsck`.');
      files.set(`repository/${path}`, bytes);
    }
  } finally {
    tree.close();
  }
  if (![...files.keys()].some((path) => path.startsWith(`repository/models/${model}/`))) {
    throw new UserError(
      'archive.no_model',
      `${commit.slice(0, 12)}: has no models/${model}/; expected the model there`,
      'Name a commit that has it with --commit.',
    );
  }
  for (const [path, bytes] of await recordFiles(branch, chain, model)) files.set(path, bytes);
  const explainer = await Explainer.of(root, commit, chain);
  files.set('history.json', Buffer.from(sortedJson({ model, commit, steps: await stepsOf(root, commit, model, explainer) })));
  files.set('README.txt', Buffer.from(readme(model, commit, chain)));

  const folder = `${model}-audit`;
  const sums = [...files]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .join('');
  files.set('SHA256SUMS', Buffer.from(sums));
  const entries = [...files].sort(([a], [b]) => byCodeUnit(a, b)).map(([path, bytes]): Entry => ({ path: `${folder}/${path}`, bytes }));
  const seconds = Date.parse(await committedAt(root, commit)) / 1000;
  return { tar: tarOf(entries, seconds), files: entries.length, records: chain?.records.length ?? 0, sums: sha256(sums), folder };
}

/** Every record, because each names the one before it; reports only where they are about the model. */
async function recordFiles({ top }: RecordsBranch, chain: Chain | null, model: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  if (chain === null) return files;
  const tree = await gitTree(top, chain.tip);
  const blobs = new CatFile(top);
  try {
    for (const { path, record } of chain.records) {
      const about = record.predicate.units.some((unit) => unit.model === model);
      for (const file of about ? [path, reportPath(subjectsOf(record).report)] : [path]) {
        const oid = tree.oid(file);
        if (oid !== undefined) files.set(file, await blobs.read(oid, file, MAX_BYTES));
      }
    }
    return files;
  } finally {
    blobs.close();
    tree.close();
  }
}

function readme(model: string, commit: string, chain: Chain | null): string {
  return `What stands behind the model ${model}, as of commit ${commit}.

repository/    the model's sources, releases, evaluations, signatures, card and rendered manifests, and
               the policies, limits, exceptions and public keys, as the commit has them
records/       decision records: who decided what about which commit (${String(chain?.records.length ?? 0)} of them)
reports/       the gate's reports that are about this model, named after their SHA-256
history.json   every change of where its releases stand
SHA256SUMS     the SHA-256 of every other file

Verify, with nothing but coreutils:

  sha256sum -c SHA256SUMS             every file is as it was packed
  sha256sum reports/*.json            each report has the name of its own digest
  sha256sum records/*/*.json          each record's "previous" is the digest of the one before it

A record is an in-toto Statement v1 (predicate https://modelgate.dev/attestation/decision/v1). Its "report"
subject is the digest, and so the name, of the report that it was made from. A signed one is a Sigstore
bundle whose envelope holds the statement in base64. With a clone of the repository,
\`modelgate audit verify --expect DIGEST\` says whether a record of this archive is still in the chain.
`;
}
