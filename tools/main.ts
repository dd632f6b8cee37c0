import { UserError } from '../lib/errors.ts';
import { install, installCrds } from './install.ts';
import { interrupted } from './interrupted.ts';
import { PEERS, TOOLS, type ToolName } from './table.ts';

const HELP = `Usage: node tools/install.mjs [TOOL...]

Builds or downloads the pinned tools that \`npm run conformance\` and \`npm run e2e\` run, each once, into the cache outside the checkout,
and prints where they are. Without names: all of them and the CustomResourceDefinitions, but what only the bench compares with.

Tools: ${Object.keys(TOOLS).join(' ')}
For the bench only: ${PEERS.join(' ')}

Exit codes: 0 all are there, 2 one cannot be had, 130 interrupted.
`;

function isToolName(name: string): name is ToolName {
  return Object.hasOwn(TOOLS, name);
}

/**
 * @param root the checkout
 * @returns the exit code
 */
export async function main(args: readonly string[], root: string): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const signal = interrupted();
  const options = {
    env: process.env,
    root,
    log: (line: string) => process.stderr.write(`${line}\n`),
    signal,
  };
  try {
    const names = args.map((name) => {
      if (isToolName(name)) return name;
      throw new UserError('tool.unknown', `${name} is no tool of this repository`, `Name one of ${Object.keys(TOOLS).join(', ')}.`);
    });
    if (names.length === 0) process.stdout.write(`${await installCrds(options)}\n`);
    const tested = (Object.keys(TOOLS) as ToolName[]).filter((name) => !PEERS.includes(name));
    const places = await install(names.length === 0 ? tested : names, options);
    for (const place of Object.values(places)) process.stdout.write(`${place}\n`);
    return 0;
  } catch (thrown) {
    if (signal.aborted) return 130;
    if (!(thrown instanceof UserError)) throw thrown;
    process.stderr.write(`error ${thrown.code}\n  ${thrown.message}\n  fix: ${thrown.fix}\n`);
    return 2;
  }
}
