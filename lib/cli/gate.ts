import { writeFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { flag, SELECTION, text, texts, type Command, type ExitCode } from './command.ts';
import { moment } from './moment.ts';
import { repositoryRoot } from './repository.ts';

/** Judges models and prints the report. */
export const gate: Command = {
  name: 'gate',
  summary: 'judge every model in every environment and print the report',
  options: [
    { flags: '--base <ref>', kind: 'text', help: 'compare with this commit and take policies, thresholds and waivers from it' },
    ...SELECTION,
    { flags: '--now <time>', kind: 'text', help: 'judge as of this time (RFC 3339, UTC), or `head` for the head commit’s time' },
    { flags: '--format <name>', kind: 'text', help: 'pretty, json, markdown or github (default: pretty)' },
    { flags: '--output <file>', kind: 'text', help: 'write the report there instead of to the terminal' },
    { flags: '--fail-on-warn', kind: 'flag', help: 'exit 3 when the verdict is warn' },
  ],
  examples: [
    ['modelgate gate', 'judge this checkout with its own policies'],
    ['modelgate gate --base origin/main --format markdown', 'the comment that a pull request against main would get'],
    ['modelgate gate --now head', 'the same verdict whenever it is run'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const started = process.hrtime.bigint();
    const { choose } = await import('../report/index.ts');
    if (flag(given, 'json') && text(given, 'format') !== undefined && text(given, 'format') !== 'json') {
      throw new UserError('usage.two_formats', '--json and --format were both given; expected one of them', 'Leave one of the two out.');
    }
    const render = choose(flag(given, 'json') ? 'json' : (text(given, 'format') ?? 'pretty'));
    const { refusePending } = await import('../synth/index.ts');
    await refusePending(root);
    const { collect, gitTree, readWaivers, workTree } = await import('../evidence/index.ts');
    const { createEngine, loadBundle } = await import('../policy/index.ts');
    const { judge } = await import('../gate/index.ts');

    const baseRef = text(given, 'base');
    const base = baseRef === undefined ? null : await gitTree(root, baseRef);
    const now = await moment(text(given, 'now'), root);
    const head = workTree(root);
    const judging = base ?? head;
    const bundle = await loadBundle(judging);
    const waivers = await readWaivers(judging);
    const filter = { models: texts(given, 'model'), environments: texts(given, 'env') };
    const collected = await collect({ root, head, base, now, filter });
    const engine = createEngine(bundle);
    try {
      const units = [];
      for await (const unit of collected.units()) units.push({ ...unit, results: await engine.evaluate(unit.input) });
      const report = judge({ units, collected: await collected.summary(), checks: bundle.checks, waivers, now, bundle, source: judging.name });
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const output = text(given, 'output');
      const rendered = render(report, { color: io.color && output === undefined, seconds });
      if (output === undefined) io.out(rendered);
      else await writeFile(output, rendered);
      return exitCode(report.verdict, flag(given, 'failOnWarn'));
    } finally {
      await engine.close();
    }
  },
};

function exitCode(verdict: 'pass' | 'warn' | 'deny', failOnWarn: boolean): ExitCode {
  if (verdict === 'deny') return 1;
  return verdict === 'warn' && failOnWarn ? 3 : 0;
}
