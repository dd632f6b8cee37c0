import { spawn } from 'node:child_process';
import { UserError } from '../lib/errors.ts';

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** Text for its standard input; none when it is absent. */
  readonly input?: string;
  /** Ends the program when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program to its end.
 * @throws UserError `tool.cannot_run` when it cannot be started; the signal's reason when it was aborted
 */
export async function run(program: string, args: readonly string[], { cwd, env, input, signal }: RunOptions = {}): Promise<Finished> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  signal?.addEventListener('abort', stop, { once: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A program that ends without reading its input is judged by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', (cause) => {
        reject(
          new UserError(
            'tool.cannot_run',
            `${program}: ${cause.message}; expected a program that runs`,
            'Check the path and its permissions.',
            { cause },
          ),
        );
      });
      child.on('close', resolve);
    });
    signal?.throwIfAborted();
    return { code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The last lines of what a program said, on one line. */
export function lastLines(text: string, count = 5): string {
  return text.trim().split('\n').slice(-count).join(' / ');
}
