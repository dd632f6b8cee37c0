import type { Plan } from '../plan.ts';

/** A kind of the cluster's, as `cluster.crds` in modelgate.config.ts lists it. */
export interface Crd {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

/** Pods of another namespace. */
export interface Peer {
  readonly namespace: string;
  readonly port: number;
}

/** A custom resource that an operator of the cluster works off: the port that every such adapter is behind. */
export interface OperatorAdapter<Job> {
  readonly by: 'operator';
  readonly crd: Crd;
  /** A label selector over the object's JSON; all of its requirements have to hold. */
  readonly successCondition: string;
  /** The same; one of its requirements is enough. */
  readonly failureCondition: string;
  /** The object's spec; metadata are the same for all. */
  readonly specOf: (job: Job, plan: Plan) => object;
  /** Who besides the job's own pods calls them, and on which port. */
  readonly callerOf?: (job: Job) => Peer;
  /** Whom besides each other the job's own pods call. */
  readonly calleeOf?: (job: Job) => Peer;
}

/** A command of ours that starts a run somewhere else, over HTTP, and waits for its end. */
export interface CommandAdapter<Job> {
  readonly by: 'command';
  readonly commandOf: (job: Job) => readonly string[];
}
