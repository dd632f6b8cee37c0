import type { Release } from '../contracts/release.ts';
import type { Tree } from '../evidence/index.ts';
import { text, type Command } from './command.ts';
import { carryOut, EDIT_OPTIONS } from './edit.ts';
import { moment } from './moment.ts';
import { findPlace, inWords, reasonOf, textOf } from './release-place.ts';
import type { NewFile } from './write-files.ts';

/** Takes a failed release back and blocks its image. */
export const releaseRollback: Command = {
  name: 'release rollback',
  summary: 'take a failed release out of an environment and block its image',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    { flags: '--env <name>', kind: 'text', help: 'the environment', required: true },
    { flags: '--version <version>', kind: 'text', help: 'the release that failed', required: true },
    { flags: '--reason <text>', kind: 'text', help: 'why, in one line', required: true },
    {
      flags: '--to <version>',
      kind: 'text',
      help: "what a failed stable release gives way to; by default the last one before it in git's history",
    },
    { flags: '--now <time>', kind: 'text', help: 'write down this time, or `head`; by default the clock' },
    ...EDIT_OPTIONS,
  ],
  examples: [
    [
      'modelgate release rollback churn --env prod --version 1.1.0 --reason "p99 latency above its limit"',
      'a candidate leaves, a stable release gives way to the one before; the image is written into blocked.yaml',
    ],
  ],
  run: (given, io) =>
    carryOut(given, io, async (root) => {
      const { blockedPath, releasesPath, workTree } = await import('../evidence/index.ts');
      const { rollBack, withBlocked, withPlacement } = await import('../release/index.ts');
      const [model, version, environment] = [text(given, 'model') ?? '', text(given, 'version') ?? '', text(given, 'env') ?? ''];
      const reason = await reasonOf(given);
      const { at } = await moment(text(given, 'now'), root);
      const tree = workTree(root);
      const { place, release: failed } = await findPlace(tree, model, environment, version);
      const before = place.placement;
      const { placement: after, block } = await rollBack(place, {
        failed,
        reason,
        at,
        former: () => former(root, tree, model, environment, text(given, 'to')),
      });

      const [blockedFile, releasesFile] = [blockedPath(model), releasesPath(model)];
      // The block first: if this process dies between the two, the gate denies what still stands.
      const files: NewFile[] = [];
      if (block !== null) files.push([blockedFile, withBlocked(await textOf(tree, blockedFile), model, block)]);
      if (after !== before) files.push([releasesFile, withPlacement(await textOf(tree, releasesFile), model, environment, after)]);
      return {
        sentence: `${model}/${environment}: ${inWords(after)} (was: ${inWords(before)})`,
        model,
        files,
        render: { models: [model], environments: [environment] },
        next: `npx modelgate gate --base HEAD --model ${model} --env ${environment}`,
        notes:
          failed.image.digest === null
            ? [`${version} has no image digest, so there is nothing to block: provenance.image_not_pinned denies it`]
            : [],
        told: { model, environment, version, before, after, blocked: block },
        // The name that the automatic rollback gives it: an alarm and a person propose the same pull request.
        branch: `modelgate/rollback-${environment}-${model}-${version}`,
        title: `Roll back ${model} ${version} in ${environment}`,
      };
    }),
};

/** What a failed stable release can give way to: the one that was asked for, or those of git's history, the latest first. */
async function former(
  root: string,
  tree: Tree,
  model: string,
  environment: string,
  asked: string | undefined,
): Promise<readonly Release[]> {
  const { readRelease, releaseMissing, resolveCommit, stableBefore } = await import('../evidence/index.ts');
  const versions = asked === undefined ? await stableBefore(root, await resolveCommit(root, 'HEAD'), model, environment) : [asked];
  const found: Release[] = [];
  for (const version of versions) {
    const release = await readRelease(tree, model, version);
    if (release !== null) found.push(release);
    else if (asked !== undefined) throw releaseMissing(tree, model, version);
  }
  return found;
}
