import Type, { type Static, type TSchema } from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel } from './kubernetes-names.ts';

/** KServe runs the pods, as a Deployment of its own (its mode `Standard`, once called `RawDeployment`). */
export const KServe = Type.Object({ system: Type.Literal('kserve') }, closed);
export type KServe = Of<typeof KServe>;

/** Knative Serving runs the pods, a revision a release. */
export const Knative = Type.Object(
  {
    system: Type.Literal('knative'),
    /** Calls in progress that each pod should have; the number of pods follows. */
    concurrency: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** Where Knative is installed: its autoscaler reads each pod's load. */
    namespace: DnsLabel,
    /** Where the Service `knative-local-gateway` is, through which calls from outside come. */
    gatewayNamespace: DnsLabel,
  },
  closed,
);
export type Knative = Of<typeof Knative>;

/** Seldon Core 2 loads the model's files into servers that models of the environment share. */
export const Seldon = Type.Object(
  {
    system: Type.Literal('seldon'),
    /** Secret that says how the store of the files is reached (an rclone remote). Absent: what the servers know already. */
    storageSecret: Type.Optional(DnsLabel),
  },
  closed,
);
export type Seldon = Of<typeof Seldon>;

const TARGETS = [KServe, Knative, Seldon] as const satisfies readonly TSchema[];

/** What runs the serving pods in place of a Deployment. The system chooses the branch, so a mistake is told by that branch alone. */
export const Target = Type.Unsafe<Static<(typeof TARGETS)[number]>>({
  type: 'object',
  discriminator: { propertyName: 'system' },
  required: ['system'],
  properties: { system: { type: 'string' } },
  oneOf: [...TARGETS],
});
export type Target = Of<typeof Target>;
