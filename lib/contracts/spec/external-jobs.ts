import Type, { type Static, type TSchema } from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel, Quantity } from './kubernetes-names.ts';

/** Repository and digest, with or without a tag. */
const Image = Type.String({ pattern: '^[^\\s@]+@sha256:[0-9a-f]{64}$', maxLength: 500 });
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { maxItems: 100 });
const Command = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1, maxItems: 100 });
const Count = Type.Integer({ minimum: 1, maximum: 1000 });
const Name = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.-]{0,99}$' });
/** What one pod gets; requests are limits. */
const Size = Type.Object({ cpu: Quantity, memory: Quantity }, closed);
/** After that long the step has failed. At most a week. */
const deadline = { deadlineMinutes: Type.Integer({ minimum: 1, maximum: 10080 }) };
/** Files inside the image, so that the image's digest pins the code too. */
const LocalFile = Type.String({ pattern: '^local:///[A-Za-z0-9._/-]+$', maxLength: 500 });

/** One of several systems' jobs. The system chooses the branch, so a mistake is told by that branch alone. */
function bySystem<const Jobs extends readonly TSchema[]>(jobs: Jobs) {
  return Type.Unsafe<Static<Jobs[number]>>({
    type: 'object',
    discriminator: { propertyName: 'system' },
    required: ['system'],
    properties: { system: { type: 'string' } },
    oneOf: [...jobs],
  });
}

/** Kubeflow Trainer's TrainJob: one container on each of some nodes, as a runtime of the cluster sets it up. */
export const KubeflowTrainer = Type.Object(
  {
    system: Type.Literal('kubeflow-trainer'),
    /** A ClusterTrainingRuntime. */
    runtime: DnsLabel,
    nodes: Count,
    image: Image,
    command: Command,
    perNode: Size,
    ...deadline,
  },
  closed,
);
export type KubeflowTrainer = Of<typeof KubeflowTrainer>;

/** KubeRay's RayJob: a cluster of its own for one entrypoint. */
export const Ray = Type.Object(
  {
    system: Type.Literal('ray'),
    /** Ray's version in the image. */
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    image: Image,
    /** A command line, as a shell reads it. */
    entrypoint: Type.String({ minLength: 1, maxLength: 2000, pattern: '^[^\\r\\n]+$' }),
    head: Size,
    workers: Count,
    perWorker: Size,
    /** Where KubeRay's operator runs: it asks the head how the job is. */
    operatorNamespace: DnsLabel,
    ...deadline,
  },
  closed,
);
export type Ray = Of<typeof Ray>;

/** One parameter that Katib searches. Numbers are texts there. */
export const KatibParameter = Type.Object(
  {
    name: Name,
    type: Type.Enum(['double', 'int', 'discrete', 'categorical']),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    list: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 100, uniqueItems: true })),
  },
  closed,
);
export type KatibParameter = Of<typeof KatibParameter>;

/** Katib's Experiment: trials, each a Job that prints its metric. */
export const Katib = Type.Object(
  {
    system: Type.Literal('katib'),
    objective: Type.Object({ metric: Name, type: Type.Enum(['minimize', 'maximize']), goal: Type.Optional(Type.Number()) }, closed),
    algorithm: Type.Enum(['random', 'grid', 'tpe', 'multivariate-tpe', 'bayesianoptimization', 'cmaes', 'sobol', 'hyperband']),
    parameters: Type.Array(KatibParameter, { minItems: 1, maxItems: 50 }),
    trials: Type.Object({ max: Count, parallel: Count, maxFailed: Type.Integer({ minimum: 0, maximum: 1000 }) }, closed),
    image: Image,
    /** `${trialParameters.<name>}` stands for a trial's value. */
    command: Command,
    perTrial: Size,
    /** Where Katib runs: it is handed the metrics. */
    operatorNamespace: DnsLabel,
    ...deadline,
  },
  closed,
);
export type Katib = Of<typeof Katib>;

/** HTTPS outside the cluster, HTTP for a Service inside: there the mesh encrypts. */
const ApiUrl = Type.String({ pattern: '^https?://[a-z0-9.-]+(:\\d{1,5})?(/[A-Za-z0-9._~-]+)*$', maxLength: 500 });
const Parameters = Type.Record(Name, Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()]), {
  ...closed,
  maxProperties: 50,
});

/** A run of an Airflow DAG, over Airflow 3's REST API. */
export const Airflow = Type.Object(
  { system: Type.Literal('airflow'), url: ApiUrl, dag: Name, parameters: Parameters, ...deadline },
  closed,
);
export type Airflow = Of<typeof Airflow>;

/** A run of a pipeline version, over Kubeflow Pipelines' REST API (v2beta1). */
export const KubeflowPipelines = Type.Object(
  {
    system: Type.Literal('kubeflow-pipelines'),
    url: ApiUrl,
    /** UUIDs: a version is immutable, so what runs is pinned. */
    pipeline: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
    version: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
    parameters: Parameters,
    ...deadline,
  },
  closed,
);
export type KubeflowPipelines = Of<typeof KubeflowPipelines>;

/** What trains the model somewhere else. */
export const ExternalTrainer = bySystem([KubeflowTrainer, Ray, Katib, Airflow, KubeflowPipelines]);
export type ExternalTrainer = Of<typeof ExternalTrainer>;

/** A Spark application (Spark operator). */
export const Spark = Type.Object(
  {
    system: Type.Literal('spark'),
    name: Type.String({ pattern: '^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$' }),
    language: Type.Enum(['Java', 'Python', 'Scala']),
    /** Spark's version in the image. */
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    image: Image,
    file: LocalFile,
    /** Java and Scala only. */
    mainClass: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.$]{0,199}$' })),
    args: Words,
    driver: Size,
    executors: Count,
    perExecutor: Size,
    /** Of the driver, which starts the executors: made by who installed the operator. */
    serviceAccount: DnsLabel,
    ...deadline,
  },
  closed,
);
export type Spark = Of<typeof Spark>;

/** A Flink application that ends (Flink's operator). */
export const Flink = Type.Object(
  {
    system: Type.Literal('flink'),
    name: Type.String({ pattern: '^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$' }),
    /** Flink's version in the image, as the operator writes it. */
    version: Type.Enum(['v1_19', 'v1_20', 'v2_0', 'v2_1', 'v2_2']),
    image: Image,
    jar: LocalFile,
    entryClass: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.$]{0,199}$' })),
    args: Words,
    parallelism: Count,
    jobManager: Size,
    taskManager: Size,
    /** Of the JobManager, which starts the TaskManagers: made by who installed the operator. */
    serviceAccount: DnsLabel,
    /** Where the operator runs: it asks the JobManager how the job is. */
    operatorNamespace: DnsLabel,
    ...deadline,
  },
  closed,
);
export type Flink = Of<typeof Flink>;

/** What prepares data somewhere else. */
export const DataJob = bySystem([Spark, Flink]);
export type DataJob = Of<typeof DataJob>;
