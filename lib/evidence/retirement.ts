import type { Placement } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import { unitName } from './layout.ts';
import { releasesPath } from './releases.ts';
import { placeIn, type Tree } from './tree.ts';

/** What a retired unit keeps: see `remainsOf` in constructs/. */
function cardFile(model: string, environment: string): string {
  return `synth/${environment}/${model}/ConfigMap.${model}-card.yaml`;
}

/** Files that a retired unit may not have: nothing in its folder is judged, so nothing in it may run. @param paths its files */
export function remainsMistakes(head: Tree, model: string, environment: string, paths: readonly string[]): readonly UserError[] {
  return paths
    .filter((path) => path !== cardFile(model, environment))
    .map(
      (path) =>
        new UserError(
          'release.retired_remains',
          `${placeIn(head, path)}: ${unitName(model, environment)} is retired; expected nothing but its card`,
          'Run `npx modelgate synth` and commit what it removes, or take the retirement out of releases.yaml.',
        ),
    );
}

/**
 * Placements that are gone without having been retired first: whoever removes a unit at once takes away what still serves.
 * @param before the base's placements
 * @param now the head's
 */
export function skippedRetirements(
  head: Tree,
  model: string,
  before: Readonly<Record<string, Placement>>,
  now: Readonly<Record<string, Placement>>,
): readonly UserError[] {
  return Object.entries(before)
    .filter(([environment, { retired }]) => retired === undefined && !Object.hasOwn(now, environment))
    .map(
      ([environment, { stable }]) =>
        new UserError(
          'release.not_retired',
          `${placeIn(head, releasesPath(model))}: ${stable} still served ${environment} at the base, and is gone; expected it to be retired first`,
          `Put it back with \`retired: { on: '2026-11-21', reason: … }\`; the pull request after that one may remove it.`,
        ),
    );
}
