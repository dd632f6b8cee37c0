import Type from 'typebox';
import { closed, EnvironmentName, Line, ModelId, Prose, RiskTier, Task } from './common.ts';
import type { Of } from './schema.ts';
import { ThresholdOverrides } from './thresholds.ts';

const DnsLabel = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' });
const DnsName = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$', maxLength: 253 });
const Quantity = Type.String({ pattern: '^\\d+(\\.\\d+)?(m|Ki|Mi|Gi)?$' });

/** A protected attribute whose groups must be measured. `reference` is one of `groups`: the one that differences are taken from. */
export const ProtectedAttribute = Type.Object(
  { name: Line, reference: Line, groups: Type.Array(Line, { minItems: 2, maxItems: 50, uniqueItems: true }) },
  closed,
);
export type ProtectedAttribute = Of<typeof ProtectedAttribute>;

/** A workload that synthesis must have written for a unit, so that the gate can miss it when it is gone. */
export const ExpectedWorkload = Type.Object(
  {
    kind: Type.Enum(['Deployment', 'Rollout', 'WorkflowTemplate']),
    name: DnsLabel,
    containers: Type.Array(DnsLabel, { minItems: 1, maxItems: 20 }),
  },
  closed,
);
export type ExpectedWorkload = Of<typeof ExpectedWorkload>;

/** What runs the model file. `cpu` and `memory` are requests and limits alike (Kubernetes quantities). */
export const Runtime = Type.Object(
  {
    server: Type.Enum(['sklearn']),
    port: Type.Integer({ minimum: 1024, maximum: 65535 }),
    metricsPath: Type.String({ pattern: '^/[a-z0-9/_-]*$' }),
    livenessPath: Type.String({ pattern: '^/[a-z0-9/_-]*$' }),
    readinessPath: Type.String({ pattern: '^/[a-z0-9/_-]*$' }),
    cpu: Quantity,
    memory: Quantity,
  },
  closed,
);
export type Runtime = Of<typeof Runtime>;

/** A canary: shares of traffic in whole percent, ascending and below 100, each followed by a pause. */
export const Canary = Type.Object(
  {
    strategy: Type.Literal('canary'),
    steps: Type.Array(
      Type.Object(
        { percent: Type.Integer({ minimum: 1, maximum: 99 }), pauseMinutes: Type.Integer({ minimum: 1, maximum: 10080 }) },
        closed,
      ),
      {
        minItems: 1,
        maxItems: 20,
      },
    ),
    analysis: Type.Object(
      {
        intervalMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
        failureLimit: Type.Integer({ minimum: 0, maximum: 10 }),
        inconclusiveLimit: Type.Integer({ minimum: 0, maximum: 10 }),
        consecutiveErrorLimit: Type.Integer({ minimum: 0, maximum: 10 }),
      },
      closed,
    ),
  },
  closed,
);
export type Canary = Of<typeof Canary>;

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
    thresholds: ThresholdOverrides,
    protectedAttributes: Type.Array(ProtectedAttribute, { maxItems: 20 }),
    traffic: Type.Object(
      { host: DnsName, consumers: Type.Array(Type.Object({ namespace: DnsLabel, serviceAccount: DnsLabel }, closed), { maxItems: 100 }) },
      closed,
    ),
    rollout: Canary,
    monitoring: Type.Object(
      {
        scrapeSeconds: Type.Integer({ minimum: 5, maximum: 3600 }),
        runbook: Type.Optional(Type.String({ pattern: '^https://[^\\s]+$', maxLength: 500 })),
      },
      closed,
    ),
    /** In promotion order. */
    environments: Type.Array(ModelEnvironment, { minItems: 1, maxItems: 10 }),
  },
  closed,
);
export type ModelSpec = Of<typeof ModelSpec>;
