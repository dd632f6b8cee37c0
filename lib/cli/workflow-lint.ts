import { UserError } from '../errors.ts';
import { flag, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** What GitHub runs: the workflows, and an action of the repository's own. */
const RUN_BY_GITHUB = /^(?:\.github\/workflows\/[^/]+\.ya?ml|(?:\.github\/actions\/(?:[^/]+\/)*)?action\.ya?ml)$/;

/** Looks for what lets a pull request bend the workflows. */
export const workflowLint: Command = {
  name: 'workflow lint',
  summary: 'look in .github/workflows and action.yml for what lets a pull request get around the gate',
  options: [],
  examples: [['modelgate workflow lint', '0 when nothing is found, 1 when something is; docs/workflows.md lists the rules']],
  async run(given, io) {
    const { workTree } = await import('../evidence/index.ts');
    const { lintWorkflow, RULES } = await import('../workflows/index.ts');
    const tree = workTree(repositoryRoot(io.cwd));
    const files = [...(await tree.list('.github/')), 'action.yml', 'action.yaml'].filter((file) => RUN_BY_GITHUB.test(file));
    const findings = [];
    const seen: string[] = [];
    for (const file of files) {
      const bytes = await tree.read(file);
      if (bytes === null) continue;
      seen.push(file);
      findings.push(...lintWorkflow(file, Buffer.from(bytes).toString('utf8')));
    }
    if (seen.length === 0) {
      throw new UserError(
        'workflow.none',
        '.github/workflows: no workflow; expected at least the one that judges pull requests',
        'Write it as docs/workflows.md shows.',
      );
    }
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, files: seen, findings }, null, 2)}\n`);
    else {
      for (const { rule, file, line, why, fix } of findings) io.out(`${file}:${String(line)}  ${rule}\n  ${why}\n  fix: ${fix}\n`);
      io.out(`${String(seen.length)} files, ${String(RULES.length)} rules, ${String(findings.length)} findings\n`);
    }
    return findings.length === 0 ? 0 : 1;
  },
};
