import type { GateReport } from '../contracts/gate-report.ts';
import { digestOf } from '../digest-of.ts';
import { BREAK_GLASS_FOLDER } from './break-glass.ts';
import { DATASETS_FILE } from './datasets.ts';
import { ENFORCEMENT_FILE } from './enforcement.ts';
import { KEYS_FOLDER } from './key-ring.ts';

/** Files of `models/` that the gate judges. */
export const JUDGED_EVIDENCE =
  /^models\/[^/]+\/(?:releases\.yaml|card\.yaml|blocked\.yaml|versions\/[^/]+\/(?:release\.yaml|evaluation\.json|[a-z]+\.sigstore\.json))$/;

/** A tree that knows the SHA-256 of its files. */
export interface Digested {
  readonly list: (prefix: string) => Promise<readonly string[]>;
  /** Null when there is no such file. */
  readonly entry: (path: string) => Promise<{ readonly sha256: string } | null>;
}

const CATALOG = 'synth/catalog/';
const JSON_FILE = '.json';

/** What stands between `from` and the next `/`; undefined when that is nothing, or there is none. */
function stepAt(path: string, from: number): string | undefined {
  const end = path.indexOf('/', from);
  return end <= from ? undefined : path.slice(from, end);
}

/** The model that a file of `synth/` or `models/` belongs to; undefined for what models share. No regular expression: it is asked ten thousands of times. */
export function ownerOf(path: string): string | undefined {
  if (path.startsWith('models/')) return stepAt(path, 'models/'.length);
  if (path.startsWith(CATALOG) && path.endsWith(JSON_FILE) && !path.includes('/', CATALOG.length))
    return path.slice(CATALOG.length, -JSON_FILE.length) || undefined;
  if (!path.startsWith('synth/') || path.startsWith('synth/argocd/')) return undefined;
  const end = path.indexOf('/', 'synth/'.length);
  const model = end <= 'synth/'.length ? undefined : stepAt(path, end + 1);
  return model === '_platform' ? undefined : model;
}

/** Those of some files that are judged. */
export type Judged = (paths: readonly string[]) => readonly string[];

/**
 * What is judged when only some models are. Of a list that it was asked about before the answer is known: both sides of a small change have the same.
 * @param models empty means all
 */
export function judgedWith(models: readonly string[]): Judged {
  if (models.length === 0) return (paths) => paths;
  const chosen = new Set(models);
  const known = new WeakMap<readonly string[], readonly string[]>();
  return (paths) => {
    const found =
      known.get(paths) ??
      paths.filter((path) => {
        const owner = ownerOf(path);
        return owner === undefined || chosen.has(owner);
      });
    known.set(paths, found);
    return found;
  };
}

/**
 * SHA-256 of the judged bytes, by kind (`digestOf`).
 * @param judging where thresholds, waivers and keys come from: the base where there is one
 * @param judged which files are; what was judged of some models can so never pass for a verdict on all of them. @default all
 */
export async function judgedDigests(head: Digested, judging: Digested, judged: Judged = judgedWith([])): Promise<GateReport['digests']> {
  const of = async (tree: Digested, paths: readonly string[]): Promise<string> => {
    const files = new Map<string, string>();
    for (const path of paths) files.set(path, (await tree.entry(path))?.sha256 ?? 'absent');
    return digestOf(files);
  };
  return {
    synth: await of(head, judged(await head.list('synth/'))),
    evidence: await of(
      head,
      judged(await head.list('models/')).filter((path) => JUDGED_EVIDENCE.test(path)),
    ),
    thresholds: await of(
      judging,
      (await judging.list('policies/')).filter((path) => path.startsWith('policies/thresholds/') || path === DATASETS_FILE),
    ),
    waivers: await of(
      judging,
      (await judging.list('policies/')).filter(
        (path) => path.startsWith('policies/waivers/') || path.startsWith(BREAK_GLASS_FOLDER) || path === ENFORCEMENT_FILE,
      ),
    ),
    keys: await of(judging, await judging.list(KEYS_FOLDER)),
  };
}
