import { main } from '../../lib/cli/main.ts';
import type { Ran } from './scratch.ts';

/** The command line in this process, which saves the seconds that a start takes. */
export async function inProcess(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const printed = { out: '', err: '' };
  const code = await main(args, {
    out: (text) => (printed.out += text),
    log: (text) => (printed.err += text),
    cwd,
    env,
    color: false,
  });
  return { code, ...printed };
}
