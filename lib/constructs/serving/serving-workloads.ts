import type { ExpectedWorkload } from '../../contracts/spec/expected-workload.ts';
import type { ClassifierProps } from '../declaration.ts';
import { cardNameOf, SERVER_CONTAINER } from '../plan.ts';
import { CARD_CONTAINER } from './card/names.ts';
import { FETCH_CONTAINER } from './model-files.ts';

/** What serves a model in one environment, with every container that has to be in it. */
export function servingWorkloads(id: string, progressive: boolean, { modelVolume, card }: ClassifierProps): readonly ExpectedWorkload[] {
  const containers = [SERVER_CONTAINER, ...(modelVolume?.from === 'download' ? [FETCH_CONTAINER] : [])];
  return [
    { kind: progressive ? 'Rollout' : 'Deployment', name: id, containers },
    ...(card?.served === true ? [{ kind: 'Deployment' as const, name: cardNameOf(id), containers: [CARD_CONTAINER] }] : []),
  ];
}
