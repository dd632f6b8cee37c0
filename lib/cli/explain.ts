import { UserError } from '../errors.ts';
import type { Tree } from '../evidence/index.ts';
import type { PolicySource } from '../policy/index.ts';
import type { Standing } from '../report/index.ts';
import { flag, text, texts, type Command, type ExitCode, type Given, type Io } from './command.ts';
import { judgeCheckout } from './judge-checkout.ts';
import { judgeUnits } from './judge-units.ts';
import { moment } from './moment.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

async function run(given: Given, io: Io): Promise<ExitCode> {
  const root = repositoryRoot(io.cwd);
  const { workTree } = await import('../evidence/index.ts');
  const { explainCheck } = await import('../policy/index.ts');
  const code = text(given, 'code') ?? '';
  const head = workTree(root);
  const source = policiesOf(head);
  const explanation = await explainCheck(source, code);
  const model = text(given, 'model');
  const asked = [texts(given, 'env').length > 0 ? '--env' : null, text(given, 'now') === undefined ? null : '--now'].find(
    (one) => one !== null,
  );
  if (model === undefined && asked !== undefined) {
    throw new UserError(
      'usage.needs_model',
      `${asked} without --model; expected a model that the check looks at`,
      'Name one with --model.',
    );
  }
  const units = model === undefined ? undefined : await standings({ root, head, source }, code, model, given);
  if (flag(given, 'json')) {
    io.out(`${JSON.stringify({ schemaVersion: 1, code, explanation, ...(units === undefined ? {} : { units }) }, null, 2)}\n`);
  } else {
    const { renderStandings } = await import('../report/index.ts');
    io.out(units === undefined ? explanation : `${explanation}\n${renderStandings(units)}`);
  }
  return 0;
}

/** @throws UserError `explain.no_model`; what the readers, the policies and the judge throw */
async function standings(
  { root, head, source }: { readonly root: string; readonly head: Tree; readonly source: PolicySource },
  code: string,
  model: string,
  given: Given,
): Promise<readonly Standing[]> {
  const { isPlatformCheck } = await import('../contracts/platform-check.ts');
  const { loadBundle } = await import('../policy/index.ts');
  const { standingOf } = await import('../report/index.ts');
  const bundle = await loadBundle(source);
  if (isPlatformCheck({ code }) || bundle.checks.every((check) => check.code !== code)) {
    throw new UserError(
      'explain.no_model',
      `${code}: is judged once for the repository; with --model expected a check that is asked about each model`,
      'Leave --model out.',
    );
  }
  const now = await moment(text(given, 'now'), root);
  const filter = { models: [model], environments: texts(given, 'env') };
  return judgeCheckout({ root, head, bundle, now, filter }, async (checkout) =>
    (await judgeUnits(checkout)).flatMap(({ report, results }) =>
      results.filter((one) => one.code === code).map((one) => standingOf(one, report)),
    ),
  );
}

/** What one finding code means, and how a model stands towards it. */
export const explain: Command = {
  name: 'explain',
  summary: 'say what a finding code means, what to do about it, and how a model stands towards it',
  argument: { name: 'code', help: 'a finding’s code, such as metrics.below_floor' },
  options: [
    { flags: '--model <id>', kind: 'text', help: 'show what this model has, subject by subject, beside what is expected of it' },
    { flags: '--env <name>', kind: 'texts', help: 'of the model only this environment (repeatable)' },
    { flags: '--now <time>', kind: 'text', help: 'judge the model as of this time, or `head`' },
  ],
  examples: [
    ['modelgate explain metrics.below_floor', 'title, reason, severity, message and fix'],
    ['modelgate explain metrics.below_floor --model churn --env prod', 'the same, and churn’s numbers against their floors'],
  ],
  run,
};

/** The same under `policy`, where people who edit policies look. */
export const policyExplain: Command = {
  ...explain,
  name: 'policy explain',
  examples: [['modelgate policy explain fairness.disparate_impact', 'title, reason, severity, message and fix']],
};
