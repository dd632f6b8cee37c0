import { closest } from '../closest.ts';
import type { Release } from '../contracts/release.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Placement } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import type { Tree } from '../evidence/index.ts';
import type { Place } from '../release/index.ts';
import { text, type Given } from './command.ts';

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

/** `--reason`. @throws UserError `usage.bad_reason` */
export async function reasonOf(given: Given): Promise<string> {
  const { Line } = await import('../contracts/common.ts');
  const { problems } = await import('../contracts/schema.ts');
  const reason = text(given, 'reason') ?? '';
  if (problems(Line, reason).length === 0) return reason;
  throw new UserError(
    'usage.bad_reason',
    `--reason is ${JSON.stringify(reason.slice(0, 80))}; expected one line of 1 to 200 characters`,
    'Say in one line what failed.',
  );
}
