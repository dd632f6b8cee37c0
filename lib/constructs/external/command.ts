import type { Airflow } from '../../contracts/spec/external-jobs.ts';

/** The key of the Secret, and the file in it, that holds the token of the other system. */
export const TOKEN = 'token';
export const TOKEN_FOLDER = '/var/run/secrets/modelgate/jobs';

/** What every command that runs a pipeline elsewhere is given. */
export function deadlineAndToken(deadlineMinutes: number, parameters: Airflow['parameters']): readonly string[] {
  return [
    ...['--run', '{{workflow.name}}', '--deadline-minutes', String(deadlineMinutes), '--token-file', `${TOKEN_FOLDER}/${TOKEN}`],
    // Of sorted names: the same declaration is the same command.
    ...Object.entries(parameters)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, value]) => ['--parameter', `${name}=${JSON.stringify(value)}`]),
  ];
}
