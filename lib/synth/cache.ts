import { createHash, type Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCacheFile } from '../cache-file.ts';
import type { RiskTier } from '../contracts/common.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import { builtFile } from '../workers.ts';
import type { Sources } from './bundle.ts';
import { errnoOf } from './files.ts';
import { CONFIG_FILE, declarationOf, PROVIDED } from './names.ts';
import type { Part } from './pack.ts';
import { digest } from './plan.ts';

const FORMAT = 'modelgate.dev/synth-cache/v2';

/** By how much a file's time may lag behind the clock, in milliseconds, and some more. */
const CLOCK_STEP_MS = 20;

/** What one part of `synth/` was when it was last rendered. */
interface Entry {
  /** Digest of everything that rendering it could read. */
  readonly key: string;
  /** Files outside the part's own folder that are in the key, relative to the repository. */
  readonly sources: readonly string[];
  /** Paths relative to the repository. */
  readonly files: readonly string[];
  /** Digest of the files' names and contents. */
  readonly digest: string;
  /** Digest of what the system says of all of them, the files and what they were rendered from, when their contents were last found to fit. */
  readonly stamp?: string;
}

interface Index {
  readonly format: typeof FORMAT;
  readonly shared?: Entry | undefined;
  readonly models: Readonly<Record<string, Entry>>;
}

const EMPTY: Index = { format: FORMAT, models: {} };

function add(hash: Hash, name: string, bytes: Uint8Array | string): void {
  hash.update(`${name}\0${String(bytes.length)}\0`).update(bytes);
}

let scratch = Buffer.alloc(1 << 16);

/** Reads a file into the buffer that all share. @returns its contents, until the next call */
function readShared(file: number): Buffer {
  for (let length = 0; ;) {
    length += readSync(file, scratch, length, scratch.length - length, length);
    if (length < scratch.length) return scratch.subarray(0, length);
    scratch = Buffer.concat([scratch, Buffer.alloc(scratch.length)]);
  }
}

/**
 * Adds a file's name and contents; one that can't be read adds why, which is no length.
 * @returns when the file was last changed, in milliseconds since 1970; undefined when it can't be read
 */
