import { byCodeUnit } from '../by-code-unit.ts';
import type { Check, CheckResult } from '../contracts/check.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import { breakGlassName } from '../contracts/break-glass.ts';
import type { Finding, GateReport, RepositoryReport, UnitReport, Verdict, WaiverUse } from '../contracts/gate-report.ts';
import { isPlatformCheck } from '../contracts/platform-check.ts';
import { UserError } from '../errors.ts';
import { completeResults } from './complete.ts';
import { findingsOf, type Bounds } from './findings.ts';
import { assertOnlyRaised } from './own-enforcement.ts';
import { metricRows } from './metric-rows.ts';
import { isExpired } from './waiver-days.ts';

/** One model in one environment with what every check said about it. */
export interface JudgedUnit {
  readonly input: GateInput;
  readonly results: readonly CheckResult[];
  readonly manifestDiff: UnitReport['manifests'];
}

/** By what units are judged. */
export interface Law extends Bounds {
  readonly checks: readonly Check[];
}

/** A judged unit without its input, and its place in its model's promotion order. */
export interface Judgement {
  readonly report: UnitReport;
  readonly position: number;
  /** Emergencies that excused something. */
  readonly emergencies: readonly WaiverUse[];
}

/** What a report names beside its units. */
export interface Circumstances extends Pick<GateReport, 'base' | 'head' | 'dirty' | 'digests' | 'removed' | 'review'> {
  /** Whether a filter left units out: then waivers for those are not reported as unused. */
  readonly partial: boolean;
  /** About the repository as a whole; absent when nothing was asked of it. */
  readonly repository?: readonly Finding[];
  readonly policy: Omit<GateReport['policy'], 'checks'>;
}

const RANK: Readonly<Record<Verdict, number>> = { pass: 0, warn: 1, deny: 2 };

function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((a, b) => (RANK[b] > RANK[a] ? b : a), 'pass');
}

function verdictOf({ status, severity }: Finding): Verdict {
  return status === 'waived' || severity === 'info' ? 'pass' : severity;
}

/**
 * Answers of one unit to its findings and verdict.
 * @throws UserError `gate.incomplete` when a check of the roster is silent, speaks twice or contradicts itself; what `assertOnlyRaised` throws
 */
export function judgeUnit({ input, results, manifestDiff }: JudgedUnit, law: Law): Judgement {
  assertOnlyRaised(input.model, law.checks);
  const checks = law.checks.filter((check) => !isPlatformCheck(check));
  const unit = `${input.model.id}/${input.environment}`;
  const answers = completeResults(unit, checks, results);
  const findings = [...checks]
    .sort((a, b) => byCodeUnit(a.code, b.code))
    .flatMap((check) => {
      const answer = answers.get(check.code);
      return answer === undefined ? [] : findingsOf(check, answer, input, law);
    });
  const count = (...statuses: readonly CheckResult['status'][]): number => results.filter(({ status }) => statuses.includes(status)).length;
  return {
    emergencies: emergenciesOf(input, unit, findings),
    position: input.model.environments.findIndex(({ name }) => name === input.environment),
    report: {
      model: input.model.id,
      environment: input.environment,
      verdict: worst(findings.map(verdictOf)),
      stable: input.stable.version,
      candidate: input.candidate?.version ?? null,
      checks: { passed: count('pass'), failed: count('fail', 'inconclusive'), notApplicable: count('not_applicable') },
      findings,
      metrics: metricRows(input),
      manifests: manifestDiff,
    },
  };
}

/** Each emergency of a unit by each check that it excused. */
function emergenciesOf({ breakGlass }: GateInput, unit: string, findings: readonly Finding[]): readonly WaiverUse[] {
  return breakGlass.flatMap(({ id, until }) => {
    const name = breakGlassName(id);
    const codes = [...new Set(findings.filter(({ waiver }) => waiver === name).map(({ code }) => code))];
    return codes.map((code) => ({ id: name, code, unit, state: 'used' as const, expires: until.at.slice(0, 10) }));
  });
}

function usesOf(units: readonly UnitReport[], { waivers, now }: Law, partial: boolean): readonly WaiverUse[] {
  const used = new Set(units.flatMap(({ findings }) => findings.map(({ waiver }) => waiver)));
  const judged = new Set(units.map(({ model, environment }) => `${model}/${environment}`));
  return waivers
    .map(({ id, code, model, environment, expires }): WaiverUse => {
      const state = isExpired({ expires }, now) ? 'expired' : used.has(id) ? 'used' : 'unused';
      return { id, code, unit: `${model}/${environment}`, state, expires };
    })
    .filter(({ unit }) => !partial || judged.has(unit))
    .sort((a, b) => byCodeUnit(a.id, b.id));
}

/**
 * Judged units to the report, in a stable order: by model, then promotion order.
 * @throws UserError `gate.no_units` without a unit, `gate.incomplete` when one is judged twice
 */
export function report(judgements: readonly Judgement[], law: Law, { partial, policy, repository, ...named }: Circumstances): GateReport {
  const units = [...judgements]
    .sort(
      (a, b) =>
        byCodeUnit(a.report.model, b.report.model) || a.position - b.position || byCodeUnit(a.report.environment, b.report.environment),
    )
    .map((judgement) => judgement.report);
  if (units.length === 0) {
    throw new UserError(
      'gate.no_units',
      'gate: nothing was judged; expected at least one model in one environment',
      'Place a release in releases.yaml.',
    );
  }
  if (new Set(units.map(({ model, environment }) => `${model}/${environment}`)).size !== units.length) {
    throw new UserError(
      'gate.incomplete',
      'gate: a unit was judged twice; expected each once',
      'This is a defect of modelgate: report it.',
    );
  }
  const whole: RepositoryReport | null =
    repository === undefined ? null : { verdict: worst(repository.map(verdictOf)), findings: repository };
  const having = (verdict: Verdict): number => units.filter((unit) => unit.verdict === verdict).length;
  return {
    schemaVersion: 1,
    verdict: worst([...units.map(({ verdict }) => verdict), whole?.verdict ?? 'pass']),
    base: named.base,
    head: named.head,
    dirty: named.dirty,
    now: law.now,
    policy: {
      source: policy.source,
      sha256: policy.sha256,
      opa: policy.opa,
      checks: law.checks.filter((check) => !isPlatformCheck(check)).length,
    },
    digests: named.digests,
    ...(named.review === undefined ? {} : { review: named.review }),
    removed: named.removed,
    ...(whole === null ? {} : { repository: whole }),
    units,
    waivers: [...judgements.flatMap(({ emergencies }) => emergencies), ...usesOf(units, law, partial)].sort(
      (a, b) => byCodeUnit(a.id, b.id) || byCodeUnit(a.code, b.code),
    ),
    summary: {
      units: units.length,
      denied: having('deny'),
      warned: having('warn'),
      passed: having('pass'),
      findings: [...(whole?.findings ?? []), ...units.flatMap(({ findings }) => findings)].filter(({ status }) => status !== 'waived')
        .length,
    },
  };
}

/** All at once, for callers that hold every unit. Same units, law and circumstances in, same report out, in whatever order they come. */
export function judge(units: readonly JudgedUnit[], law: Law, circumstances: Circumstances): GateReport {
  return report(
    units.map((unit) => judgeUnit(unit, law)),
    law,
    circumstances,
  );
}
