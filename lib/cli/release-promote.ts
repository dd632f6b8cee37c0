import { UserError } from '../errors.ts';
import { text, type Command } from './command.ts';
import { carryOut, EDIT_OPTIONS } from './edit.ts';
import { findPlace, inWords, textOf } from './release-place.ts';
import type { NewFile } from './write-files.ts';
import type { Role } from '../release/index.ts';

/** Puts a release into an environment. */
export const releasePromote: Command = {
  name: 'release promote',
  summary: 'put a release into an environment, by editing releases.yaml and rendering it',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    { flags: '--version <version>', kind: 'text', help: 'the release', required: true },
    { flags: '--env <name>', kind: 'text', help: 'the environment', required: true },
    {
      flags: '--as <role>',
      kind: 'text',
      help: 'stable or candidate; by default candidate where candidates roll out step by step and something is stable already, else stable',
    },
    ...EDIT_OPTIONS,
  ],
  examples: [
    ['modelgate release promote churn --version 1.1.0 --env staging', 'in an environment without rollouts it becomes stable'],
    ['modelgate release promote churn --version 1.1.0 --env prod', 'it becomes the candidate, rolled out beside the stable release'],
    ['modelgate release promote churn --version 1.1.0 --env prod --as stable', 'its rollout is over'],
    ['modelgate release promote churn --version 1.1.0 --env prod --pr', 'open the pull request, with what the gate says of it'],
  ],
  run: (given, io) =>
    carryOut(given, io, async (root) => {
      const { readCard, releasesPath, workTree } = await import('../evidence/index.ts');
      const { promote, withPlacement } = await import('../release/index.ts');
      const [model, version, environment] = [text(given, 'model') ?? '', text(given, 'version') ?? '', text(given, 'env') ?? ''];
      const asked = roleOf(text(given, 'as'));
      const tree = workTree(root);
      const { place, release, progressive } = await findPlace(tree, model, environment, version);
      const before = place.placement;
      const role = asked ?? (progressive && before !== null && before.stable !== version ? 'candidate' : 'stable');
      const after = promote(place, release, role);
      const file = releasesPath(model);
      const files: readonly NewFile[] =
        after === before ? [] : [[file, withPlacement(await textOf(tree, file), model, environment, after)]];
      const card = await readCard(tree, model);
      const described = card === null || card.versions.includes(version);
      return {
        sentence: `${model}/${environment}: ${inWords(after)} (was: ${inWords(before)})`,
        model,
        files,
        render: { models: [model], environments: [environment] },
        next: described
          ? `npx modelgate gate --base HEAD --model ${model} --env ${environment}`
          : `npx modelgate card bump ${model} --version ${version} --by NAME`,
        told: { model, environment, version, role, before, after },
        branch: `modelgate/promote-${environment}-${model}-${version}-${role}`,
        title: `Promote ${model} ${version} to ${role} in ${environment}`,
      };
    }),
};

function roleOf(given: string | undefined): Role | undefined {
  if (given === undefined || given === 'stable' || given === 'candidate') return given;
  throw new UserError(
    'usage.bad_role',
    `--as is ${JSON.stringify(given)}; expected stable or candidate`,
    'Write one of the two, or leave it out.',
  );
}
