import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { CommandAdapter } from '../../external/adapter.ts';
import { deadlineAndToken } from '../../external/command.ts';
import { fromGiven } from '../../from-given.ts';

/** Trains with a DAG of Airflow 3: `airflow({ url: 'https://airflow.example.com', dag: 'train_churn', deadlineMinutes: 120 })`. */
export function airflow(props: Omit<spec.Airflow, 'parameters' | 'system'> & Partial<Pick<spec.Airflow, 'parameters'>>): spec.Airflow {
  return fromGiven(props, ({ parameters = {}, ...rest }) => ({ system: 'airflow', parameters, ...rest }));
}

/** A run of the DAG, named like the workflow's: a step that is tried again finds it. */
export const airflowAdapter: CommandAdapter<spec.Airflow> = {
  by: 'command',
  commandOf: ({ url, dag, parameters, deadlineMinutes }) => [
    ...['modelgate', 'pipeline', 'trigger', '--system', 'airflow', '--url', url, '--pipeline', dag],
    ...deadlineAndToken(deadlineMinutes, parameters),
  ],
};
