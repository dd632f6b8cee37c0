import type { GateInput } from '../contracts/gate-input.ts';
import type { MetricRow } from '../contracts/gate-report.ts';

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | null {
  return record !== undefined && Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

function pair(interval: readonly number[] | undefined): readonly [number, number] | null {
  const [low, high] = interval ?? [];
  return low === undefined || high === undefined ? null : [low, high];
}

/** A unit's metric table: every metric that has a limit, must be reported or was, sorted by name. */
export function metricRows({
  stable,
  candidate,
  incumbent,
  thresholds,
}: Pick<GateInput, 'stable' | 'candidate' | 'incumbent' | 'thresholds'>): readonly MetricRow[] {
  const { required, floors, ceilings, maxRegression } = thresholds.metrics;
  const ofStable = stable.evaluation?.metrics;
  const ofCandidate = candidate?.evaluation?.metrics;
  const ofIncumbent = incumbent === null || incumbent.stable.version === stable.version ? undefined : incumbent.stable.evaluation?.metrics;
  const judged = candidate === null ? ofStable : ofCandidate;
  const names = [
    required,
    ...[floors, ceilings, maxRegression, ofStable ?? {}, ofCandidate ?? {}].map((record) => Object.keys(record)),
  ].flat();
  return [...new Set(names)].sort().map((name) => ({
    name,
    stable: own(ofStable, name)?.value ?? null,
    candidate: own(ofCandidate, name)?.value ?? null,
    ...(ofIncumbent === undefined ? {} : { incumbent: own(ofIncumbent, name)?.value ?? null }),
    floor: own(floors, name),
    ceiling: own(ceilings, name),
    interval: pair(own(judged, name)?.interval),
  }));
}
