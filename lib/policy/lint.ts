import { isPlatformCheck } from '../contracts/platform-check.ts';
import { UserError, UserErrors } from '../errors.ts';
import type { Opa } from './find-opa.ts';
import { CAPABILITIES, listPolicies, POLICIES, readText, workTreePolicies, type PolicySource } from './policy-source.ts';
import { missingFiles, readRoster, type CheckSource } from './roster.ts';
import { IGNORE_DATA, run } from './run-opa.ts';
import { readSample } from './samples.ts';

/** One thing to put right. */
export interface LintProblem {
  readonly path: string;
  /** Counted from 1; null when the whole file is meant. */
  readonly row: number | null;
  /** `compile`, `format`, `other_check`, `untested`, or the code of the UserError that readers of the roster get. */
  readonly rule: string;
  readonly message: string;
}

/**
 * Everything that is wrong with the policies of a checkout, ordered by file and row: what the strict compiler says, formatting (once all compiles), packages
 * and METADATA, checks that read other checks, missing or broken tests and samples.
 * @param root folder of the repository
 */
export async function lintPolicies(root: string, opa: Opa): Promise<readonly LintProblem[]> {
  const source = workTreePolicies(root);
  const uncompiled = await compile(root, opa);
  const found = [
    ...uncompiled,
    // The formatter stops at the first file that does not parse.
    ...(uncompiled.length === 0 ? await format(root, opa) : []),
    ...(await otherChecks(source)),
    ...(await rosterProblems(source)),
  ];
  return found.sort((a, b) => (a.path === b.path ? (a.row ?? 0) - (b.row ?? 0) : a.path < b.path ? -1 : 1));
}

interface OpaErrors {
  readonly errors: readonly { readonly message: string; readonly location?: { readonly file: string; readonly row: number } }[];
}

async function compile(root: string, opa: Opa): Promise<readonly LintProblem[]> {
  const args = ['check', '--strict', '-f', 'json', '--capabilities', CAPABILITIES, ...IGNORE_DATA, POLICIES];
  const { code, stderr } = await run(opa.path, args, { cwd: root });
  if (code === 0) return [];
  const { errors } = structured(stderr);
  return errors.map(({ message, location }) => ({
    path: location?.file ?? POLICIES,
    row: location?.row ?? null,
    rule: 'compile',
    message,
  }));
}

/** The compiler's errors as data; when it fails in another way, its words as the one error. */
function structured(stderr: string): OpaErrors {
  try {
    return JSON.parse(stderr) as OpaErrors;
  } catch {
    return { errors: [{ message: stderr.trim() }] };
  }
}

async function format(root: string, opa: Opa): Promise<readonly LintProblem[]> {
  const { code, stdout, stderr } = await run(opa.path, ['fmt', '--list', POLICIES], { cwd: root });
  if (code !== 0) return [{ path: POLICIES, row: null, rule: 'format', message: stderr.trim() }];
  const files = stdout.split('\n').filter((line) => line !== '');
  return files.map((path) => ({ path, row: null, rule: 'format', message: 'is not formatted; run `opa fmt --write` on it' }));
}

const REFERENCE = /\bdata\.rules\.([a-z_0-9]+)\.([a-z_0-9]+)/g;

/**
 * A check that reads another one's answer fails with it, and no longer says why. One about what is no unit may ask those about units, because these two
 * are never asked about the same.
 */
async function otherChecks(source: PolicySource): Promise<readonly LintProblem[]> {
  const files = (await listPolicies(source)).filter((file) => file.endsWith('.rego') && !file.startsWith(`${POLICIES}/main/`));
  const found = await Promise.all(
    files.map(async (file) => {
      const own = file.startsWith(`${POLICIES}/rules/`) ? file.split('/').slice(2, 4).join('.') : '';
      const rows = (await readText(source, file)).split('\n');
      return rows.flatMap((text, index) =>
        [...text.replace(/^\s*#.*/, '').matchAll(REFERENCE)]
          .map(([, topic = '', name = '']) => `${topic}.${name}`)
          .filter((code) => code !== own && (!isPlatformCheck({ code: own }) || isPlatformCheck({ code })))
          .map((code) => ({
            path: file,
            row: index + 1,
            rule: 'other_check',
            message: `reads the check ${code}; move what both need to policies/lib`,
          })),
      );
    }),
  );
  return found.flat();
}

async function rosterProblems(source: PolicySource): Promise<readonly LintProblem[]> {
  try {
    const files = await listPolicies(source);
    const checks = await readRoster(source);
    const untested = checks.flatMap((check) =>
      missingFiles(check, files).map((path) => ({ path, row: null, rule: 'untested', message: 'is not there' })),
    );
    return [...untested, ...(await brokenSamples(source, checks, files))];
  } catch (thrown) {
    return problemsOf(thrown);
  }
}

async function brokenSamples(
  source: PolicySource,
  checks: readonly CheckSource[],
  files: readonly string[],
): Promise<readonly LintProblem[]> {
  const found: LintProblem[] = [];
  for (const check of checks) {
    for (const kind of ['allowed', 'denied'] as const) {
      if (!files.includes(`${check.folder}/samples/${kind}.json`)) continue;
      try {
        await readSample(source, check, kind);
      } catch (thrown) {
        found.push(...problemsOf(thrown));
      }
    }
  }
  return found;
}

/** A person's mistake as a problem: its message begins with file and, where known, row. */
function problemsOf(thrown: unknown): readonly LintProblem[] {
  const errors = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : null;
  if (errors === null) throw thrown;
  return errors.map(({ code, message }) => {
    const [, path = POLICIES, row, rest = message] = /^(policies[^:\s]*)(?::(\d+))?: (.*)$/s.exec(message) ?? [];
    return { path, row: row === undefined ? null : Number(row), rule: code, message: rest };
  });
}
