import type { Check } from '../contracts/check.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Severity } from '../contracts/gate-report.ts';
import { isPlatformCheck } from '../contracts/platform-check.ts';
import { UserError, UserErrors } from '../errors.ts';

const RANK: Readonly<Record<Severity, number>> = { info: 0, warn: 1, deny: 2 };

/**
 * A model may make checks of units stricter for itself. What it asks is compared with a check's own severity, which only a change of the policies moves: a rule of
 * enforcement that comes into force one day makes a wish idle, never wrong.
 * @throws UserErrors `enforcement.unknown_code`, `enforcement.lowered`
 */
export function assertOnlyRaised({ id, enforcement = {} }: Pick<ModelSpec, 'id' | 'enforcement'>, checks: readonly Check[]): void {
  const wrong = Object.entries(enforcement).flatMap(([code, asked]) => {
    const check = checks.find((one) => one.code === code && !isPlatformCheck(one));
    if (check === undefined) {
      return [
        new UserError(
          'enforcement.unknown_code',
          `models/${id}/model.ts: enforcement names ${code}; expected codes of checks of a model that \`npx modelgate policy list\` prints, as the base has them`,
          'Correct the code, or remove the entry.',
        ),
      ];
    }
    if (RANK[asked] >= RANK[check.severity]) return [];
    return [
      new UserError(
        'enforcement.lowered',
        `models/${id}/model.ts: enforcement['${code}'] is ${asked}; expected ${check.severity}, which holds for every model, or nothing`,
        'Remove the entry. What weighs less for a tier or an environment is said in policies/enforcement.yaml, in a pull request of its own.',
      ),
    ];
  });
  if (wrong.length > 0) throw new UserErrors(wrong);
}
