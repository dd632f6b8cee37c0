import { flag, type ExitCode, type Given, type Io } from './command.ts';
import { STATUS_CONTEXT } from './commit-status.ts';
import { githubAddress, githubRepository, githubToken } from './github.ts';

/** What would let people around the gate: exit 1 when there is such a thing, else 2 when something could not be seen. */
export async function doctorRepository(given: Given, io: Io): Promise<ExitCode> {
  const repository = githubRepository(given);
  const token = await githubToken(given, io);
  const { githubProtection } = await import('../publish/index.ts');
  const { judgeProtection } = await import('../gate/index.ts');
  const settings = await githubProtection({ ...repository, token, ...githubAddress(io) });
  const findings = judgeProtection(settings, STATUS_CONTEXT);
  const count = (state: string): number => findings.filter((one) => one.state === state).length;
  if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, branch: settings.branch, findings }, null, 2)}\n`);
  else {
    for (const { code, state, seen, fix } of findings) {
      io.out(`${state.padEnd(8)}${code}  ${seen}\n${fix === '' ? '' : `  fix: ${fix}\n`}`);
    }
    io.out(`${String(count('lacks'))} ways around the gate, ${String(count('unknown'))} could not be told, on ${settings.branch}\n`);
  }
  if (count('lacks') > 0) return 1;
  return count('unknown') > 0 ? 2 : 0;
}
