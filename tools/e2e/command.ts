import { spawn } from 'node:child_process';
import { listAt, textAt } from './objects.ts';

/** What runs instead of an image's `modelgate`, and how it reaches what is not there. */
export interface CommandOptions {
  /** Program and first arguments. */
  readonly modelgate: readonly string[];
  /** A folder for the commands to run in. */
  readonly folder: string;
  /** Where Services of the cluster are answered for: `<url>/<service>.<namespace>`. */
  readonly services: string;
}

/** How a command ended, and both its outputs. */
export interface Ended {
  readonly code: number;
  readonly said: string;
}

const SERVICE = /\bhttp:\/\/([a-z0-9-]+\.[a-z0-9-]+)\.svc\.cluster\.local(?::\d+)?/g;

/**
 * Runs a container's one command as a process: the same words and variables, but for Services' names and for paths of its volumes.
 * @param words program first
 * @param place where a path in the container is on this machine
 */
export async function runCommand(
  container: unknown,
  words: readonly string[],
  { modelgate, folder, services }: CommandOptions,
  place: (path: string) => string = (path) => path,
): Promise<Ended> {
  const [program, ...rest] = words;
  if (program !== 'modelgate') return { code: 127, said: `${String(program)}: only modelgate can be run here` };
  const [command = '', ...first] = modelgate;
  const there = (text: string): string => text.replaceAll(SERVICE, (_, name: string) => `${services}/${name}`);
  const variables = listAt(container, 'env').map((variable) => [textAt(variable, 'name'), textAt(variable, 'value')]);
  const env = { ...(Object.fromEntries(variables) as Record<string, string>), HOME: folder, PATH: process.env['PATH'] };
  const directory = textAt(container, 'workingDir');
  const args = rest.map((word) => there(word.replace(/(^|=)(\/[^=]*)$/, (_, before: string, path: string) => `${before}${place(path)}`)));
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {
      cwd: directory === '' ? folder : place(directory),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', (error) => {
      resolve({ code: 127, said: error.message });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 137, said: Buffer.concat(said).toString('utf8') });
    });
  });
}
