import { Command as Commander, CommanderError } from 'commander';
import { UserError, UserErrors, messageOf } from '../errors.ts';
import { printable, printableJson } from '../printable.ts';
import type { Command, ExitCode, Given, Io } from './command.ts';
import { commands } from './commands.ts';
import { withSourcePlaces } from './source-places.ts';

const EXIT_CODES = `
Exit codes:
  0  passed
  1  judged and denied, or --check found a difference
  2  could not judge: usage, input, internal
  3  warnings under --fail-on-warn
  130  interrupted`;

function describe(error: UserError): string {
  return `error ${error.code}\n${error.message
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n  fix: ${error.fix}\n`;
}

function errorsOf(thrown: unknown): readonly UserError[] | null {
  if (thrown instanceof UserError) return [thrown];
  if (thrown instanceof UserErrors) return thrown.errors;
  return null;
}

function complain(thrown: unknown, json: boolean, io: Io): ExitCode {
  const errors = errorsOf(thrown);
  if (json) {
    const listed = (errors ?? [new UserError('internal', messageOf(thrown), 'Report this with the command that you ran.')]).map(
      ({ code, message, fix }) => ({ code, message, fix }),
    );
    io.out(printableJson(`${JSON.stringify({ schemaVersion: 1, verdict: 'error', errors: listed }, null, 2)}\n`));
  }
  if (errors !== null) {
    io.log(errors.map(describe).join('\n'));
  } else {
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
    io.log(
      `error internal\n  ${withSourcePlaces(stack)}\n  fix: This is a defect of modelgate: report it with the command that you ran.\n`,
    );
  }
  return 2;
}

function add(parent: Commander, command: Command, words: readonly string[], io: Io, exit: (code: ExitCode) => void): void {
  const [word, ...rest] = words;
  if (word === undefined) throw new Error(`command ${command.name} has no name`);
  if (rest.length > 0) {
    const group = parent.commands.find((known) => known.name() === word) ?? parent.command(word).description(GROUPS[word] ?? '');
    add(group, command, rest, io, exit);
    return;
  }
  const made = parent.command(word).description(command.summary);
  if (command.argument !== undefined) made.argument(`<${command.argument.name}>`, command.argument.help);
  for (const option of command.options) {
    const spec = option.kind === 'texts' ? option.flags.replace(/>$/, '...>') : option.flags;
    if (option.required === true) made.requiredOption(spec, option.help);
    else made.option(spec, option.help);
  }
  made.option('--json', 'print the result as JSON');
  made.addHelpText('after', `\nExamples:\n${command.examples.map(([line, does]) => `  ${line}\n      ${does}`).join('\n')}\n${EXIT_CODES}`);
  made.action(async (...passed: unknown[]) => {
    const given: Given = { ...made.opts<Record<string, string | string[] | boolean>>() };
    const [first] = passed;
    const argument = command.argument === undefined || typeof first !== 'string' ? {} : { [command.argument.name]: first };
    try {
      exit(await command.run({ ...given, ...argument }, command.escapes === true ? io : withPrintableResults(io, given['json'] === true)));
    } catch (thrown) {
      exit(complain(thrown, given['json'] === true, io));
    }
  });
}

const GROUPS: Readonly<Record<string, string>> = {
  pipeline: 'what steps in a cluster ask',
  'pull-request': 'propose changes, and judge them',
  audit: 'keep, verify and hand out the records of what was decided',
  artifact: 'what pods run to get their model file',
  batch: 'score many rows at once',
  card: 'look after model cards',
  report: 'write reports for people outside the team',
  policy: 'build, test, check and explain the Rego policies',
  evidence: 'bring in, sign and verify what was measured of a release',
  experiment: 'decide about a candidate from what was observed: jobs of a rollout',
  release: 'add, promote, roll back and block releases',
  workflow: 'look after the workflows that run the gate',
  waiver: 'write down exceptions, and look at those in force',
};

function surroundings(): Io {
  const env = process.env;
  const wantsColor =
    env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb' && (process.stdout.isTTY || (env['FORCE_COLOR'] ?? '0') !== '0');
  return {
    out: (text) => process.stdout.write(text),
    log: (text) => process.stderr.write(text),
    cwd: process.cwd(),
    env,
    color: wantsColor,
  };
}

/** Titles, names, paths and messages come from people, and stdout is read by terminals and CI runners. */
function withPrintableResults(io: Io, json: boolean): Io {
  const shown = (text: string): string => (json ? printableJson(text) : printable(text, io.color));
  return {
    ...io,
    out: (text) => {
      io.out(shown(text));
    },
  };
}

/** Runs one command line and returns its exit code. Never throws, never calls `process.exit`. */
export async function main(argv: readonly string[], given: Io = surroundings()): Promise<ExitCode> {
  const io: Io = {
    ...given,
    log: (text) => {
      given.log(printable(text));
    },
  };
  let code: ExitCode = 2;
  const program = new Commander('modelgate')
    .description('Policy-as-code GitOps for machine-learning models')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.log })
    .addHelpText(
      'after',
      `\nExamples:\n  modelgate synth\n      write the manifests of every model\n  modelgate gate --base origin/main\n      judge this checkout as a pull request against main\n${EXIT_CODES}`,
    );
  for (const command of commands) {
    add(program, command, command.name.split(' '), io, (ended) => {
      code = ended;
    });
  }
  const inherit = (command: Commander): void => {
    for (const child of command.commands) {
      child.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.log }).showSuggestionAfterError();
      inherit(child);
    }
  };
  inherit(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    return complain(thrown, argv.includes('--json'), io);
  }
}
