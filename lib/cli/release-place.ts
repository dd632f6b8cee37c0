import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { closest } from '../closest.ts';
import type { Release } from '../contracts/release.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Placement } from '../contracts/releases.ts';
import { messageOf, UserError } from '../errors.ts';
import type { Tree } from '../evidence/index.ts';
import type { Place } from '../release/index.ts';

/** @throws UserError `release.unknown_model` unless the model has a folder */
export async function assertModel(tree: Tree, model: string): Promise<void> {
  const { listModels } = await import('../evidence/index.ts');
  const known = await listModels(tree);
  if (known.includes(model)) return;
  const near = closest(model, known);
  throw new UserError(
    'release.unknown_model',
    `${JSON.stringify(model)}: no such folder under models/; expected a model’s id`,
    near === null ? `Name one of ${known.slice(0, 10).join(', ')}.` : `Did you mean ${near}?`,
  );
}

/** What a promotion or rollback starts from. */
export interface Found {
  readonly place: Place;
  readonly release: Release;
  /** Candidates roll out here step by step. */
  readonly progressive: boolean;
}

function environmentOf(spec: ModelSpec, environment: string): ModelSpec['environments'][number] {
  const found = spec.environments.find(({ name }) => name === environment);
  if (found !== undefined) return found;
  const known = spec.environments.map(({ name }) => name);
  const near = closest(environment, known);
  throw new UserError(
    'placement.unknown_environment',
    `--env ${JSON.stringify(environment)}: not an environment of ${spec.id}; expected one of ${known.join(', ')}`,
    near === null ? 'Name one of them, or declare the environment and run `npx modelgate synth`.' : `Did you mean ${near}?`,
  );
}

/**
 * Reads one place of a model and the release that is to move.
 * @throws UserError `release.unknown_model`, `placement.unknown_environment`, `release.missing`; what the readers throw
 */
export async function findPlace(tree: Tree, model: string, environment: string, version: string): Promise<Found> {
  const { findReleases, readBlocked, readCatalog, readRelease, releaseMissing } = await import('../evidence/index.ts');
  await assertModel(tree, model);
  const spec = await readCatalog(tree, model);
  const { workloads } = environmentOf(spec, environment);
  const release = await readRelease(tree, model, version);
  if (release === null) throw releaseMissing(tree, model, version);
  const placements: Readonly<Record<string, Placement>> = (await findReleases(tree, model))?.environments ?? {};
  const placement = Object.hasOwn(placements, environment) ? (placements[environment] ?? null) : null;
  const order = spec.environments.map(({ name }) => name);
  return {
    place: { model, environment, placement, order, blocked: await readBlocked(tree, model) },
    release,
    progressive: workloads.some(({ kind }) => kind === 'Rollout'),
  };
}

/** A file to write, by its path relative to the repository. */
export type NewFile = readonly [file: string, content: string | Uint8Array];

/**
 * Writes whole files, in this order, each by one rename.
 * @throws UserError `release.cannot_write`
 */
export function writeFiles(root: string, files: readonly NewFile[]): void {
  for (const [file, content] of files) {
    const target = path.join(root, file);
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(temporary, content, { flag: 'wx' });
      renameSync(temporary, target);
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw new UserError(
        'release.cannot_write',
        `${file}: ${messageOf(cause)}; expected to write it`,
        'Make its folder writable, then run the command again.',
        { cause },
      );
    }
  }
}

/** The text of a file, or null. */
export async function textOf(tree: Tree, file: string): Promise<string | null> {
  const bytes = await tree.read(file);
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

/** A placement in words. */
export function inWords(placement: Placement | null): string {
  if (placement === null) return 'nothing';
  return placement.candidate === undefined ? `stable ${placement.stable}` : `stable ${placement.stable}, candidate ${placement.candidate}`;
}

/** What changed, for people: one line, the files, and what to do next. */
export function told(sentence: string, files: readonly NewFile[], model: string): string {
  const lines = files.map(([file]) => `written  ${file}\n`).join('');
  return `${sentence}\n${lines}${files.length === 0 ? 'nothing changed\n' : `next: npx modelgate synth --model ${model}\n`}`;
}
