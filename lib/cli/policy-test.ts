import { flag, type Command } from './command.ts';
import { opa } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Runs the Rego tests. */
export const policyTest: Command = {
  name: 'policy test',
  summary: 'run the Rego tests and show which lines no test ran',
  options: [],
  examples: [['modelgate policy test', 'exit 1 when a test fails']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { testPolicies } = await import('../policy/index.ts');
    const report = await testPolicies(root, await opa(io));
    const failed = report.tests.filter(({ status }) => status !== 'passed');
    if (flag(given, 'json')) {
      io.out(`${JSON.stringify({ schemaVersion: 1, ...report }, null, 2)}\n`);
      return report.passed ? 0 : 1;
    }
    for (const { path, row, name, status } of failed) io.out(`${status} ${path}:${String(row)} ${name}\n`);
    for (const { path, notCovered } of report.coverage ?? []) {
      for (const [from, to] of notCovered) io.out(`not covered ${path}:${String(from)}${to === from ? '' : `-${String(to)}`}\n`);
    }
    const coverage = report.coverage ?? [];
    const lines = coverage.reduce((sum, file) => sum + file.lines, 0);
    const covered = coverage.reduce((sum, file) => sum + file.coveredLines, 0);
    const share = lines === 0 ? '' : `, ${((100 * covered) / lines).toFixed(1)} % of ${String(lines)} lines covered`;
    io.out(`${String(report.tests.length - failed.length)} passed, ${String(failed.length)} failed${share}\n`);
    return report.passed ? 0 : 1;
  },
};
