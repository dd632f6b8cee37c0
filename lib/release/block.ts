import type { BlockedRelease } from '../contracts/blocked.ts';
import type { Release } from '../contracts/release.ts';
import type { Placement } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import type { Place } from './promote.ts';

export interface Blocking {
  /** The release that may not come (back). */
  readonly release: Release;
  /** One line. */
  readonly reason: string;
  /** RFC 3339 in UTC with whole seconds. */
  readonly at: string;
  /** What stands in each environment. */
  readonly placements: Readonly<Record<string, Placement>>;
}

/**
 * The new entry of `blocked.yaml` that keeps an image out of an environment and all later ones; null when it is there already.
 * @throws UserError `release.no_digest`; `release.still_placed` where the version stands: taking it out is a rollback
 */
export function blockRelease({ model, environment, order, blocked }: Place, blocking: Blocking): BlockedRelease | null {
  const { release, reason, at, placements } = blocking;
  const { version, image } = release;
  if (image.digest === null) {
    throw new UserError(
      'release.no_digest',
      `models/${model}/versions/${version}/release.yaml: image.digest is null; expected a digest, by which an image is blocked`,
      'There is nothing to block: provenance.image_not_pinned denies it wherever it stands.',
    );
  }
  const stands = order
    .slice(order.indexOf(environment))
    .find((name) => placements[name]?.stable === version || placements[name]?.candidate === version);
  if (stands !== undefined) {
    throw new UserError(
      'release.still_placed',
      `models/${model}/releases.yaml: ${version} stands in ${stands}; expected a version that stands neither in ${environment} nor later`,
      `Roll it back, which blocks it too: npx modelgate release rollback ${model} --env ${stands} --version ${version} --reason REASON`,
    );
  }
  if (blocked.some((entry) => entry.digest === image.digest && entry.environment === environment)) return null;
  return { digest: image.digest, version, environment, reason, at };
}
