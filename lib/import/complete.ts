import { Evaluation } from '../contracts/evaluation.ts';
import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { parse } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';
import { get } from './json.ts';

const FROM_A_PART = 'import a part that holds it: --from evaluation=FILE';

/** What every evaluation has and no source may leave out, and how to say it. */
const REQUIRED: readonly (readonly [path: string, how: string])[] = [
  ['task', 'give --task'],
  ['subject.artifactSha256', 'give --artifact-sha256: the digest of the model file that was evaluated'],
  ['dataset.name', 'give --dataset-name'],
  ['dataset.version', 'give --dataset-version'],
  ['dataset.sha256', 'give --dataset-sha256'],
  ['dataset.rows', 'give --dataset-rows'],
  ['dataset.from', 'give --dataset-from and --dataset-to, or --dataset-from none for data without time'],
  ['dataset.to', 'give --dataset-to'],
  ['dataset.split', 'give --dataset-split'],
  ['producedAt', 'give --produced-at: when it was measured'],
  ['producer', 'give --producer'],
  ['metrics', 'import a source with metrics'],
  ['drift', `import a drift report (--from evidently=FILE), or ${FROM_A_PART}`],
  ['latencyMs.p50', `give --latency-ms P50,P95,P99, or ${FROM_A_PART}`],
  ['latencyMs.p95', `give --latency-ms P50,P95,P99, or ${FROM_A_PART}`],
  ['latencyMs.p99', `give --latency-ms P50,P95,P99, or ${FROM_A_PART}`],
];

/**
 * The whole evaluation. No groups and no fairness is a statement ("none were reported", which a policy judges); everything else that is absent
 * is missing.
 * @throws UserErrors `import.missing`, one for each field; `schema.invalid`
 */
export function complete(partial: PartialEvaluation, where: string): Evaluation {
  const missing = REQUIRED.filter(([path]) => get(partial, ...path.split('.')) === undefined);
  if (missing.length > 0) {
    throw new UserErrors(
      missing.map(
        ([path, how]) =>
          new UserError(
            'import.missing',
            `${where}: no source holds ${path}; expected it in every evaluation`,
            `${how[0]?.toUpperCase() ?? ''}${how.slice(1)}.`,
          ),
      ),
    );
  }
  return parse(Evaluation, { schemaVersion: 'modelgate.dev/evaluation/v1', groups: [], fairness: {}, ...partial }, where);
}
