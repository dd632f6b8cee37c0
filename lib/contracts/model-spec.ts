import Type from 'typebox';
import { closed, EnvironmentName, Line, ModelId, Prose, RiskTier, Task } from './common.ts';
import type { Of } from './schema.ts';
import { Autoscaling } from './spec/autoscaling.ts';
import { BatchInference } from './spec/batch.ts';
import { CardServing } from './spec/card-server.ts';
import { Data } from './spec/data.ts';
import { OwnEnforcement } from './spec/enforcement.ts';
import { ExpectedWorkload } from './spec/expected-workload.ts';
import { ExternalTrainer } from './spec/external-jobs.ts';
import { DnsLabel } from './spec/kubernetes-names.ts';
import { ModelVolume } from './spec/model-volume.ts';
import { Monitoring } from './spec/monitoring.ts';
import { Measurement, Retrain, Search } from './spec/pipelines.ts';
import { Privacy } from './spec/privacy.ts';
import { ProtectedAttribute } from './spec/protected-attribute.ts';
import { RolloutSpec } from './spec/rollout.ts';
import { Runtime } from './spec/runtime.ts';
import { Secret } from './spec/secret.ts';
import { Explainer, Stage } from './spec/stages.ts';
import { Target } from './spec/target.ts';
import { Traffic } from './spec/traffic.ts';
import { ThresholdOverrides } from './thresholds.ts';

/** One environment of a model, resolved. */
export const ModelEnvironment = Type.Object(
  {
    name: EnvironmentName,
    namespace: DnsLabel,
    replicas: Type.Object({ min: Type.Integer({ minimum: 1, maximum: 1000 }), max: Type.Integer({ minimum: 1, maximum: 1000 }) }, closed),
    workloads: Type.Array(ExpectedWorkload, { minItems: 1, maxItems: 20 }),
  },
  closed,
);
export type ModelEnvironment = Of<typeof ModelEnvironment>;

/** The resolved declaration as data: `synth/catalog/<model>.json`. */
export const ModelSpec = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/model/v1'),
    id: ModelId,
    description: Prose,
    task: Task,
    riskTier: RiskTier,
    owner: Type.Object({ team: Line, email: Type.String({ pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', maxLength: 200 }) }, closed),
    runtime: Runtime,
    /** What runs the serving pods; absent: a Deployment, or a Rollout where traffic is handed out in steps. */
    target: Type.Optional(Target),
    modelVolume: Type.Optional(ModelVolume),
    autoscaling: Type.Optional(Autoscaling),
    card: Type.Optional(CardServing),
    batch: Type.Optional(BatchInference),
    /** In the order that a call passes them; the server is the last. */
    stages: Type.Optional(Type.Array(Stage, { minItems: 1, maxItems: 5 })),
    explainer: Type.Optional(Explainer),
    thresholds: ThresholdOverrides,
    enforcement: Type.Optional(OwnEnforcement),
    protectedAttributes: Type.Array(ProtectedAttribute, { maxItems: 20 }),
    traffic: Traffic,
    secrets: Type.Optional(Type.Array(Secret, { minItems: 1, maxItems: 20 })),
    rollout: RolloutSpec,
    monitoring: Monitoring,
    retrain: Type.Optional(Retrain),
    search: Type.Optional(Search),
    drift: Type.Optional(Measurement),
    biasAudit: Type.Optional(Measurement),
    data: Type.Optional(Data),
    privacy: Type.Optional(Privacy),
    trainer: Type.Optional(ExternalTrainer),
    /** In promotion order. */
    environments: Type.Array(ModelEnvironment, { minItems: 1, maxItems: 10 }),
  },
  closed,
);
export type ModelSpec = Of<typeof ModelSpec>;

/** The part of a declaration by which its candidate gets calls, whatever else stands there. */
export const DeclaredRollout = Type.Pick(ModelSpec, ['rollout', 'environments'], { additionalProperties: true });
export type DeclaredRollout = Of<typeof DeclaredRollout>;
