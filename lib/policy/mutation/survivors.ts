import Type from 'typebox';
import { LineCounter, parseDocument } from 'yaml';
import { closed } from '../../contracts/common.ts';
import { parse, type Of } from '../../contracts/schema.ts';
import { UserError } from '../../errors.ts';
import { listPolicies, POLICIES, readText, type PolicySource } from '../policy-source.ts';
import { isUnder, type TestedMutant } from './test-mutants.ts';

/** Mutants that no test can kill, with the reason. */
export const SURVIVORS_FILE = `${POLICIES}/survivors.yaml`;

/** One reason, and the mutants that it is about: those that agree with everything that is given. */
export const Survivor = Type.Object(
  {
    path: Type.String({ pattern: '^policies/.*\\.rego$' }),
    rule: Type.String({ minLength: 1 }),
    /** Line of the source, without its indentation. @default any */
    line: Type.Optional(Type.String({ minLength: 1 })),
    /** `before -> after`; ` -> true` for a condition that was dropped. @default any */
    change: Type.Optional(Type.String({ minLength: 1 })),
    because: Type.String({ minLength: 10 }),
  },
  closed,
);
export type Survivor = Of<typeof Survivor>;

const SurvivorsFile = Type.Object({ schemaVersion: Type.Literal('modelgate.dev/survivors/v1'), survivors: Type.Array(Survivor) }, closed);

/**
 * Reads `policies/survivors.yaml`; empty when there is none.
 * @throws UserError `survivors.not_yaml`; UserErrors `schema.invalid`
 */
export async function readSurvivors(source: PolicySource): Promise<readonly Survivor[]> {
  if (!(await listPolicies(source)).includes(SURVIVORS_FILE)) return [];
  const lines = new LineCounter();
  const document = parseDocument(await readText(source, SURVIVORS_FILE), { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new UserError('survivors.not_yaml', `${SURVIVORS_FILE}:${String(line)}: ${error.message}; expected YAML`, 'Correct the file.');
  }
  return parse(SurvivorsFile, document.toJS(), SURVIVORS_FILE).survivors;
}

/** What a run of mutants comes to. */
export interface MutationReport {
  /** Mutants that compile. */
  readonly mutants: number;
  readonly killed: number;
  /** Share of `mutants` that was killed, from 0 to 1; 1 when there is none. */
  readonly share: number;
  /** Survivors with a reason. */
  readonly explained: number;
  /** Survivors without a reason. */
  readonly unexplained: readonly TestedMutant[];
  /** Reasons that no survivor needs any more. */
  readonly stale: readonly Survivor[];
  /** Nothing unexplained, no stale reason, and of all sources at least `LEAST_KILLED` killed. */
  readonly passed: boolean;
}

/** Least share of mutants that the tests must kill, however good the reasons for the others. */
export const LEAST_KILLED = 0.95;

/**
 * Holds what was tested against the reasons that are on file.
 * @param under as for `testMutants`: reasons for other sources are left alone
 */
export function mutationReport(tested: readonly TestedMutant[], reasons: readonly Survivor[], under: readonly string[]): MutationReport {
  const survived = tested.filter(({ fate }) => fate === 'survived');
  const killed = tested.filter(({ fate }) => fate === 'killed').length;
  const mutants = killed + survived.length;
  const share = mutants === 0 ? 1 : killed / mutants;
  const unexplained = survived.filter((mutant) => !reasons.some((reason) => explains(reason, mutant)));
  const stale = reasons.filter((reason) => isUnder(reason.path, under) && !survived.some((mutant) => explains(reason, mutant)));
  // A single check may have good reasons for most of its survivors; all together may not.
  const enough = under.length > 0 || share >= LEAST_KILLED;
  const passed = unexplained.length === 0 && stale.length === 0 && enough;
  return { mutants, killed, share, explained: survived.length - unexplained.length, unexplained, stale, passed };
}

function explains({ path, rule, line, change }: Survivor, mutant: TestedMutant): boolean {
  return (
    path === mutant.path &&
    rule === mutant.rule &&
    (line === undefined || line === mutant.line) &&
    (change === undefined || change === changeOf(mutant))
  );
}

/** A mutant's change on one line: `>= -> >`. */
export function changeOf({ before, after }: Pick<TestedMutant, 'before' | 'after'>): string {
  const short = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  return `${short(before)} -> ${short(after)}`.trimEnd();
}
