import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel } from './kubernetes-names.ts';

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
