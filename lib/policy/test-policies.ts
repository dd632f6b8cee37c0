import { UserError } from '../errors.ts';
import type { Opa } from './find-opa.ts';
import { CAPABILITIES, POLICIES } from './policy-source.ts';
import { IGNORE_DATA, run } from './run-opa.ts';

/** One Rego test. */
export interface PolicyTest {
  /** `rules.metrics.below_floor_test.test_absent_score_is_not_proven`. */
  readonly name: string;
  readonly path: string;
  readonly row: number;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
}

/** How much of one source the tests ran. */
export interface PolicyCoverage {
  readonly path: string;
  readonly coveredLines: number;
  readonly lines: number;
  /** Rows that no test ran, as `from` and `to`, both included. */
  readonly notCovered: readonly (readonly [from: number, to: number])[];
}

export interface PolicyTestReport {
  readonly passed: boolean;
  /** Ordered by file and row. */
  readonly tests: readonly PolicyTest[];
  /** One entry a source that is no test, ordered by file; null when a test failed, because then nothing was measured. */
  readonly coverage: readonly PolicyCoverage[] | null;
}

interface OpaTest {
  readonly location: { readonly file: string; readonly row: number };
  readonly package: string;
  readonly name: string;
  readonly fail?: boolean;
  readonly skip?: boolean;
  readonly error?: unknown;
  /** Nanoseconds. */
  readonly duration: number;
}

interface OpaCoverage {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly covered_lines?: number;
        readonly not_covered_lines?: number;
        readonly not_covered?: readonly { readonly start: { readonly row: number }; readonly end: { readonly row: number } }[];
      }
    >
  >;
}

/**
 * Runs all Rego tests and measures which lines they ran.
 * @param root folder of the repository
 * @throws UserError `policy.tests_cannot_run` when the policies do not compile; `policy.no_tests` when there are none
 */
export async function testPolicies(root: string, opa: Opa): Promise<PolicyTestReport> {
  const tests = JSON.parse(await opaTest(root, opa, [])) as readonly OpaTest[] | null;
  if (tests === null || tests.length === 0) {
    throw new UserError('policy.no_tests', `${POLICIES}: no Rego test; expected a *_test.rego beside each check`, 'Write the tests.');
  }
  const listed = tests.map(testOf).sort((a, b) => (a.path === b.path ? a.row - b.row : a.path < b.path ? -1 : 1));
  const passed = listed.every(({ status }) => status === 'passed');
  if (!passed) return { passed, tests: listed, coverage: null };
  const { files } = JSON.parse(await opaTest(root, opa, ['--coverage'])) as OpaCoverage;
  const coverage = Object.entries(files)
    .filter(([file]) => !file.endsWith('_test.rego'))
    .map(([file, { covered_lines: covered = 0, not_covered_lines: missed = 0, not_covered: rows = [] }]) => ({
      path: file,
      coveredLines: covered,
      lines: covered + missed,
      notCovered: rows.map(({ start, end }) => [start.row, end.row] as const),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { passed, tests: listed, coverage };
}

async function opaTest(root: string, opa: Opa, flags: readonly string[]): Promise<string> {
  const args = ['test', '-f', 'json', ...flags, '--capabilities', CAPABILITIES, ...IGNORE_DATA, POLICIES];
  const { code, stdout, stderr } = await run(opa.path, args, { cwd: root });
  // 2 says that a test failed, which the output tells in full.
  if ((code === 0 || code === 2) && stdout !== '') return stdout;
  throw new UserError(
    'policy.tests_cannot_run',
    `${POLICIES}: \`opa test\` failed; expected policies that compile:\n${stderr.trim()}`,
    'Correct the Rego.',
  );
}

function testOf(test: OpaTest): PolicyTest {
  return {
    name: `${test.package.replace(/^data\./, '')}.${test.name}`,
    path: test.location.file,
    row: test.location.row,
    status: test.fail === true || test.error !== undefined ? 'failed' : test.skip === true ? 'skipped' : 'passed',
    milliseconds: test.duration / 1e6,
  };
}
