import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../errors.ts';
import { flag, text, texts, type Command, type Given } from './command.ts';

const POLL_MS = 15_000;
const MOST_MINUTES = 10_080;
const SYSTEMS = ['airflow', 'kubeflow-pipelines'] as const;

/** A step of a workflow whose work is done in another system. */
export const pipelineTrigger: Command = {
  name: 'pipeline trigger',
  summary: 'start a run in Airflow or Kubeflow Pipelines and wait for its end',
  options: [
    { flags: '--system <name>', kind: 'text', help: SYSTEMS.join(' or '), required: true },
    { flags: '--url <url>', kind: 'text', help: 'address of its API server', required: true },
    { flags: '--pipeline <name>', kind: 'text', help: 'id of the DAG, or of the pipeline', required: true },
    { flags: '--pipeline-version <id>', kind: 'text', help: 'with kubeflow-pipelines: the version of it' },
    { flags: '--parameter <name=json>', kind: 'texts', help: 'a value that the run is given (repeatable)' },
    { flags: '--run <name>', kind: 'text', help: 'name of the run; one that exists is waited for', required: true },
    { flags: '--deadline-minutes <n>', kind: 'text', help: 'how long to wait, at most 10080', required: true },
    { flags: '--token-file <file>', kind: 'text', help: 'holds the bearer token', required: true },
  ],
  examples: [
    [
      'modelgate pipeline trigger --system airflow --url https://airflow.example.com --pipeline train_churn --run churn-jobs-x7k2p --deadline-minutes 120 --token-file /run/token',
      '0 when the run succeeded, 1 when it failed or took too long, 2 when it could not be started or seen',
    ],
  ],
  async run(given, io) {
    const { runToItsEnd } = await import('../jobs/trigger/index.ts');
    const minutes = deadline(text(given, 'deadlineMinutes') ?? '');
    const parameters = Object.fromEntries(texts(given, 'parameter').map(parameter));
    const runs = await runsOf(given);
    const name = text(given, 'run') ?? '';
    const { id, state } = await runToItsEnd(runs, name, parameters, { deadlineMs: minutes * 60_000, pollMs: POLL_MS });
    const outcome = state === 'running' ? 'unfinished' : state;
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, run: name, id, outcome }, null, 2)}\n`);
    else io.out(`${id}: ${outcome === 'unfinished' ? `not finished in ${String(minutes)} minutes` : outcome}\n`);
    return state === 'succeeded' ? 0 : 1;
  },
};

async function runsOf(given: Given) {
  const { airflowRuns, kubeflowPipelinesRuns } = await import('../jobs/trigger/index.ts');
  const system = text(given, 'system') ?? '';
  const pipeline = text(given, 'pipeline') ?? '';
  const version = text(given, 'pipelineVersion');
  const api = { url: address(text(given, 'url') ?? ''), token: await token(text(given, 'tokenFile') ?? '') };
  if (system === 'airflow' && version === undefined) return airflowRuns(api, pipeline);
  if (system === 'kubeflow-pipelines' && version !== undefined) return kubeflowPipelinesRuns(api, pipeline, version);
  throw new UserError(
    'usage.bad_system',
    `--system is ${JSON.stringify(system)}, --pipeline-version ${version === undefined ? 'nothing' : JSON.stringify(version)}; expected airflow without a version, or kubeflow-pipelines with one`,
    'Correct the two.',
  );
}

/** Plain HTTP stays in the cluster, where the mesh or nobody else listens, or on the same machine. */
const PLAIN = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]|[a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local)(:\d+)?(\/|$)/;

function address(url: string): string {
  if ((/^https:\/\/[^\s@?#]+$/.test(url) || PLAIN.test(url)) && URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new UserError(
    'usage.bad_url',
    `--url is ${JSON.stringify(url)}; expected https and no credentials in it`,
    'Give the address of the API server.',
  );
}

async function token(file: string): Promise<string> {
  try {
    const found = (await readFile(file, 'utf8')).trim();
    if (/^[\x21-\x7e]+$/.test(found)) return found;
  } catch (cause) {
    throw new UserError('usage.no_token', `--token-file ${file}: ${messageOf(cause)}; expected a token`, 'Name the file that holds it.', {
      cause,
    });
  }
  throw new UserError('usage.no_token', `--token-file ${file}: not one word; expected a token`, 'Put the token into it, and nothing else.');
}

function parameter(written: string): readonly [string, unknown] {
  const at = written.indexOf('=');
  try {
    if (at > 0) return [written.slice(0, at), JSON.parse(written.slice(at + 1)) as unknown];
  } catch {
    // Told below, like a missing sign.
  }
  throw new UserError(
    'usage.bad_parameter',
    `--parameter is ${JSON.stringify(written)}; expected <name>=<JSON>`,
    'Write texts in double quotes: region="eu".',
  );
}

function deadline(written: string): number {
  if (/^[1-9]\d{0,4}$/.test(written) && Number(written) <= MOST_MINUTES) return Number(written);
  throw new UserError(
    'usage.bad_number',
    `--deadline-minutes is ${JSON.stringify(written)}; expected a whole number from 1 to ${String(MOST_MINUTES)}`,
    'Correct the number.',
  );
}
