import { inject } from 'vitest';
import { run } from '../../../tools/run.ts';

export interface Linted {
  /** Objects of its kinds that it says it has looked at. */
  readonly seen: number;
  /** What it printed about them. */
  readonly findings: readonly string[];
}

/** Runs one of our linters on upstream's validation packages; they end with `<name>: N objects, M findings`. */
export async function lint(name: 'argo-lint' | 'events-lint' | 'rollouts-lint', ...places: readonly string[]): Promise<Linted> {
  const { stdout, stderr } = await run(inject('tools')[name], places);
  const lines = stdout.trim().split('\n');
  const [, seen, findings] = /^[a-z-]+: (\d+) objects, (\d+) findings$/.exec(lines.at(-1) ?? '') ?? [];
  if (seen === undefined) throw new Error(`${name} did not say what it has seen: ${stdout}${stderr}`);
  if (Number(findings) > 0 && lines.length < 2) throw new Error(`${name} has ${findings ?? ''} findings and names none`);
  return { seen: Number(seen), findings: lines.slice(0, -1) };
}
