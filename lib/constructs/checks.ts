import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Check } from './check.ts';
import { checkEnvironments } from './check-environments.ts';
import { checkId } from './check-id.ts';
import { checkOwner } from './check-owner.ts';
import { checkProtectedAttributes } from './check-protected-attributes.ts';
import { checkData } from './data/check-data.ts';
import { checkDataJobs, checkTrainer } from './external/check-external-jobs.ts';
import { checkRollout } from './rollout/check-rollout.ts';
import { checkSecrets } from './security/check-secrets.ts';
import { checkAutoscaling } from './serving/check-autoscaling.ts';
import { checkBatch } from './serving/batch/check-batch.ts';
import { checkRuntime } from './serving/check-runtime.ts';
import { checkStages } from './serving/check-stages.ts';
import { checkSeldonTraffic } from './serving/targets/check-seldon.ts';
import { checkTarget } from './serving/targets/check-target.ts';
import { checkTraining } from './training/check-training.ts';
import { checkConsumerPaths, checkConsumers } from './traffic/check-consumers.ts';
import { checkEgress } from './traffic/check-egress.ts';
import { checkLimits } from './traffic/check-limits.ts';
import { checkRouter } from './traffic/check-router.ts';

/** Every check, by the part of the declaration whose values it relies on. */
export const CHECKS: readonly (readonly [keyof ModelSpec, Check])[] = [
  ['id', checkId],
  ['environments', checkEnvironments],
  ['owner', checkOwner],
  ['runtime', checkRuntime],
  ['target', checkTarget],
  ['autoscaling', checkAutoscaling],
  ['batch', checkBatch],
  ['stages', checkStages],
  ['rollout', checkRollout],
  ['protectedAttributes', checkProtectedAttributes],
  ['traffic', checkConsumers],
  ['traffic', checkConsumerPaths],
  ['traffic', checkEgress],
  ['traffic', checkLimits],
  ['traffic', checkRouter],
  ['traffic', checkSeldonTraffic],
  ['secrets', checkSecrets],
  ['retrain', checkTraining],
  ['data', checkData],
  ['data', checkDataJobs],
  ['trainer', checkTrainer],
];
