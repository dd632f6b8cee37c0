import { UserError } from '../errors.ts';
import { text, type Command } from './command.ts';
import { carryOut, EDIT_OPTIONS } from './edit.ts';
import { moment } from './moment.ts';
import { assertModel, textOf } from './release-place.ts';

/** Says that a model card was read again for a version. */
export const cardBump: Command = {
  name: 'card bump',
  summary: 'add a version to those that a model card describes, and say who has read it again today',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    { flags: '--version <version>', kind: 'text', help: 'the version that the card describes from now on', required: true },
    { flags: '--by <name>', kind: 'text', help: 'who has read the card again, for this version', required: true },
    { flags: '--now <time>', kind: 'text', help: 'read on the day of this time, or `head`; by default the clock' },
    ...EDIT_OPTIONS,
  ],
  examples: [
    [
      'modelgate card bump churn --version 1.1.0 --by "Model Risk"',
      'versions, reviewed.on and reviewed.by; the text is for people to change',
    ],
  ],
  run: (given, io) =>
    carryOut(given, io, async (root) => {
      const { Line } = await import('../contracts/common.ts');
      const { problems } = await import('../contracts/schema.ts');
      const { cardPath, readCard, readRelease, releaseMissing, workTree } = await import('../evidence/index.ts');
      const { withReview } = await import('../release/index.ts');
      const [model, version, by] = [text(given, 'model') ?? '', text(given, 'version') ?? '', text(given, 'by') ?? ''];
      if (problems(Line, by).length > 0) {
        throw new UserError(
          'usage.bad_reviewer',
          `--by is ${JSON.stringify(by.slice(0, 80))}; expected one line of 1 to 200 characters`,
          'Name the person or team that has read the card.',
        );
      }
      const on = (await moment(text(given, 'now'), root)).at.slice(0, 10);
      const tree = workTree(root);
      await assertModel(tree, model);
      if ((await readRelease(tree, model, version)) === null) throw releaseMissing(tree, model, version);
      const file = cardPath(model);
      const [card, before] = [await readCard(tree, model), await textOf(tree, file)];
      if (card === null || before === null) {
        throw new UserError(
          'card.missing',
          `${file}: absent; expected the model card that is to describe ${version}`,
          'Write the card first.',
        );
      }
      const after = withReview(before, card, { version, on, by });
      return {
        sentence: `${model}: the card describes ${version}, read on ${on} by ${by}`,
        model,
        files: after === before ? [] : [[file, after]],
        render: { models: [model], environments: [] },
        next: `npx modelgate gate --base HEAD --model ${model}`,
        told: { model, version, reviewed: { on, by } },
        branch: `modelgate/card-${model}-${version}`,
        title: `Describe ${model} ${version} in its card`,
      };
    }),
};
