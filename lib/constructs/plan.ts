import type { Config } from '../contracts/config.ts';
import type { ModelEnvironment, ModelSpec } from '../contracts/model-spec.ts';
import type { Release } from '../contracts/release.ts';
import type { Thresholds } from '../contracts/thresholds.ts';

/** What the constructs of one unit share, resolved and checked once. */
export interface Plan {
  readonly spec: ModelSpec;
  /** The unit's entry in `spec.environments`. */
  readonly place: ModelEnvironment;
  /** Serves with a Rollout, else with a Deployment. */
  readonly progressive: boolean;
  /** The one object that analysis, alerts and training take their limits from. */
  readonly thresholds: Thresholds;
  /** What the pod template carries: the candidate when there is one (the controller keeps the stable ReplicaSet), else the stable release. */
  readonly release: Release;
  /** What is relied on whatever is being rolled out. */
  readonly stable: Release;
  /** `card.yaml`, byte for byte. */
  readonly card: string;
  readonly config: Config;
}

/** The port of a unit's Services; the pods listen on `spec.runtime.port`. */
export const SERVICE_PORT = 80;

/** Name of the serving container and of its port. */
export const SERVER_CONTAINER = 'server';
export const HTTP_PORT = 'http';

/** What a strategy calls the candidate's pods, and what their Service is named after. */
export function candidateRoleOf(plan: Plan): 'canary' | 'preview' {
  return plan.spec.rollout.strategy === 'blueGreen' ? 'preview' : 'canary';
}

/** The Service that a Rollout points at the candidate's pods; the one named like the model is the stable one. */
export function canaryServiceOf(plan: Plan): string {
  return `${plan.spec.id}-${candidateRoleOf(plan)}`;
}

/** Name of the account and the pods of jobs that decide about a rollout. */
export function analysisNameOf(id: string): string {
  return `${id}-analysis`;
}

/** Name of the batch CronWorkflow, its account and its pods' label. */
export function batchNameOf(id: string): string {
  return `${id}-batch`;
}

/** Name of the card's ConfigMap, and of what shows it. */
export function cardNameOf(id: string): string {
  return `${id}-card`;
}

/** Name of the training WorkflowTemplate, its account and its pods' label. */
export function trainingNameOf(id: string): string {
  return `${id}-training`;
}

/** The Secret that holds the token for pull requests. A dot, which no model's id has, keeps models apart whose names begin alike. */
export function pipelineSecretOf(id: string): string {
  return `${id}.pipeline`;
}
