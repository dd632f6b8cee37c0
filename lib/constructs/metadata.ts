import { syncWave, type OrderedKind } from './delivery/sync-waves.ts';
import type { NamedMetadata } from './kinds.ts';
import type { Plan } from './plan.ts';

/** Labels that the pods of a workload are found by. They stand in immutable selectors: never add one. */
export function selectorLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/** Labels of everything in a unit; the Unit adds them to every object in it. */
export function unitLabels(plan: Plan): Record<string, string> {
  return {
    ...selectorLabels(plan.spec.id),
    'app.kubernetes.io/managed-by': 'modelgate',
    'modelgate.dev/owner': plan.spec.owner.team,
    'modelgate.dev/risk-tier': plan.spec.riskTier,
  };
}

/**
 * Metadata of a unit's object: its name, its place in the sync order and whom to ask.
 * @param name defaults to the model's id
 */
export function unitMetadata(plan: Plan, kind: OrderedKind, name: string = plan.spec.id): NamedMetadata {
  return { name, annotations: { ...syncWave(kind), 'modelgate.dev/contact': plan.spec.owner.email } };
}

/** Metadata of what an environment shares. */
export function sharedMetadata(kind: OrderedKind, name: string): NamedMetadata {
  return { name, labels: { 'app.kubernetes.io/managed-by': 'modelgate' }, annotations: syncWave(kind) };
}
