import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { Quantity } from './kubernetes-names.ts';

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
