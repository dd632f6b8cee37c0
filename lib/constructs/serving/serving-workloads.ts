import type { ExpectedWorkload } from '../../contracts/spec/expected-workload.ts';
import type { ClassifierProps } from '../declaration.ts';
import { batchNameOf, cardNameOf, SERVER_CONTAINER } from '../plan.ts';
import { PREDICT_STEP } from './batch/names.ts';
import { EXPLAINER_CONTAINER } from './beside-containers.ts';
import { CARD_CONTAINER } from './card/names.ts';
import { FETCH_CONTAINER } from './model-files.ts';

/** What serves a model in one environment, with every container that has to be in it. @param last of the model's environments */
export function servingWorkloads(
  id: string,
  progressive: boolean,
  last: boolean,
  { modelVolume, card, batch, stages = [], explainer }: ClassifierProps,
): readonly ExpectedWorkload[] {
  const containers = [
    SERVER_CONTAINER,
    ...stages.map(({ name }) => name),
    ...(explainer === undefined ? [] : [EXPLAINER_CONTAINER]),
    ...(modelVolume?.from === 'download' ? [FETCH_CONTAINER] : []),
  ];
  return [
    { kind: progressive ? 'Rollout' : 'Deployment', name: id, containers },
    ...(card?.served === true ? [{ kind: 'Deployment' as const, name: cardNameOf(id), containers: [CARD_CONTAINER] }] : []),
    ...(batch !== undefined && last ? [{ kind: 'CronWorkflow' as const, name: batchNameOf(id), containers: [PREDICT_STEP] }] : []),
  ];
}
