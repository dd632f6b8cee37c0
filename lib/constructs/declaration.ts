import type { RiskTier } from '../contracts/common.ts';
import type { Autoscaling } from '../contracts/spec/autoscaling.ts';
import type { BatchInference } from '../contracts/spec/batch.ts';
import type { CardServing } from '../contracts/spec/card-server.ts';
import type { OwnEnforcement } from '../contracts/spec/enforcement.ts';
import type { ExternalTrainer } from '../contracts/spec/external-jobs.ts';
import type { ModelVolume } from '../contracts/spec/model-volume.ts';
import type { Measurement, Search, Trigger } from '../contracts/spec/pipelines.ts';
import type { Privacy } from '../contracts/spec/privacy.ts';
import type { ProtectedAttribute } from '../contracts/spec/protected-attribute.ts';
import type { RolloutSpec } from '../contracts/spec/rollout.ts';
import type { Runtime } from '../contracts/spec/runtime.ts';
import type { Secret } from '../contracts/spec/secret.ts';
import type * as spec from '../contracts/spec/traffic.ts';
import type { Explainer, Stage } from '../contracts/spec/stages.ts';
import type { Target } from '../contracts/spec/target.ts';
import type { ThresholdOverrides } from '../contracts/thresholds.ts';
import type { DataProps } from './data/declare.ts';
import { fromGiven } from './from-given.ts';

/** Who answers for a model. */
export interface Owner {
  /** A DNS label, because it becomes a label value: `people-analytics`. */
  readonly team: string;
  /** Where questions and alarms go. */
  readonly email: `${string}@${string}.${string}`;
}

/** A workload that may call the model, by the identity that the mesh proves. `modelgate.config.ts` lists those there are. */
export interface Consumer {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** @default GET and POST */
  readonly methods?: NonNullable<spec.Consumer['methods']>;
  /** Paths (`/predict`) and what is below a path (`/v1/*`). @default all but the metrics */
  readonly paths?: readonly `/${string}`[];
}

/** A host that the model's pods may call; they reach no other. */
export interface Egress {
  /** One full name: outside the cluster, or a Service's `<name>.<namespace>.svc.cluster.local`. */
  readonly host: string;
  readonly port: number;
  /** HTTPS and TLS are encrypted by the server itself, and told apart by the name that it asks for (SNI). */
  readonly protocol: spec.Egress['protocol'];
  /** The port of the pods behind a Service. @default the Service's */
  readonly targetPort?: number;
  /** Where a host outside the cluster is in a private network: its addresses, `10.20.0.0/16`. @default any public address */
  readonly cidr?: string;
}

export interface Traffic {
  /** First label of the host `<subdomain>.<environment>.<domain>`. @default the model's id */
  readonly subdomain?: string;
  /** What routes calls from outside. @default istio() */
  readonly via?: spec.Router;
  /** Who may call besides the ingress gateway. */
  readonly consumers: readonly Consumer[];
  /** Whose tokens (JWT) callers through the ingress gateway must bring. @default no token is asked for */
  readonly issuers?: readonly spec.Issuer[];
  /** Calls that one pod takes. @default no limit */
  readonly rateLimit?: spec.RateLimit;
  /** @default nothing */
  readonly egress?: readonly Egress[];
}

export interface Monitoring {
  /** Page that says what to do; every alert links to it. */
  readonly runbook: `https://${string}`;
  /** Seconds between two scrapes. @default 30 */
  readonly scrapeSeconds?: number;
}

/** When and how often the model is trained again. */
export interface Retrain {
  /** `cron(...)`, `kafka(...)`, `alert(...)`, `gitPush()`, `webhook()`. */
  readonly on: readonly [Trigger, ...Trigger[]];
  /** Hours from the start of one run to the next, at most 168. @default 24 */
  readonly cooldownHours?: number;
  /** Runs without a pull request before somebody has to look. @default 3 */
  readonly maxAttempts?: number;
  /** Strengths of reweighing that are tried, on the training rows, when the bias audit fails; at most 4. @default 3 */
  readonly mitigationAttempts?: number;
}

/** How many pods the autoscaler may choose. A progressive environment needs at least three. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

/** Limits of a model whose answers share out no favourable outcome: nothing to say about fairness. */
export type PlainThresholds = Omit<ThresholdOverrides, 'fairness' | 'regressionParity'>;