function addFile(hash: Hash, root: string, name: string): number | undefined {
  let file: number | undefined;
  try {
    file = openSync(path.join(root, name), 'r');
    add(hash, name, readShared(file));
    return fstatSync(file).ctimeMs;
  } catch (thrown) {
    hash.update(`${name}\0${errnoOf(thrown) ?? ''}\0`);
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** SHA-256 of a file; undefined when it can't be read. */
function digestOfFile(place: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(place, 'r');
    return digest(readShared(file));
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const THERE_OR_NOT = { throwIfNoEntry: false } as const;

/** What nothing but the gate reads. */
const UNREAD = /^(?:training|evaluation\.json|.*\.sigstore\.json)$/;

/**
 * All files of a model that its units can read without importing them, and some more: its folder without the training code,
 * which only the model's image is made of, and evaluations and signatures, which only the gate judges.
 */
function filesIn(root: string, folder: string): readonly string[] {
  const entries = readdirSync(`${root}/${folder}`, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const here = `${folder}/${entry.name}`;
    if (UNREAD.test(entry.name)) return [];
    if (entry.isDirectory()) return filesIn(root, here);
    return entry.isFile() ? [here] : [];
  });
}

/** The framework as it is built, and the packages whose classes make the objects. */
function addFramework(hash: Hash): void {
  const built = path.dirname(fileURLToPath(builtFile('synth-worker')));
  for (const name of readdirSync(built).sort()) if (name.endsWith('.js')) addFile(hash, built, name);
  const require = createRequire(import.meta.url);
  for (const name of PROVIDED) if (name !== 'modelgate') addFile(hash, '/', require.resolve(`${name}/package.json`));
  add(hash, 'node', process.version);
}

/**
 * What the last synthesis on this machine rendered, so that only what changed is rendered again. For local runs: a declaration can
 * read what no key knows of, so whoever compares (`--check`) renders everything.
 */
export class Cache {
  readonly #root: string;
  readonly #file: string;
  #shared: Entry | undefined;
  readonly #models: Map<string, Entry>;
  #changed = false;
  readonly #noted = new Map<string | null, Pick<Entry, 'files' | 'digest'>>();
  /** Digest of what every part depends on, the configuration's own text apart. */
  readonly #common: string;

  private constructor(root: string, file: string, index: Index, common: string) {
    this.#root = root;
    this.#file = file;
    this.#shared = index.shared;
    this.#models = new Map(Object.entries(index.models));
    this.#common = common;
  }

  static open(given: string, thresholds: Readonly<Record<RiskTier, ThresholdFile>>): Cache {
    const root = realpathSync(given);
    const hash = createHash('sha256');
    addFramework(hash);
    add(hash, 'thresholds', JSON.stringify(thresholds));
    // Repositories may share their installed packages, and with them the folder of caches.
    const file = path.join(root, 'node_modules', '.cache', 'modelgate', 'synth', `${digest(root).slice(0, 16)}.json`);
    return new Cache(root, file, read(file), hash.digest('hex'));
  }

  /**
   * Files of a part that would be rendered as they are on disk: nothing that it can read has changed, nor have they. Like git, it only reads
   * those of which the system says something else than the last time.
   * @param model null for what models share
   * @returns undefined when it has to be rendered
   */
  kept(model: string | null): readonly string[] | undefined {
    const entry = model === null ? this.#shared : this.#models.get(model);
    if (entry === undefined) return undefined;
    // Before anything is read: what changes afterwards has another stamp.
    const stamp = this.#stamp(model, entry);
    if (stamp !== undefined && stamp === entry.stamp) return entry.files;
    const files = this.#sameBytes(model, entry);
    if (files !== undefined && stamp !== undefined) this.#put(model, { ...entry, stamp });
    return files;
  }

  #put(model: string | null, entry: Entry): void {
    if (model === null) this.#shared = entry;
    else this.#models.set(model, entry);
    this.#changed = true;
  }

  /** @returns undefined when a file isn't there, or was changed so lately that it could change again and look the same */
  #stamp(model: string | null, { files, sources }: Entry): string | undefined {
    const settled = Date.now() - CLOCK_STEP_MS;
    let seen = this.#common;
    for (const file of [...files, ...this.#inputs(model, sources)]) {
      // Of ten thousands of files path.join takes as long as the system.
      const stat = statSync(`${this.#root}/${file}`, THERE_OR_NOT);
      if (stat === undefined || stat.ctimeMs >= settled) return undefined;
      seen += `\0${file}\0${String(stat.size)} ${String(stat.ctimeMs)} ${String(stat.mtimeMs)} ${String(stat.ino)}`;
    }
    return digest(seen);
  }

  #sameBytes(model: string | null, entry: Entry): readonly string[] | undefined {
    // Written files first: where there are none, nothing else needs to be read.
    let found = '';
    for (const file of entry.files) {
      const sum = digestOfFile(path.join(this.#root, file));
      if (sum === undefined) return undefined;
      found += `${file}\0${sum}\0`;
    }
    if (digest(found) !== entry.digest) return undefined;
    return this.#key(model, entry.sources) === entry.key ? entry.files : undefined;
  }

  #inputs(model: string | null, sources: readonly string[]): readonly string[] {
    return model === null ? sources : [...sources, ...filesIn(this.#root, `models/${model}`)];
  }

  /**
   * Digest of all that a part can read.
   * @param sources files outside its folder
   * @param began in milliseconds since 1970; defaults to any time
   * @returns undefined when any of it was written after that, so that what was rendered may be of other bytes
   */
  #key(model: string | null, sources: readonly string[], began = Number.POSITIVE_INFINITY): string | undefined {
    const hash = createHash('sha256').update(this.#common);
    for (const file of this.#inputs(model, sources)) {
      const written = addFile(hash, this.#root, file);
      if (began !== Number.POSITIVE_INFINITY && (written === undefined || written >= began - CLOCK_STEP_MS)) return undefined;
    }
    return hash.digest('hex');
  }

  /** Notes what was rendered, to be kept by `store`. */
  note({ model, files }: Part): void {
    this.#noted.set(model, {
      files: files.map(([file]) => file),
      digest: digest(files.map(([file, , sum]) => `${file}\0${sum}\0`).join('')),
    });
  }

  /**
   * Keeps what was noted, where a key can hold all that it was rendered from.
   * @param began when the run began, in milliseconds since 1970
   * @param models all models there are
   */
  store(sources: Sources, began: number, models: readonly string[]): void {
    for (const [model, noted] of this.#noted) {
      const outside = sourcesOf(model, sources);
      const key = outside === undefined ? undefined : this.#key(model, outside, began);
      if (outside === undefined || key === undefined) continue;
      this.#put(model, { key, sources: outside, ...noted });
    }
    this.save(models);
  }

  /**
   * Writes down what is known, where that is more than was read.
   * @param models all models there are: others are forgotten
   */
  save(models: readonly string[]): void {
    if (!this.#changed) return;
    const kept = models.flatMap((model): [string, Entry][] => {
      const entry = this.#models.get(model);
      return entry === undefined ? [] : [[model, entry]];
    });
    const index: Index = { format: FORMAT, shared: this.#shared, models: Object.fromEntries(kept) };
    writeCacheFile(this.#file, JSON.stringify(index));
  }
}

/** The sources of a part outside its folder, the configuration's among them; undefined when no key can hold all that it reads. */
function sourcesOf(model: string | null, sources: Sources): readonly string[] | undefined {
  const shared = sources.of(CONFIG_FILE);
  const own = model === null ? [] : sources.of(declarationOf(model));
  if (shared === undefined || own === undefined) return undefined;
  const inFolder = (file: string): boolean =>
    file.startsWith(`models/${String(model)}/`) && !file.split('/').some((part) => UNREAD.test(part));
  return [...new Set([...shared, ...own.filter((file) => !inFolder(file))])].sort();
}

/** The cache is ours alone: what isn't of our format is none. */
function read(file: string): Index {
  try {
    const index = JSON.parse(readFileSync(file, 'utf8')) as Partial<Index>;
    return index.format === FORMAT && index.models !== undefined ? (index as Index) : EMPTY;
  } catch {
    return EMPTY;
  }
}
