import type { ModelSpec } from '../../contracts/model-spec.ts';
import type { ExpectedWorkload } from '../../contracts/spec/expected-workload.ts';
import type { ExternalTrainer } from '../../contracts/spec/external-jobs.ts';
import { ADAPTERS, adapterOf, type ExternalJob } from './adapters.ts';
import { jobsNameOf } from './pod.ts';

/** Name of the trainer's step; a job of data has its own. */
export const TRAIN = 'train';

/** A job and the step that it is. */
export interface NamedJob {
  readonly name: string;
  readonly job: ExternalJob;
}

/** The jobs of a run, in order: what prepares the data, then what trains. */
export function jobsOf({ data, trainer }: Pick<ModelSpec, 'data' | 'trainer'>): readonly NamedJob[] {
  return [...(data?.jobs ?? []).map((job) => ({ name: job.name, job })), ...(trainer === undefined ? [] : [{ name: TRAIN, job: trainer }])];
}

/** Steps with a container of ours; the pods of the others are their operators'. */
export function commandSteps(spec: Pick<ModelSpec, 'data' | 'trainer'>): readonly string[] {
  return jobsOf(spec).flatMap(({ name, job }) => (adapterOf(job).by === 'command' ? [name] : []));
}

/**
 * What the gate may miss: the workflow of jobs, when a container of ours is in it. Only trainers are commands, and a declaration that
 * doesn't fit its schema yet has none.
 */
export function externalWorkloads(
  id: string,
  { trainer }: { readonly trainer?: ExternalTrainer | undefined },
): readonly ExpectedWorkload[] {
  const system: unknown = (trainer as { readonly system?: unknown } | undefined)?.system;
  const isCommand = Object.entries(ADAPTERS).some(([name, { by }]) => name === system && by === 'command');
  return isCommand ? [{ kind: 'WorkflowTemplate', name: jobsNameOf(id), containers: [TRAIN] }] : [];
}
