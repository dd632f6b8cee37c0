import type { ExpectedWorkload } from '../../contracts/spec/expected-workload.ts';
import type { Stage } from '../../contracts/spec/stages.ts';
import type { Target } from '../../contracts/spec/target.ts';
import type { ClassifierProps } from '../declaration.ts';
import { batchNameOf, cardNameOf } from '../plan.ts';
import { PREDICT_STEP } from './batch/names.ts';
import { EXPLAINER_CONTAINER } from './beside-containers.ts';
import { CARD_CONTAINER } from './card/names.ts';
import { FETCH_CONTAINER } from './model-files.ts';
import { isSeldon } from './targets/is-seldon.ts';
import { serverName } from './targets/server-name.ts';

/** What serves a model in one environment, with every container that has to be in it. @param last of the model's environments */
export function servingWorkloads(
  id: string,
  progressive: boolean,
  last: boolean,
  { target, modelVolume, card, batch, stages = [], explainer }: ClassifierProps,
): readonly ExpectedWorkload[] {
  // Seldon's servers are others'.
  if (isSeldon(target)) return [{ kind: 'Model', name: id, containers: [] }, ...cardWorkloads(id, card)];
  const containers = [
    serverName(target),
    // Declarations run without a type check, and the schema is asked later.
    ...(Array.isArray(stages) ? (stages as readonly (Stage | null)[]) : []).map((stage) => stage?.name ?? ''),
    ...(explainer === undefined ? [] : [EXPLAINER_CONTAINER]),
    ...(modelVolume?.from === 'download' ? [FETCH_CONTAINER] : []),
  ];
  return [
    { kind: progressive ? 'Rollout' : kindOf(target), name: id, containers },
    ...cardWorkloads(id, card),
    ...(batch !== undefined && last ? [{ kind: 'CronWorkflow' as const, name: batchNameOf(id), containers: [PREDICT_STEP] }] : []),
  ];
}

function cardWorkloads(id: string, card: ClassifierProps['card']): readonly ExpectedWorkload[] {
  return card?.served === true ? [{ kind: 'Deployment', name: cardNameOf(id), containers: [CARD_CONTAINER] }] : [];
}

function kindOf(target: Target | undefined): 'Deployment' | 'InferenceService' | 'Service' {
  // Declarations run without a type check: what is none of these is for the schema to say.
  if (target?.system === 'kserve') return 'InferenceService';
  return target?.system === 'knative' ? 'Service' : 'Deployment';
}
