import Type from 'typebox';
import { call, type Api, type Parameters } from './api.ts';
import type { Runs, State } from './wait.ts';

const DagRun = Type.Object({ dag_run_id: Type.String(), state: Type.String() });
const EXISTS = 409;

const STATES: Readonly<Record<string, State>> = { success: 'succeeded', failed: 'failed' };

/** Runs of one DAG, over Airflow 3's API. A run that exists under the name already is the one that an earlier try started. */
export function airflowRuns(api: Api, dag: string): Runs {
  const runs = `/api/v2/dags/${encodeURIComponent(dag)}/dagRuns`;
  return {
    async start(name: string, parameters: Parameters) {
      await call(api, 'POST', runs, DagRun, { dag_run_id: name, logical_date: null, conf: parameters }, [EXISTS]);
      return name;
    },
    async state(id) {
      const run = await call(api, 'GET', `${runs}/${encodeURIComponent(id)}`, DagRun);
      return STATES[run?.state ?? ''] ?? 'running';
    },
  };
}