/** What every model says about itself. */
export interface ModelProps {
  /** One or two sentences: what it tells, from what. */
  readonly description: string;
  readonly owner: Owner;
  /** How much harm a wrong answer can do; chooses the file of limits. */
  readonly riskTier: RiskTier;
  /** What serves the model file. */
  readonly runtime: Runtime;
  /** What runs its pods: `kserve()`, `knative({ ... })`, `seldon()`. @default a Deployment, or a Rollout where traffic is handed out in steps */
  readonly target?: Target;
  /** How the model's files reach the server. @default in the server's image */
  readonly modelVolume?: ModelVolume;
  /** What the number of pods follows. @default cpu({ target: 70 }) */
  readonly autoscaling?: Autoscaling;
  /** Whether a small server shows the card as HTML and JSON. @default not */
  readonly card?: CardServing;
  /** Predictions for a file of rows at set times. @default none */
  readonly batch?: BatchInference;
  /** What a call passes before the server, and its answer after it, in this order. @default nothing */
  readonly stages?: readonly Stage[];
  /** What explains predictions beside the server. @default none */
  readonly explainer?: Explainer;
  /** Limits tighter than the tier's. @default the tier's */
  readonly thresholds?: PlainThresholds;
  /** Checks whose findings weigh more for this model, by code: `{ 'drift.above_limit': 'deny' }`. @default as for every model */
  readonly enforcement?: OwnEnforcement;
  readonly traffic: Traffic;
  /** What the serving container reads from the secret store: `externalSecret(...)`. @default none */
  readonly secrets?: readonly Secret[];
  /** How a candidate gets its traffic where the environment is progressive. */
  readonly rollout: RolloutSpec;
  readonly monitoring: Monitoring;
  /** When the model is trained again; the result is a pull request. @default by hand */
  readonly retrain?: Retrain;
  /** Hyperparameters to try: `grid({ ... })` or `randomSearch({ ... })`. @default none */
  readonly search?: Search;
  /** Measures how far live calls are from the training rows: `measured(...)`, a CSV with the model's inputs as columns. @default not measured */
  readonly drift?: Measurement;
  /** What it is made of and reads: contract, feature views, topics, connectors, stores, jobs. @default nothing declared */
  readonly data?: DataProps;
  /** The personal data in it, and what is done about that. @default none */
  readonly privacy?: Privacy;
  /** What trains it in another system: `kubeflowTrainer(...)`, `ray(...)`, `katib(...)`, `airflow(...)`, `kubeflowPipelines(...)`. @default none */
  readonly trainer?: ExternalTrainer;
  /** The environments of `modelgate.config.ts` that it may be in, and its size there. */
  readonly environments: Readonly<Record<string, Replicas>>;
}

/** What a regressor says besides: for whom it must err alike. */
export interface RegressorProps extends Omit<ModelProps, 'thresholds'> {
  /** Limits tighter than the tier's. @default the tier's */
  readonly thresholds?: Omit<ThresholdOverrides, 'fairness'>;
  /** Attributes whose groups' errors are compared. @default none */
  readonly protectedAttributes?: readonly ProtectedAttribute[];
}

/** What a classifier says besides: whom it must treat alike. */
export interface ClassifierProps extends Omit<ModelProps, 'thresholds'> {
  /** Limits tighter than the tier's. @default the tier's */
  readonly thresholds?: Omit<ThresholdOverrides, 'regressionParity'>;
  /** Attributes whose groups are measured. @default none */
  readonly protectedAttributes?: readonly ProtectedAttribute[];
  /** Measures how live answers treated those groups, once the truth is known: a CSV with `prediction`, `truth` and the attributes as columns. @default not measured */
  readonly biasAudit?: Measurement;
}

/**
 * A protected attribute: `protectedAttribute('gender', { groups: ['female', 'male'], reference: 'male' })`.
 * A reference that is none of the groups is a compile error.
 */
export function protectedAttribute<const Groups extends readonly [string, string, ...string[]]>(
  name: string,
  props: { readonly groups: Groups; readonly reference: NoInfer<Groups[number]> },
): ProtectedAttribute {
  return fromGiven(props, ({ groups, reference, ...rest }) => ({ name, reference, groups, ...rest }));
}
