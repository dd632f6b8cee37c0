import type { ModelSpec } from '../../../contracts/model-spec.ts';

/** The Deployment that KServe makes of a unit's InferenceService. */
export function kserveDeploymentOf(id: string): string {
  return `${id}-predictor`;
}

/** The Service behind which Prometheus finds the unit's pods: where Knative has the model's own name, another. */
export function scrapedServiceOf({ id, target }: ModelSpec): string {
  return target?.system === 'knative' ? `${id}-metrics` : id;
}
