import type { Task } from '../../contracts/common.ts';
import type { ProtectedAttribute } from '../../contracts/spec/protected-attribute.ts';

/** The part of a declaration that decides which steps there are. */
interface Declared {
  readonly task: Task;
  readonly retrain?: unknown;
  readonly search?: unknown;
  readonly drift?: unknown;
  readonly biasAudit?: unknown;
  readonly protectedAttributes: readonly ProtectedAttribute[];
}

/** The steps of a training run, in order. Each is a template with one container. @param home where runs start by themselves */
export function trainingSteps({ task, retrain, protectedAttributes }: Declared, home: boolean): readonly string[] {
  const proposes = retrain !== undefined && home;
  return [
    ...(proposes ? ['admit'] : []),
    'snapshot',
    'train',
    'evaluate',
    'place',
    'render',
    // Reweighing evens out who gets an answer; of a number's errors it knows nothing, and the gate judges those.
    ...(protectedAttributes.length === 0 || task === 'regression' ? [] : ['audit', 'mitigate']),
    ...(proposes ? ['sign'] : []),
    'gate',
    ...(proposes ? ['propose'] : []),
  ];
}

/** The templates of the search, in order; none without one. */
export function searchSteps({ search }: Declared, home: boolean): readonly string[] {
  return search === undefined || !home ? [] : ['trial', 'pick', 'propose'];
}

/** The templates that measure live calls; none where no calls are logged. */
export function measuringSteps({ drift, biasAudit }: Declared, home: boolean): readonly ('bias-audit' | 'drift')[] {
  if (!home) return [];
  return [...(drift === undefined ? [] : (['drift'] as const)), ...(biasAudit === undefined ? [] : (['bias-audit'] as const))];
}
