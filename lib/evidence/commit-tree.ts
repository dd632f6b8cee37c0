import { byCodeUnit } from '../by-code-unit.ts';
import { CatFile } from './cat-file.ts';
import { git, resolve, type Resolved } from './git.ts';
import { assertDistinct, assertInside, assertPrefix, isNotAFile, isSymlink, placeIn, sizeLimit, type Tree } from './tree.ts';

/** `mode type oid`, as git lists it. */
type Listed = string;

function modeOf(entry: Listed): string {
  return entry.slice(0, entry.indexOf(' '));
}

function oidOf(entry: Listed): string {
  return entry.slice(entry.lastIndexOf(' ') + 1);
}

/** The files of one commit, listed once and read through one git process. */
export class CommitTree implements Tree {
  /** The commit's full hash. */
  readonly name: string;
  /** Whether commits before it are missing. */
  readonly isShallow: boolean;
  readonly #entries: ReadonlyMap<string, Listed>;
  readonly #paths: readonly string[];
  readonly #lists = new Map<string, readonly string[]>();
  readonly #root: string;
  #blobs: CatFile | null = null;

  constructor(root: string, { commit, isShallow }: Resolved, entries: ReadonlyMap<string, Listed>) {
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
    const mode = modeOf(entry);
    if (mode === '120000') throw isSymlink(where);
    if (mode === '160000') throw isNotAFile(where, 'a submodule');
    return this.blobs.read(oidOf(entry), where, sizeLimit(path));
  }

  /** Reads any blob of the repository; ended by `close`. */
  get blobs(): CatFile {
    return (this.#blobs ??= new CatFile(this.#root));
  }

  oid(path: string): string | undefined {
    const entry = this.#entries.get(path);
    return entry === undefined ? undefined : oidOf(entry);
  }

  hash(path: string): string | undefined {
    const entry = this.#entries.get(path);
    return entry?.startsWith('100') === true ? oidOf(entry) : undefined;
  }

  /** Ends the git process. Nothing can be read afterwards. */
  close(): void {
    this.#blobs?.close();
  }
}

/** Files by path, of what `git ls-tree -r -z` prints. Few of many thousands are asked for, so each stays the text that it is until then. */
export function entriesOf(listing: Buffer): ReadonlyMap<string, Listed> {
  const entries = new Map<string, Listed>();
  const text = listing.toString('utf8');
  for (let start = 0, end = text.indexOf('\0'); end !== -1; start = end + 1, end = text.indexOf('\0', start)) {
    const tab = text.indexOf('\t', start);
    if (tab !== -1 && tab < end) entries.set(text.slice(tab + 1, end), text.slice(start, tab));
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
