import type { Provenance, Step, Stood } from '../audit/index.ts';
import type { Placement } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import { flag, text, texts, type Command } from './command.ts';
import { assertModel, inWords } from './release-place.ts';
import { repositoryRoot } from './repository.ts';

/** What stood where, when, and who allowed it. */
export const history: Command = {
  name: 'history',
  summary: 'say what stood where at a date, who allowed it, and on which evidence and policies, from git alone',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    {
      flags: '--at <time>',
      kind: 'text',
      help: 'a day (its end, in UTC) or an RFC 3339 time in UTC; without it: every change, the newest first',
    },
    { flags: '--env <name>', kind: 'texts', help: 'only this environment (repeatable)' },
    { flags: '--commit <ref>', kind: 'text', help: 'the main line that is asked (default: HEAD)' },
  ],
  examples: [
    ['modelgate history churn', 'every change of where its releases stand'],
    ['modelgate history churn --at 2026-11-21 --env prod', 'what served in production on that day'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { Explainer, newestTip, readChain, recordsBranch, stepsOf, stoodAt } = await import('../audit/index.ts');
    const { assertModelId, gitTree, instantOf, isShallow, placementEdits, resolveCommit } = await import('../evidence/index.ts');
    const model = text(given, 'model') ?? '';
    assertModelId(model);
    const head = await resolveCommit(root, text(given, 'commit') ?? 'HEAD');
    // A model that is gone has a history too.
    if ((await placementEdits(root, head, model)).length === 0) {
      await assertModel(await gitTree(root, head), model);
      throw new UserError(
        'history.none',
        `models/${model}/releases.yaml: never committed; expected a model with a history`,
        'Commit the file.',
      );
    }
    const branch = await recordsBranch(root);
    const tip = await newestTip(branch);
    const explainer = await Explainer.of(root, head, tip === null ? null : await readChain(branch, tip));
    const wanted = texts(given, 'env');
    const takes = ({ environment }: { readonly environment: string }): boolean => wanted.length === 0 || wanted.includes(environment);
    const complete = !(await isShallow(root));
    const note = complete ? '' : 'this clone is shallow: what was before it begins is not known (`git fetch --unshallow`)\n';
    const asked = text(given, 'at');
    if (asked === undefined) {
      const steps = (await stepsOf(root, head, model, explainer)).filter(takes);
      if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, model, head, complete, steps }, null, 2)}\n`);
      else io.out(`${steps.map(stepShown).join('')}${note}`);
      return 0;
    }
    const day = /^\d{4}-\d{2}-\d{2}$/.test(asked);
    const at = instantOf(day ? `${asked}T23:59:59Z` : asked, '--at');
    const stood = (await stoodAt(root, head, model, at.seconds, explainer)).filter(takes);
    if (flag(given, 'json'))
      io.out(`${JSON.stringify({ schemaVersion: 1, model, head, at: at.at, complete, environments: stood }, null, 2)}\n`);
    else
      io.out(
        `${stood.length === 0 ? `${model}: nothing stood anywhere at ${at.at}\n` : `${model} at ${at.at}\n${stood.map(stoodShown).join('')}`}${note}`,
      );
    return 0;
  },
};

const words = (placement: Placement | null): string =>
  placement?.retired === undefined ? inWords(placement) : `retired on ${placement.retired.on} (${placement.retired.reason})`;

function stepShown(step: Step): string {
  return `${step.at}  ${step.environment}: ${words(step.before)} → ${words(step.after)}\n${allowed(step, '    ')}`;
}

function stoodShown(stood: Stood): string {
  const lines = Object.entries(stood.evidence).map(
    ([version, { evaluation, release }]) => `    ${version}  evaluation.json ${short(evaluation)}, release.yaml ${short(release)}\n`,
  );
  const since = `    since   ${stood.at}\n`;
  return `  ${stood.environment}: ${words(stood.placement)}\n${since}${allowed(stood, '    ')}${lines.join('')}    card    ${short(stood.card)}\n`;
}

/** Who allowed it, by what. */
function allowed({ commit, author, subject, record, policy }: Provenance, lead: string): string {
  const people = record?.approvals?.given.map(({ by, role }) => `${by} (${role})`).join(', ') ?? '';
  return [
    `${lead}commit  ${commit.slice(0, 12)} ${author}: ${subject}\n`,
    record === null
      ? `${lead}record  none\n`
      : `${lead}record  ${String(record.sequence)}: ${record.verdict}, approved by ${people === '' ? 'nobody who was asked' : people}\n`,
    `${lead}policy  ${short(policy)}\n`,
  ].join('');
}

function short(digest: string | null): string {
  return digest === null ? 'absent' : `sha256:${digest.slice(0, 12)}`;
}
