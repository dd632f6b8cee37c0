import type { BlockedRelease } from '../contracts/blocked.ts';
import type { Release } from '../contracts/release.ts';
import type { Placement } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import { blockOf } from './is-blocked.ts';
import type { Place } from './promote.ts';

export interface RollBack {
  /** The release that failed. */
  readonly failed: Release;
  /** One line. */
  readonly reason: string;
  /** RFC 3339 in UTC with whole seconds. */
  readonly at: string;
  /**
   * Releases to go back to when the failed one is stable, the best first; each was stable here before. They are only asked for then.
   */
  readonly former: () => Promise<readonly Release[]>;
}

export interface RolledBack {
  readonly placement: Placement;
  /** The new entry of `blocked.yaml`; null when the image is blocked already, or has no digest by which it could come back. */
  readonly block: BlockedRelease | null;
}

/**
 * Takes a failed release out of its place and blocks its image. A candidate leaves; a stable release gives way to one that was
 * stable before. Doing it again changes nothing.
 * @throws UserError `release.not_placed`, `release.no_former`
 */
export async function rollBack(place: Place, { failed, reason, at, former }: RollBack): Promise<RolledBack> {
  const { model, environment, placement, order, blocked } = place;
  const { version } = failed;
  const { digest } = failed.image;
  const known = blocked.some((entry) => entry.digest === digest && entry.environment === environment);
  const block = digest === null || known ? null : { digest, version, environment, reason, at };
  if (placement === null || (placement.stable !== version && placement.candidate !== version)) {
    if (placement !== null && known) return { placement, block: null };
    const stands =
      placement === null
        ? 'nothing'
        : placement.candidate === undefined
          ? placement.stable
          : `${placement.stable} with candidate ${placement.candidate}`;
    throw new UserError(
      'release.not_placed',
      `models/${model}/releases.yaml: ${environment} has ${stands}; expected ${version} there, which is to be rolled back`,
      'Name the version that failed with --version.',
    );
  }
  if (placement.stable !== version) return { placement: { stable: placement.stable }, block };
  const sound = (await former()).find(
    (release) =>
      release.version !== version && release.image.digest !== digest && blockOf(release.image.digest, environment, blocked, order) === null,
  );
  if (sound === undefined) {
    throw new UserError(
      'release.no_former',
      `models/${model}/releases.yaml: no version that was stable in ${environment} before ${version} can take its place; expected one that is not blocked, in git's history`,
      'Name it with --to; in a shallow clone, fetch the history first (`git fetch --unshallow`).',
    );
  }
  return { placement: { stable: sound.version }, block };
}
