import { createHash } from 'node:crypto';
import path from 'node:path';
import { ifThere, type Files } from './files.ts';
import { PLAN, STAGE } from './stage.ts';

/** One file that changes. Digests are SHA-256 in hex; `null` stands for no file. */
export interface Step {
  /** Relative to the repository. */
  readonly path: string;
  /** Name of the prepared file; null where the file is removed. */
  readonly staged: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

const FORMAT = 'modelgate.dev/synth-plan/v1';
const SAFE_PATH = /^synth(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a path, relative to the repository, stays below `synth/` however it is read. */
export function isSafe(file: string): boolean {
  return SAFE_PATH.test(file);
}

export function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function planText(steps: readonly Step[]): string {
  return `${JSON.stringify({ schemaVersion: FORMAT, steps })}\n`;
}

function isStep(value: unknown): value is Step {
  if (typeof value !== 'object' || value === null) return false;
  const { path: file, staged, before, after } = value as Record<string, unknown>;
  const digested = (given: unknown): boolean => given === null || (typeof given === 'string' && DIGEST.test(given));
  const named = staged === null ? after === null : typeof staged === 'string' && /^\d+$/.test(staged) && after !== null;
  return typeof file === 'string' && isSafe(file) && digested(before) && digested(after) && named;
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
