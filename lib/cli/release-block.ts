import { text, type Command } from './command.ts';
import { carryOut, EDIT_OPTIONS } from './edit.ts';
import { moment } from './moment.ts';
import { findPlace, reasonOf, textOf } from './release-place.ts';

/** Keeps a release's image out of an environment that it has not reached. */
export const releaseBlock: Command = {
  name: 'release block',
  summary: 'keep the image of a release out of an environment and every later one',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    { flags: '--env <name>', kind: 'text', help: 'the first environment that it must not reach', required: true },
    { flags: '--version <version>', kind: 'text', help: 'the release', required: true },
    { flags: '--reason <text>', kind: 'text', help: 'why, in one line', required: true },
    { flags: '--now <time>', kind: 'text', help: 'write down this time, or `head`; by default the clock' },
    ...EDIT_OPTIONS,
  ],
  examples: [
    [
      'modelgate release block churn --env prod --version 1.0.0 --reason "learnt from rows that were withdrawn"',
      'an entry in blocked.yaml; what stands there already is rolled back instead',
    ],
  ],
  run: (given, io) =>
    carryOut(given, io, async (root) => {
      const { blockedPath, findReleases, workTree } = await import('../evidence/index.ts');
      const { blockRelease, withBlocked } = await import('../release/index.ts');
      const [model, version, environment] = [text(given, 'model') ?? '', text(given, 'version') ?? '', text(given, 'env') ?? ''];
      const reason = await reasonOf(given);
      const { at } = await moment(text(given, 'now'), root);
      const tree = workTree(root);
      const { place, release } = await findPlace(tree, model, environment, version);
      const placements = (await findReleases(tree, model))?.environments ?? {};
      const block = blockRelease(place, { release, reason, at, placements });
      const file = blockedPath(model);
      return {
        sentence: `${model}: ${version} is blocked from ${environment} on`,
        model,
        files: block === null ? [] : [[file, withBlocked(await textOf(tree, file), model, block)]],
        // It is in no manifest: the gate reads it.
        render: null,
        next: `npx modelgate gate --base HEAD --model ${model}`,
        told: { model, environment, version, blocked: block },
        branch: `modelgate/block-${environment}-${model}-${version}`,
        title: `Block ${model} ${version} from ${environment} on`,
      };
    }),
};
