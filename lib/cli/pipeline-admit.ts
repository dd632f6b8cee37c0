import { UserError } from '../errors.ts';
import { flag, text, type Command, type Given } from './command.ts';
import { readKubernetes } from './kubernetes.ts';
import { writeOutputs } from './outputs.ts';

/** Longest cooldown that can be told: as long as finished runs are kept. */
const MOST_HOURS = 168;

/** The first step of a training run: whether it may go on. */
export const pipelineAdmit: Command = {
  name: 'pipeline admit',
  summary: 'say whether a training run may go on, by the runs before it',
  options: [
    { flags: '--pipeline <name>', kind: 'text', help: 'runs with this label modelgate.dev/pipeline are counted', required: true },
    { flags: '--run <name>', kind: 'text', help: 'the run that asks', required: true },
    { flags: '--cooldown-hours <n>', kind: 'text', help: 'from the start of one run to the next, at most 168', required: true },
    { flags: '--max-attempts <n>', kind: 'text', help: 'runs without a pull request before somebody has to look', required: true },
    { flags: '--outputs <folder>', kind: 'text', help: 'gets the files admitted (true or false) and reason', required: true },
    { flags: '--server <url>', kind: 'text', help: 'API server without authentication, such as kubectl proxy (default: the pod’s)' },
    { flags: '--namespace <name>', kind: 'text', help: 'with --server: namespace of the runs' },
  ],
  examples: [
    [
      'modelgate pipeline admit --pipeline churn-training --run churn-training-x7k2p --cooldown-hours 24 --max-attempts 3 --outputs /tmp/outputs',
      'in a pod of the pipeline, whose account may list workflows',
    ],
  ],
  async run(given, io) {
    const { instantOf } = await import('../evidence/index.ts');
    const { admit, pastRuns } = await import('../jobs/retraining/index.ts');
    const limits = {
      cooldownHours: number(given, 'cooldownHours', '--cooldown-hours', 0, MOST_HOURS),
      maxAttempts: number(given, 'maxAttempts', '--max-attempts', 1, 100),
    };
    const pipeline = text(given, 'pipeline') ?? '';
    const namespace = text(given, 'namespace');
    const selector = encodeURIComponent(`modelgate.dev/pipeline=${pipeline}`);
    const resource = `/apis/argoproj.io/v1alpha1/namespaces/${namespace === undefined ? '{namespace}' : encodeURIComponent(namespace)}/workflows?labelSelector=${selector}`;
    const runs = pastRuns(await readKubernetes(resource, text(given, 'server'), io), 'list of Workflows');
    const admission = admit(text(given, 'run') ?? '', runs, instantOf(`${new Date().toISOString().slice(0, 19)}Z`), limits);
    await writeOutputs(text(given, 'outputs') ?? '', { admitted: String(admission.admitted), reason: admission.reason });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...admission }, null, 2)}\n`);
    else io.out(`${admission.admitted ? 'admitted' : 'not admitted'}: ${admission.reason}\n`);
    return 0;
  },
};

function number(given: Given, key: string, option: string, min: number, max: number): number {
  const written = text(given, key) ?? '';
  if (/^\d{1,4}$/.test(written) && Number(written) >= min && Number(written) <= max) return Number(written);
  throw new UserError(
    'usage.bad_number',
    `${option} is ${JSON.stringify(written)}; expected a whole number from ${String(min)} to ${String(max)}`,
    'Correct the number.',
  );
}
