import { UserError } from '../errors.ts';
import { flag, texts, type Command } from './command.ts';
import { opa } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Spoils the policies on purpose and looks whether their tests notice. */
export const policyMutate: Command = {
  name: 'policy mutate',
  summary: 'change the Rego in every small way and show which changes no test notices',
  options: [{ flags: '--only <path>', kind: 'texts', help: 'only sources under this path (repeatable)' }],
  examples: [
    ['modelgate policy mutate', 'all sources, minutes; exit 1 when a change survives without a reason in policies/survivors.yaml'],
    ['modelgate policy mutate --only policies/rules/drift', 'only the checks about drift'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { changeOf, mutationReport, readSurvivors, SURVIVORS_FILE, testMutants, workTreePolicies } = await import('../policy/index.ts');
    const under = texts(given, 'only');
    const reasons = await readSurvivors(workTreePolicies(root));
    const tested = await testMutants(root, await opa(io), under, io.log);
    if (tested.length === 0) {
      throw new UserError('mutation.nothing', `${under.join(', ')}: no policies there; expected a path under policies/`, 'Correct --only.');
    }
    const report = mutationReport(tested, reasons, under);
    if (flag(given, 'json')) {
      io.out(`${JSON.stringify({ schemaVersion: 1, ...report }, null, 2)}\n`);
      return report.passed ? 0 : 1;
    }
    for (const mutant of report.unexplained) {
      io.out(`survived ${mutant.path}:${String(mutant.row)} ${mutant.rule}: ${mutant.operator}, ${changeOf(mutant)}\n`);
    }
    for (const { path, rule, line, because } of report.stale) {
      io.out(`stale ${SURVIVORS_FILE}: ${path} ${rule}${line === undefined ? '' : `, ${line}`}: ${because}\n`);
    }
    const { mutants, killed, share } = report;
    const others = `${String(report.explained)} survived for a reason, ${String(report.unexplained.length)} without one, ${String(report.stale.length)} stale`;
    io.out(`${String(killed)} of ${String(mutants)} mutants killed (${(100 * share).toFixed(1)} %); ${others}\n`);
    return report.passed ? 0 : 1;
  },
};
