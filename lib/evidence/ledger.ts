import { UserError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import { blobHash } from '../blob-hash.ts';
import { placeIn, type Tree } from './tree.ts';

interface Entry {
  readonly sha256: string;
  /** git's hash of the same bytes; null when no example of its length was given. */
  readonly oid: string | null;
}

/** A tree that remembers what was read from it, so that a verdict can name the very bytes that it judged. */
export class Ledger implements Tree {
  readonly name: string;
  /** The tree itself, for files that no verdict names. */
  readonly beneath: Tree;
  readonly #like: string | null;
  readonly #entries = new Map<string, Entry>();
  readonly #lists = new Map<string, readonly string[]>();

  /** @param like any object hash of the repository, when git's hashes will be asked for */
  constructor(tree: Tree, like: string | null) {
    this.name = tree.name;
    this.beneath = tree;
    this.#like = like;
  }

  async list(prefix: string): Promise<readonly string[]> {
    const known = this.#lists.get(prefix);
    if (known !== undefined) return known;
    const found = await this.beneath.list(prefix);
    this.#lists.set(prefix, found);
    return found;
  }

  hash(path: string): string | undefined {
    return this.beneath.hash?.(path);
  }

  oid(path: string): string | undefined {
    return this.beneath.oid?.(path);
  }

  /** @throws UserError `file.changed_meanwhile` when a file has other bytes than the first time it was read */
  async read(path: string): Promise<Uint8Array | null> {
    const bytes = await this.beneath.read(path);
    if (bytes === null) return null;
    const hash = sha256(bytes);
    const known = this.#entries.get(path);
    if (known === undefined) {
      this.#entries.set(path, { sha256: hash, oid: this.#like === null ? null : blobHash(bytes, this.#like) });
    } else if (known.sha256 !== hash) {
      throw new UserError(
        'file.changed_meanwhile',
        `${placeIn(this, path)}: changed while it was being judged; expected files that lie still`,
        'Run the command again when nothing writes to the repository.',
      );
    }
    return bytes;
  }

  /** What is known about a file; it is read now if nobody has read it. Null when absent. */
  async entry(path: string): Promise<Entry | null> {
    if (!this.#entries.has(path)) await this.read(path);
    return this.#entries.get(path) ?? null;
  }
}
