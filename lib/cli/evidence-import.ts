import type { Task } from '../contracts/common.ts';
import type { Command, Option } from './command.ts';

// Not read from the contract: every start would load the contracts for it.
const TASKS: readonly Task[] = ['binary-classification', 'multiclass-classification', 'regression', 'forecast', 'ranking'];

/** What an evaluation holds and sources often don't. */
const FACTS: readonly Option[] = [
  { flags: '--task <task>', kind: 'text', help: TASKS.join(', ') },
  { flags: '--artifact-sha256 <digest>', kind: 'text', help: 'sha256 of the model file that was evaluated' },
  { flags: '--dataset-name <name>', kind: 'text', help: 'held-out data; also chooses among data sets of a source' },
  { flags: '--dataset-version <version>', kind: 'text', help: 'its version' },
  { flags: '--dataset-sha256 <digest>', kind: 'text', help: 'sha256 of its bytes' },
  { flags: '--dataset-rows <number>', kind: 'text', help: 'how many rows were held out' },
  { flags: '--dataset-from <time>', kind: 'text', help: 'first moment of the data (RFC 3339, UTC), or `none` for data without time' },
  { flags: '--dataset-to <time>', kind: 'text', help: 'last moment of the data' },
  { flags: '--dataset-split <how>', kind: 'text', help: 'how it was held out: random, stratified, time, group' },
  { flags: '--produced-at <time>', kind: 'text', help: 'when it was measured (RFC 3339, UTC); the oldest source counts' },
  { flags: '--producer <name>', kind: 'text', help: 'what measured it (default: this command and the formats)' },
  { flags: '--latency-ms <p50,p95,p99>', kind: 'text', help: 'milliseconds of one prediction call' },
];

/** Brings what other tools measured into a release's evaluation. */
export const evidenceImport: Command = {
  name: 'evidence import',
  summary: "write a release's evaluation.json from what other tools measured",
  options: [
    { flags: '--model <id>', kind: 'text', help: 'the model', required: true },
    { flags: '--version <version>', kind: 'text', help: 'the version that was evaluated', required: true },
    { flags: '--from <format=file>', kind: 'texts', help: 'a source (repeatable); mlflow also takes runs:/ID', required: true },
    {
      flags: '--into <file>',
      kind: 'text',
      help: 'evaluation to write or merge into (default: models/<id>/versions/<version>/evaluation.json)',
    },
    { flags: '--metric <name=source>', kind: 'texts', help: "a metric by the source's own name (repeatable)" },
    { flags: '--reference <attribute=group>', kind: 'texts', help: 'privileged group that fairness is signed against (repeatable)' },
    { flags: '--positive-class <name>', kind: 'text', help: 'the class that counts as positive (default: 1)' },
    { flags: '--map <file>', kind: 'text', help: 'JSON pointers into the source to pointers into the evaluation, for json' },
    { flags: '--tracking-uri <url>', kind: 'text', help: "MLflow's server, for runs:/ID (default: the variable MLFLOW_TRACKING_URI)" },
    ...FACTS,
  ],
  examples: [
    [
      'modelgate evidence import --model churn --version 1.2.0 --from sklearn=report.json --from evidently=drift.json --from evaluation=rest.json',
      'three sources, one evaluation; what has no place in it is listed',
    ],
    [
      'modelgate evidence import --model churn --version 1.2.0 --from fairlearn=groups.json --reference sex=male --into out/evaluation.json',
      'adds groups and fairness to an evaluation in the making',
    ],
  ],
  run: async (given, io) => (await import('./evidence-import-run.ts')).importEvaluation(given, io),
};
