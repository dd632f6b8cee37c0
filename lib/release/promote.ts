import type { BlockedRelease } from '../contracts/blocked.ts';
import type { Release } from '../contracts/release.ts';
import type { Placement } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import { blockOf } from './is-blocked.ts';

/** One place that a release can take. */
export interface Place {
  readonly model: string;
  readonly environment: string;
  /** What stands there; null when nothing does. */
  readonly placement: Placement | null;
  /** The model's environments, in promotion order. */
  readonly order: readonly string[];
  readonly blocked: readonly BlockedRelease[];
}

/** As what a release takes its place. */
export type Role = 'stable' | 'candidate';

function refuseBlocked({ model, environment, order, blocked }: Place, { version, image }: Release): void {
  const block = blockOf(image.digest, environment, blocked, order);
  if (block === null) return;
  throw new UserError(
    'release.blocked',
    `models/${model}/blocked.yaml: ${version} (${block.digest}) failed in ${block.environment} at ${block.at}: ${block.reason}; expected an image that is not blocked in ${environment}`,
    'Promote another version, or take the entry out in a pull request of its own.',
  );
}

/**
 * What stands in a place after a promotion; the same placement when the release has that role already.
 * @throws UserError `release.blocked`, `release.no_stable`, `release.already_stable`
 */
export function promote(place: Place, release: Release, role: Role): Placement {
  const { model, environment, placement } = place;
  const { version } = release;
  refuseBlocked(place, release);
  if (role === 'stable') return placement?.stable === version && placement.candidate === undefined ? placement : { stable: version };
  if (placement === null) {
    throw new UserError(
      'release.no_stable',
      `models/${model}/releases.yaml: nothing stands in ${environment}; expected a stable release beside a candidate`,
      `Promote ${version} with --as stable.`,
    );
  }
  if (placement.stable === version) {
    throw new UserError(
      'release.already_stable',
      `models/${model}/releases.yaml: ${version} is stable in ${environment}; expected another version as candidate`,
      'Name another version.',
    );
  }
  return placement.candidate === version ? placement : { ...placement, candidate: version };
}
