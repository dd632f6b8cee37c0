import type { DataJob, ExternalTrainer } from '../../contracts/spec/external-jobs.ts';
import { flinkAdapter } from '../data/jobs/flink.ts';
import { sparkAdapter } from '../data/jobs/spark.ts';
import { airflowAdapter } from '../training/trainers/airflow.ts';
import { katibAdapter } from '../training/trainers/katib.ts';
import { kubeflowPipelinesAdapter } from '../training/trainers/kubeflow-pipelines.ts';
import { kubeflowTrainerAdapter } from '../training/trainers/kubeflow-trainer.ts';
import { rayAdapter } from '../training/trainers/ray.ts';
import type { CommandAdapter, OperatorAdapter } from './adapter.ts';

/** A job that runs elsewhere. */
export type ExternalJob = DataJob | ExternalTrainer;
type System = ExternalJob['system'];

/** Every system that a job can run in. */
export const ADAPTERS: {
  readonly [S in System]: CommandAdapter<Extract<ExternalJob, { system: S }>> | OperatorAdapter<Extract<ExternalJob, { system: S }>>;
} = {
  airflow: airflowAdapter,
  flink: flinkAdapter,
  katib: katibAdapter,
  'kubeflow-pipelines': kubeflowPipelinesAdapter,
  'kubeflow-trainer': kubeflowTrainerAdapter,
  ray: rayAdapter,
  spark: sparkAdapter,
};

/** The adapter of a job, which takes that job: what the table's type says, and TypeScript can't follow through a union. */
export function adapterOf(job: ExternalJob): CommandAdapter<ExternalJob> | OperatorAdapter<ExternalJob> {
  return ADAPTERS[job.system] as CommandAdapter<ExternalJob> | OperatorAdapter<ExternalJob>;
}
