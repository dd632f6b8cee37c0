import type { ComplianceUnit } from '../contracts/pack.ts';
import { UserError } from '../errors.ts';
import { flag, text, texts, type Command } from './command.ts';
import { judgeCheckout } from './judge-checkout.ts';
import { judgeShared } from './judge-shared.ts';
import { judgeUnits } from './judge-units.ts';
import { moment } from './moment.ts';
import { chosenPacks } from './packs.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Shows what the checks say about the controls of regulations and standards, for one model. */
export const complianceMatrix: Command = {
  name: 'compliance matrix',
  summary: 'show which controls of a pack the checks of a model cover, and what remains for people',
  options: [
    { flags: '--model <id>', kind: 'text', help: 'the model', required: true },
    { flags: '--env <name>', kind: 'texts', help: 'only this environment (repeatable)' },
    { flags: '--pack <name>', kind: 'texts', help: 'only this pack (repeatable)' },
    { flags: '--now <time>', kind: 'text', help: 'judge as of this time, or `head`' },
    { flags: '--format <name>', kind: 'text', help: 'md, json or html (default: md)' },
  ],
  examples: [['modelgate compliance matrix --model churn --pack eu-ai-act', 'the AI Act’s articles, environment by environment']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { matrixFormats } = await import('../report/index.ts');
    const named = text(given, 'format') ?? (flag(given, 'json') ? 'json' : 'md');
    const render = Object.hasOwn(matrixFormats, named) ? matrixFormats[named] : undefined;
    if (render === undefined) {
      const known = Object.keys(matrixFormats).join(', ');
      throw new UserError(
        'usage.unknown_format',
        `--format: ${JSON.stringify(named)} is not known; expected one of ${known}`,
        'Choose one of these.',
      );
    }
    const { workTree } = await import('../evidence/index.ts');
    const { loadBundle } = await import('../policy/index.ts');
    const { controlsOf } = await import('../gate/index.ts');
    const head = workTree(root);
    const bundle = await loadBundle(policiesOf(head));
    const codes = bundle.checks.map(({ code }) => code);
    const packs = await chosenPacks(head, codes, texts(given, 'pack'));
    const now = await moment(text(given, 'now'), root);
    const filter = { models: [text(given, 'model') ?? ''], environments: texts(given, 'env') };
    await judgeCheckout({ root, head, bundle, now, filter }, async (checkout) => {
      const judged = await judgeUnits(checkout);
      // What an environment shares is known once all of its units are.
      const shared = await judgeShared(checkout);
      const units = judged.map(({ results, report }): ComplianceUnit => {
        const { model, environment } = report;
        const here = shared.filter((one) => one.environment === null || one.environment === environment);
        const beside = { results: here.flatMap((one) => one.results), findings: here.flatMap((one) => one.findings) };
        return { model, environment, release: report.candidate ?? report.stable, controls: controlsOf(packs, results, report, beside) };
      });
      io.out(render({ head: (await checkout.collection.summary()).head, now: now.at, packs, units }));
    });
    return 0;
  },
};
