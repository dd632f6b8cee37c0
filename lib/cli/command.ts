/** 0 passed; 1 judged and denied, or a check found a difference; 2 could not judge; 3 warnings under --fail-on-warn; 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Where a command writes and what it may know of its surroundings. */
export interface Io {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and logs. */
  readonly log: (text: string) => void;
  /** Folder that the command was started in. */
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Results go to a terminal that shows colours. */
  readonly color: boolean;
}

/** `--name <value>` (`text`, or `texts` when it may be repeated) or `--name` (`flag`). */
export interface Option {
  readonly flags: string;
  readonly kind: 'flag' | 'text' | 'texts';
  readonly help: string;
  readonly required?: boolean;
}

/** What was given on the command line. A repeated option is an array, an absent one is undefined. */
export type Given = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** One command. Everything heavy is imported inside `run`, so that `--help` stays quick. */
export interface Command {
  /** Words after `modelgate`: `gate`, `policy build`. */
  readonly name: string;
  readonly summary: string;
  readonly argument?: { readonly name: string; readonly help: string };
  readonly options: readonly Option[];
  /** Complete command lines, each with what it does. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Its results escape what people wrote and hold characters on purpose: colours, or commands of a CI runner. @default made printable */
  readonly escapes?: true;
  readonly run: (given: Given, io: Io) => Promise<ExitCode>;
}

/** The text of an option, or undefined. */
export function text(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

/** All texts of a repeatable option. */
export function texts(given: Given, name: string): readonly string[] {
  const value = given[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Whether a flag was given. */
export function flag(given: Given, name: string): boolean {
  return given[name] === true;
}

/** `--model` and `--env`, shared by every command that can look at a part. */
export const SELECTION: readonly Option[] = [
  { flags: '--model <id>', kind: 'texts', help: 'only this model (repeatable)' },
  { flags: '--env <name>', kind: 'texts', help: 'only this environment (repeatable)' },
];
