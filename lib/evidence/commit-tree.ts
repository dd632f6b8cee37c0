import { byCodeUnit } from '../by-code-unit.ts';
import { CatFile } from './cat-file.ts';
import { git, resolve, type Resolved } from './git.ts';
import { assertDistinct, assertInside, assertPrefix, isNotAFile, isSymlink, placeIn, sizeLimit, type Tree } from './tree.ts';

interface Entry {
  readonly mode: string;
  readonly oid: string;
}

/** The files of one commit, listed once and read through one git process. */
export class CommitTree implements Tree {
  /** The commit's full hash. */
  readonly name: string;
  /** Whether commits before it are missing. */
  readonly isShallow: boolean;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #paths: readonly string[];
  readonly #lists = new Map<string, readonly string[]>();
  readonly #root: string;
  #blobs: CatFile | null = null;

  constructor(root: string, { commit, isShallow }: Resolved, entries: ReadonlyMap<string, Entry>) {
    this.#root = root;
    this.name = commit;
    this.isShallow = isShallow;
    this.#entries = entries;
    this.#paths = [...entries.keys()].sort(byCodeUnit);
  }

  list(prefix: string): Promise<readonly string[]> {
    return Promise.resolve().then(() => {
      const known = this.#lists.get(prefix);
      if (known !== undefined) return known;
      assertPrefix(prefix);
      let from = 0;
      for (let to = this.#paths.length; from < to;) {
        const middle = (from + to) >>> 1;
        if ((this.#paths[middle] ?? '') < prefix) from = middle + 1;
        else to = middle;
      }
      let end = from;
      while (this.#paths[end]?.startsWith(prefix) === true) end++;
      const found = this.#paths.slice(from, end);
      assertDistinct(found);
      this.#lists.set(prefix, found);
      return found;
    });
  }

  async read(path: string): Promise<Uint8Array | null> {
    assertInside(path);
    const entry = this.#entries.get(path);
    if (entry === undefined) return null;
    const where = placeIn(this, path);
    if (entry.mode === '120000') throw isSymlink(where);
    if (entry.mode === '160000') throw isNotAFile(where, 'a submodule');
    return this.blobs.read(entry.oid, where, sizeLimit(path));
  }

  /** Reads any blob of the repository; ended by `close`. */
  get blobs(): CatFile {
    return (this.#blobs ??= new CatFile(this.#root));
  }

  oid(path: string): string | undefined {
    return this.#entries.get(path)?.oid;
  }

  hash(path: string): string | undefined {
    const entry = this.#entries.get(path);
    return entry?.mode.startsWith('100') === true ? entry.oid : undefined;
  }

  /** Ends the git process. Nothing can be read afterwards. */
  close(): void {
    this.#blobs?.close();
  }
}

/** Files by path, of what `git ls-tree -r -z` prints. */
export function entriesOf(listing: Buffer): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of listing.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab === -1) continue;
    const [kind, hash] = [line.indexOf(' '), line.lastIndexOf(' ', tab)];
    if (hash > kind) entries.set(line.slice(tab + 1), { mode: line.slice(0, kind), oid: line.slice(hash + 1, tab) });
  }
  return entries;
}

/**
 * The files of the commit that `ref` names. Submodules and links are listed, never followed.
 * @param root absolute path of the repository's folder (it may be a folder inside a git work tree)
 * @throws UserError `git.*` (see `resolveCommit`)
 */
export async function gitTree(root: string, ref: string): Promise<CommitTree> {
  const resolved = await resolve(root, ref);
  return new CommitTree(root, resolved, entriesOf(await git(root, ['ls-tree', '-r', '-z', resolved.commit])));
}
