import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel } from './kubernetes-names.ts';

/** A workload that synthesis must have written for a unit, so that the gate can miss it when it is gone. */
export const ExpectedWorkload = Type.Object(
  {
    /** `Service` is Knative's, `InferenceService` KServe's, `Model` Seldon's. */
    kind: Type.Enum([
      'AnalysisTemplate',
      'CronWorkflow',
      'Deployment',
      'InferenceService',
      'Model',
      'Rollout',
      'Service',
      'WorkflowTemplate',
    ]),
    name: DnsLabel,
    /** Init containers too; steps of a workflow by their templates. Empty where the pods are others'. */
    containers: Type.Array(DnsLabel, { maxItems: 20 }),
  },
  closed,
);
export type ExpectedWorkload = Of<typeof ExpectedWorkload>;
