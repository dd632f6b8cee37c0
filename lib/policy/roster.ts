import type { Check } from '../contracts/check.ts';
import { UserError, UserErrors } from '../errors.ts';
import { metadataOf, packageOf, type CheckMetadata } from './metadata.ts';
import { isCompiled, listPolicies, POLICIES, readText, type PolicySource } from './policy-source.ts';

/** One check as its sources show it. */
export interface CheckSource extends CheckMetadata {
  /** `policies/rules/<topic>/<check>`. */
  readonly folder: string;
}

const RULES = `${POLICIES}/rules/`;
const CHECK_FILE = /^policies\/rules\/([a-z]+)\/([a-z][a-z0-9_]*)\/\2(_test)?\.rego$/;

/**
 * The roster as the sources say it, ordered by code: every `policies/rules/<topic>/<check>/<check>.rego`, each with complete METADATA
 * whose code is its folder, and no other Rego that could answer in a check's place.
 * @throws UserErrors naming each file that is out of place or incomplete; UserError `policy.none` without any check
 */
export async function readRoster(source: PolicySource): Promise<readonly CheckSource[]> {
  const files = (await listPolicies(source)).filter((file) => file.endsWith('.rego'));
  const errors: UserError[] = [];
  const checks: CheckSource[] = [];
  // Asked for in one go: a source may have to ask another process for each.
  const texts = await Promise.allSettled(files.map((file) => readText(source, file)));
  for (const [index, file] of files.entries()) {
    try {
      const read = texts[index];
      if (read?.status !== 'fulfilled') throw read?.reason;
      const text = read.value;
      refuseStray(file, text);
      if (file.startsWith(RULES) && isCompiled(file)) checks.push(checkIn(file, text));
    } catch (thrown) {
      errors.push(...userErrors(thrown));
    }
  }
  if (errors.length > 0) throw new UserErrors(errors);
  if (checks.length > 0) return checks.sort((a, b) => (a.check.code < b.check.code ? -1 : 1));
  throw new UserError(
    'policy.none',
    `${source.name}: no check under ${RULES}; expected at least one`,
    'Restore the policies, or write a first check.',
  );
}

/** The roster alone, as the bundle's manifest records it. */
export function rosterOf(checks: readonly CheckSource[]): readonly Check[] {
  return checks.map(({ check }) => check);
}

/** What a check needs beside it, and lacks. */
export function missingFiles({ folder }: CheckSource, files: readonly string[]): readonly string[] {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return [`${name}_test.rego`, 'samples/allowed.json', 'samples/denied.json']
    .map((file) => `${folder}/${file}`)
    .filter((file) => !files.includes(file));
}

/** A package that is not its folder could add to another check's answer, or hide one from the report. */
function refuseStray(file: string, text: string): void {
  if (file.startsWith(RULES) && !CHECK_FILE.test(file)) {
    throw new UserError(
      'policy.stray_file',
      `${file}: is no check; expected ${RULES}<topic>/<check>/<check>.rego or its _test.rego, in lower case`,
      'Move the file, or name it after its folder.',
    );
  }
  const folder = file.slice(POLICIES.length + 1, file.lastIndexOf('/')).replaceAll('/', '.');
  const expected = file.endsWith('_test.rego') ? `${folder}_test` : folder;
  const { name, row } = packageOf(text, file);
  if (name === expected) return;
  throw new UserError(
    'policy.wrong_package',
    `${file}:${String(row)}: package is ${name}; expected ${expected}, as the folder says`,
    `Write \`package ${expected}\`.`,
  );
}

function checkIn(file: string, text: string): CheckSource {
  const metadata = metadataOf(text, file);
  const [, topic = '', name = ''] = CHECK_FILE.exec(file) ?? [];
  const expected = `${topic}.${name}`;
  if (metadata.check.code === expected) return { ...metadata, folder: `${RULES}${topic}/${name}` };
  throw new UserError(
    'policy.wrong_code',
    `${file}: METADATA code is ${metadata.check.code}; expected ${expected}, as the folder says`,
    `Write \`code: ${expected}\`.`,
  );
}

function userErrors(thrown: unknown): readonly UserError[] {
  if (thrown instanceof UserErrors) return thrown.errors;
  if (thrown instanceof UserError) return [thrown];
  throw thrown;
}
