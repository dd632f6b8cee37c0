import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** What the number of pods follows. Absent: CPU at 70 %. */
export const Autoscaling = Type.Object(
  {
    by: Type.Enum(['cpu', 'memory', 'custom-metric', 'keda']),
    /** Whole percent of the request (cpu, memory), or the value that each pod should have (custom-metric, keda). */
    target: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 }),
    /** Of the custom metrics API, one series a pod. */
    metric: Type.Optional(Type.String({ pattern: '^[a-z_:][a-z0-9_:]{0,199}$' })),
    /** PromQL with one number as its result, the total over all pods. */
    query: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
  },
  closed,
);
export type Autoscaling = Of<typeof Autoscaling>;
