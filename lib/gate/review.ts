import type { CheckResult } from '../contracts/check.ts';
import type { Evaluation } from '../contracts/evaluation.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import type { UnitReport } from '../contracts/gate-report.ts';
import type { Pack } from '../contracts/pack.ts';
import type { ResourceChange } from '../contracts/resource-change.ts';
import type { LimitsOfSide, Loosened } from '../contracts/resolve-thresholds.ts';
import type { GroupTable, NeededApproval, TouchedControl, UnitReview } from '../contracts/unit-review.ts';
import { isTouched } from '../contracts/is-touched.ts';
import { limitChanges } from '../diff/index.ts';
import { groupRates } from '../statistics/index.ts';
import { controlsOf } from './controls.ts';

/** What a unit's review is made of, beside its report. */
export interface Reviewable {
  /** Its manifests are not looked at. */
  readonly input: GateInput;
  readonly results: readonly CheckResult[];
  readonly packs: readonly Pack[];
  readonly resources: readonly ResourceChange[];
  /** By the base's files and by those of the change; null without a base, and where neither files nor declaration changed. */
  readonly limits: { readonly before: LimitsOfSide | null; readonly after: LimitsOfSide | null } | null;
  readonly loosened: readonly Loosened[];
}

/** Features with the largest drift that are shown. */
const FEATURES = 10;

/** What people have to know of a judged unit beside its verdict. */
export function reviewOf(report: UnitReport, { input, results, packs, resources, limits, loosened }: Reviewable): UnitReview {
  const { model, environment, incumbent, change } = input;
  const place = model.environments.findIndex(({ name }) => name === environment);
  const judged = (input.candidate ?? input.stable).evaluation;
  const review: UnitReview = {
    riskTier: model.riskTier,
    next: model.environments[place + 1]?.name ?? null,
    change: {
      compared: change.compared,
      before: incumbent === null ? null : { stable: incumbent.stable.version, candidate: incumbent.candidate?.version ?? null },
      introduced: change.introduced,
      rewritten: change.rewritten,
      rolledBack: change.rolledBack,
      card: change.card,
      declaration: change.declaration,
    },
    limits: { moved: limits === null ? [] : limitChanges(limits.before, limits.after), refused: loosened },
    groups: judged === null ? [] : groupTables(judged, input),
    drift: judged === null ? null : driftOf(judged, input.thresholds.drift.maxScore),
    resources,
    controls: touchedControls(packs, results, report),
    approvals: neededApprovals(results),
  };
  // Of a thousand units that a change leaves alone nobody wants to read the numbers.
  return report.verdict !== 'pass' || isTouched({ ...report, review }) ? review : { ...review, groups: [], drift: null };
}

function groupTables({ groups }: Evaluation, { model }: GateInput): readonly GroupTable[] {
  const attributes = [...new Set(groups.map(({ attribute }) => attribute))];
  return attributes.map((attribute) => ({
    attribute,
    reference: model.protectedAttributes.find(({ name }) => name === attribute)?.reference ?? null,
    groups: groups
      .filter((row) => row.attribute === attribute)
      .map((row) => {
        if ('mae' in row) return { group: row.group, n: row.n, values: { mae: row.mae, bias: row.bias } };
        const { selection, recall, alarm } = groupRates(row);
        return {
          group: row.group,
          n: row.n,
          values: { selection_rate: selection, true_positive_rate: recall, false_positive_rate: alarm },
        };
      }),
  }));
}

function driftOf({ drift }: Evaluation, limit: number): UnitReview['drift'] {
  const features = drift.features
    .toSorted((a, b) => b.effectSize - a.effectSize)
    .slice(0, FEATURES)
    .map(({ name, method, effectSize, pValue }) => ({ name, method, effectSize, pValue: pValue ?? null }));
  return { score: drift.score, limit, features, measured: drift.features.length };
}

function touchedControls(packs: readonly Pack[], results: readonly CheckResult[], report: UnitReport): readonly TouchedControl[] {
  return controlsOf(packs, results, report, null).flatMap(({ pack, control, status, failed, waived }) =>
    status === 'failed' || status === 'excepted'
      ? [{ pack, id: control.id, title: control.title, status, checks: [...failed, ...waived] }]
      : [],
  );
}

const APPROVALS = 'promotion.approval_missing';

/** From the facts of the check that decides it, so that nothing is counted twice. */
function neededApprovals(results: readonly CheckResult[]): readonly NeededApproval[] {
  const answer = results.find(({ code }) => code === APPROVALS);
  if (answer === undefined) return [];
  const subjects = [...answer.failed, ...answer.inconclusive, ...answer.passed];
  return subjects.toSorted().flatMap((subject) => {
    const { observed, expected } = answer.facts[subject] ?? {};
    const version = subject.split('/', 1)[0] ?? '';
    const asked = expected as { readonly role?: unknown; readonly count?: unknown } | undefined;
    if (typeof asked?.role !== 'string' || typeof asked.count !== 'number') return [];
    const given = Array.isArray(observed) ? observed.filter((name) => typeof name === 'string') : null;
    return [{ version, role: asked.role, count: asked.count, given, enough: answer.passed.includes(subject) }];
  });
}
