export { airflowRuns } from './airflow.ts';
export type { Api } from './api.ts';
export { kubeflowPipelinesRuns } from './kubeflow-pipelines.ts';
export { runToItsEnd, type Ended, type Runs, type State } from './wait.ts';
