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

const OWNER = /^(?:models\/([^/]+)\/|synth\/catalog\/([^/]+)\.json$|synth\/(?!argocd\/)[^/]+\/(?!_platform\/)([^/]+)\/)/;

/** The model that a file of `synth/` or `models/` belongs to; undefined for what models share. */
export function ownerOf(path: string): string | undefined {
  const [, evidence, declared, manifests] = OWNER.exec(path) ?? [];
  return evidence ?? declared ?? manifests;
}

/** Whether a file is judged when only some models are. @param models empty means all */
export function judgedWith(models: readonly string[]): (path: string) => boolean {
  if (models.length === 0) return () => true;
  const chosen = new Set(models);
  return (path) => {
    const owner = ownerOf(path);
    return owner === undefined || chosen.has(owner);
  };
}

/**
 * SHA-256 of the judged bytes, by kind (`digestOf`).
 * @param judging where thresholds, waivers and keys come from: the base where there is one
 * @param models whose files are judged; empty means all. What was judged of some models can so never pass for a verdict on all of them.
 */
export async function judgedDigests(head: Digested, judging: Digested, models: readonly string[] = []): Promise<GateReport['digests']> {
  const judged = judgedWith(models);
  const of = async (tree: Digested, paths: readonly string[]): Promise<string> => {
    const files = new Map<string, string>();
    for (const path of paths) files.set(path, (await tree.entry(path))?.sha256 ?? 'absent');
    return digestOf(files);
  };
  return {
    synth: await of(
      head,
      (await head.list('synth/')).filter((path) => judged(path)),
    ),
    evidence: await of(
      head,
      (await head.list('models/')).filter((path) => JUDGED_EVIDENCE.test(path) && judged(path)),
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
