import { cp, mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { buildBundle, writeBundle } from '../../lib/policy/build.ts';
import { loadBundle, type Bundle } from '../../lib/policy/bundle.ts';
import { findOpa, type Opa } from '../../lib/policy/find-opa.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';

export const repository = path.resolve(import.meta.dirname, '../..');
const small = path.join(repository, 'test/fixtures/policies/small');

let found: Promise<Opa> | undefined;

/** The compiler, looked for once a test file. */
export function opa(): Promise<Opa> {
  found ??= findOpa({ env: process.env, log: (text) => process.stderr.write(text) });
  return found;
}

/** A folder that is gone after the test. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the small policy library, three checks, with files replaced (text) or removed (null). */
export async function smallRepository(changes: Readonly<Record<string, string | null>> = {}): Promise<string> {
  const root = await scratch();
  await cp(small, root, { recursive: true });
  await cp(path.join(repository, 'policies/capabilities.json'), path.join(root, 'policies/capabilities.json'));
  await change(root, changes);
  return root;
}

/** Replaces (text) or removes (null) files of a repository. */
export async function change(root: string, changes: Readonly<Record<string, string | null>>): Promise<void> {
  for (const [file, text] of Object.entries(changes)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    if (text === null) await rm(target, { recursive: true });
    else await writeFile(target, text);
  }
}

/** Text of a file in a repository. */
export function text(root: string, file: string): Promise<string> {
  return readFile(path.join(root, file), 'utf8');
}

/** Builds and loads the policies of a repository. */
export async function built(root: string): Promise<Bundle> {
  await writeBundle(root, await buildBundle(root, await opa()));
  return await loadBundle(workTreePolicies(root));
}

/** The small library, its card check with lines of Rego added. */
export async function withRego(lines: string): Promise<Bundle> {
  const root = await smallRepository();
  const file = 'policies/rules/card/missing/missing.rego';
  await change(root, { [file]: `${await text(root, file)}\n${lines}\n` });
  return await built(root);
}

/** A value as the engine takes it. */
export function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** What the small library's checks all pass. */
export const CLEAN = { floors: { f1: 0.8 }, scores: { f1: 0.9 }, card: {}, drift: { age: { score: 0.1, n: 100 } } };

/** The mistakes that a promise ends with, as `code message`; empty when it ends well. */
export async function mistakes(promise: Promise<unknown>): Promise<readonly string[]> {
  try {
    await promise;
    return [];
  } catch (thrown) {
    if (thrown instanceof UserError) return [`${thrown.code} ${thrown.message}`];
    if (thrown instanceof UserErrors) return thrown.errors.map(({ code, message }) => `${code} ${message}`);
    throw thrown;
  }
}
