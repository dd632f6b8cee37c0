import { hash } from 'node:crypto';
import path from 'node:path';
import { byCodeUnit } from '../by-code-unit.ts';
import { ifThere, type Files } from './files.ts';
import { PLAN, STAGE } from './stage.ts';

/** One file that changes, or one folder that comes with all that is in it. Digests are SHA-256 in hex; `null` stands for nothing there. */
export interface Step {
  /** Relative to the repository. */
  readonly path: string;
  /** Name of what is prepared; null where a file is removed. */
  readonly staged: string | null;
  /** Set when it is a folder; it is put where there is none, so that what others wrote can't be in it. */
  readonly folder?: true;
  readonly before: string | null;
  readonly after: string | null;
}

const FORMAT = 'modelgate.dev/synth-plan/v2';
const SAFE_PATH = /^synth(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;
const TOP = 'synth';
const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a path, relative to the repository, stays below `synth/` however it is read. */
export function isSafe(file: string): boolean {
  return SAFE_PATH.test(file);
}

export function digest(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}

/** A file of a folder, by its path in it, and the digest of its contents. */
export type Inside = readonly [path: string, digest: string];

/** Digest of a folder: of the paths and digests of its files, whatever their order. */
export function folderDigest(inside: readonly Inside[]): string {
  const ordered = [...inside].sort(([a], [b]) => byCodeUnit(a, b));
  return digest(ordered.map(([name, contents]) => `${name}\0${contents}\0`).join(''));
}

export function planText(steps: readonly Step[]): string {
  return `${JSON.stringify({ schemaVersion: FORMAT, steps })}\n`;
}

function isStep(value: unknown): value is Step {
  if (typeof value !== 'object' || value === null) return false;
  const { path: file, staged, folder, before, after } = value as Record<string, unknown>;
  const digested = (given: unknown): boolean => given === null || (typeof given === 'string' && DIGEST.test(given));
  const named = staged === null ? after === null : typeof staged === 'string' && /^\d+$/.test(staged) && after !== null;
  if (typeof file !== 'string' || !digested(before) || !digested(after) || !named) return false;
  if (folder === undefined) return isSafe(file);
  return folder === true && (file === TOP || isSafe(file)) && staged !== null && before === null;
}

/** Whether an earlier run was stopped while it renamed files: then `synth/` may be half old, half new. */
export function pendingPlan(root: string, files: Pick<Files, 'lstatSync'>): boolean {
  return files.lstatSync(path.join(root, STAGE, PLAN), { throwIfNoEntry: false }) !== undefined;
}

/** The pending plan; undefined when there is none or it isn't one that a run wrote. */
export function readPlan(root: string, files: Files): readonly Step[] | undefined {
  const text = ifThere(() => files.readFileSync(path.join(root, STAGE, PLAN), 'utf8'));
  if (text === undefined) return undefined;
  try {
    const plan = JSON.parse(text) as { schemaVersion?: unknown; steps?: unknown };
    const good = plan.schemaVersion === FORMAT && Array.isArray(plan.steps) && plan.steps.every(isStep);
    return good ? (plan.steps as Step[]) : undefined;
  } catch {
    return undefined;
  }
}
