import { byCodeUnit } from '../by-code-unit.ts';
import type { Release } from '../contracts/release.ts';
import type { Releases } from '../contracts/releases.ts';
import type { ModelFacts } from '../contracts/unit-facts.ts';
import { UserError } from '../errors.ts';
import { cardPath } from './card.ts';
import { readRelease, releasePath } from './release.ts';
import { readReleases } from './releases.ts';
import { decode } from './text.ts';
import { placeIn, type Tree } from './tree.ts';

/** Every version that `releases` places somewhere, sorted by code unit. */
export function placedVersions(releases: Releases): readonly string[] {
  const versions = Object.values(releases.environments).flatMap(({ stable, candidate }) =>
    candidate === undefined ? [stable] : [stable, candidate],
  );
  return [...new Set(versions)].sort(byCodeUnit);
}

export function releaseMissing(tree: Tree, model: string, version: string): UserError {
  return new UserError(
    'release.missing',
    `${placeIn(tree, releasePath(model, version))}: absent, but models/${model}/releases.yaml places version ${version}; expected its facts`,
    'Add the release with `npm run evidence`, or correct releases.yaml.',
  );
}

/**
 * What is written down about one model, for synthesis. The card may be absent: its text is then empty, and the gate says that it is missing.
 * @throws UserError `releases.missing`, `release.missing`, `model.bad_id`, `evidence.wrong_subject`; what `readDocument` throws
 */
export async function readModelFacts(tree: Tree, model: string): Promise<ModelFacts> {
  const releases = await readReleases(tree, model);
  const versions: [string, Release][] = [];
  for (const version of placedVersions(releases)) {
    const release = await readRelease(tree, model, version);
    if (release === null) throw releaseMissing(tree, model, version);
    versions.push([version, release]);
  }
  const card = await tree.read(cardPath(model));
  return {
    id: model,
    releases,
    versions: Object.fromEntries(versions),
    card: card === null ? '' : decode(card, placeIn(tree, cardPath(model))),
  };
}
