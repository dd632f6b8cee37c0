import { spawn } from 'node:child_process';
import { UserError } from '../errors.ts';

/** What a finished program left. `code` is null when a signal ended it. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ignored wherever OPA loads `policies`: data beside Rego would be loaded as base data and could add answers of its own. */
export const IGNORE_DATA = ['--ignore', '*.json', '--ignore', '*.yaml', '--ignore', '*.yml'] as const;

/**
 * Runs a program to its end.
 * @param log gets what the program writes to stderr, as it comes
 * @throws UserError `opa.cannot_run` when it cannot be started
 */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<NodeJS.ProcessEnv>; readonly log?: (text: string) => void },
): Promise<Finished> {
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.push(chunk);
    options.log?.(chunk.toString('utf8'));
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => {
      reject(
        new UserError(
          'opa.cannot_run',
          `${program}: ${cause.message}; expected a program that runs`,
          'Check the path and its permissions.',
          { cause },
        ),
      );
    });
    child.on('close', resolve);
  });
  return { code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
}
