import { Answer, type Check, type CheckResult } from '../contracts/check.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';

/**
 * Turns what the policies returned for one unit into one result a check. This is where a check that is silent, odd or missing
 * becomes an error instead of a pass.
 * @param output what the evaluation returned: a list of results
 * @param checks the roster
 * @param where the unit, for messages
 * @returns one result for each check of the roster, ordered by code; subjects in code unit order
 * @throws UserErrors with `policy.no_report`, `policy.unanswered`, `policy.unexpected` or `policy.ill_shaped`, naming code and file
 */
export function resultsOf(output: unknown, checks: readonly Check[], where: string): readonly CheckResult[] {
  const report = reportIn(output, where);
  const errors: UserError[] = [];
  const expected = new Set(checks.map(({ code }) => code));
  for (const code of Object.keys(report)
    .filter((key) => !expected.has(key))
    .sort()) {
    errors.push(
      new UserError(
        'policy.unexpected',
        `${where}: a check ${code} answered that is not on the roster; expected the roster's checks only`,
        REBUILD,
      ),
    );
  }
  const results: CheckResult[] = [];
  for (const check of checks) {
    const answer: unknown = Object.hasOwn(report, check.code) ? report[check.code] : undefined;
    if (answer === undefined) errors.push(unanswered(check, where));
    else if (isAnswer(answer) && contradiction(answer) === null) results.push(resultOf(check.code, answer));
    else errors.push(illShaped(check, where, answer));
  }
  if (errors.length > 0) throw new UserErrors(errors);
  return results;
}

/** The same output with the answers of these checks alone. What is no report stays as it is, for `resultsOf` to refuse. */
export function answersOf(output: unknown, codes: readonly string[]): unknown {
  if (!Array.isArray(output)) return output;
  return output.map((one: unknown) => {
    if (!isRecord(one) || !isRecord(one['result'])) return one;
    return { result: Object.fromEntries(Object.entries(one['result']).filter(([code]) => codes.includes(code))) };
  });
}

const REBUILD = 'Run `npx modelgate policy build`, then look at the check.';

function reportIn(output: unknown, where: string): Readonly<Record<string, unknown>> {
  if (Array.isArray(output) && output.length === 1 && isRecord(output[0])) {
    const report = output[0]['result'];
    if (isRecord(report)) return report;
  }
  throw new UserErrors([
    new UserError(
      'policy.no_report',
      `${where}: policies returned no report; expected exactly one object with an answer of every check`,
      REBUILD,
    ),
  ]);
}

function unanswered(check: Check, where: string): UserError {
  return new UserError(
    'policy.unanswered',
    `${check.path}: ${check.code} did not answer for ${where}; expected required, passed and facts`,
    'Define `required`, `passed` and `facts` so that they have a value for every input.',
  );
}

function illShaped(check: Check, where: string, answer: unknown): UserError {
  const [first] = problems(Answer, answer);
  const reason = first === undefined ? (isAnswer(answer) ? contradiction(answer) : null) : `${first.pointer} ${first.message}`.trim();
  return new UserError(
    'policy.ill_shaped',
    `${check.path}: ${check.code} answered for ${where}, but ${reason ?? 'not as an answer looks'}`,
    'Correct the check; docs/write-a-policy.md says what an answer is.',
  );
}

function isAnswer(value: unknown): value is Answer {
  return problems(Answer, value).length === 0;
}

/** What is wrong with an answer that has the right shape; null when it makes sense. */
function contradiction({ required, passed, inconclusive, facts, not_applicable: reason }: Answer): string | null {
  for (const [name, subjects] of Object.entries({ required, passed, inconclusive })) {
    const twice = subjects.find((subject, index) => subjects.indexOf(subject) !== index);
    if (twice !== undefined) return `${name} has ${quoted(twice)} twice; expected a set`;
  }
  const known = new Set(required);
  for (const [name, subjects] of Object.entries({ passed, inconclusive, facts: Object.keys(facts) })) {
    const stray = subjects.find((subject) => !known.has(subject));
    if (stray !== undefined) return `${name} has ${quoted(stray)}, which is not required; expected required subjects only`;
  }
  const proven = new Set(passed);
  const both = inconclusive.find((subject) => proven.has(subject));
  if (both !== undefined) return `${quoted(both)} is passed and inconclusive; expected one of the two`;
  if (required.length === 0 && reason === null) return 'requires nothing and gives no reason; expected `not_applicable` to say why';
  if (required.length > 0 && reason !== null)
    return `says ${quoted(reason)} and yet requires ${quoted(required[0])}; expected one of the two`;
  return null;
}

function resultOf(code: string, { required, passed, inconclusive, facts, not_applicable: reason }: Answer): CheckResult {
  const decided = new Set([...passed, ...inconclusive]);
  const failed = required.filter((subject) => !decided.has(subject));
  const status = reason !== null ? 'not_applicable' : failed.length > 0 ? 'fail' : inconclusive.length > 0 ? 'inconclusive' : 'pass';
  return {
    code,
    status,
    passed: [...passed].sort(),
    failed: failed.sort(),
    inconclusive: [...inconclusive].sort(),
    facts: Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))),
    reason,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}
