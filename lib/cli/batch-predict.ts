import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';

/** What the step of a batch run executes. */
export const batchPredict: Command = {
  name: 'batch predict',
  summary: "score a file of rows with a model's server",
  options: [
    { flags: '--server <url>', kind: 'text', help: 'address that rows are posted to', required: true },
    { flags: '--ready <url>', kind: 'text', help: 'address that answers 2xx once the server can predict', required: true },
    { flags: '--rows <name>', kind: 'text', help: 'name of the list of rows in a call: records or instances', required: true },
    { flags: '--input <file>', kind: 'text', help: 'one JSON object a line', required: true },
    { flags: '--output <file>', kind: 'text', help: 'where the rows go with their predictions', required: true },
    { flags: '--size <number>', kind: 'text', help: 'rows a call (default 500)' },
    { flags: '--wait <seconds>', kind: 'text', help: 'how long to wait for the server (default 300)' },
  ],
  examples: [
    [
      'modelgate batch predict --server http://127.0.0.1:8080/predict --ready http://127.0.0.1:8080/readyz --rows records --input rows.jsonl --output scored.jsonl',
      'every row with its prediction, or exit code 2 and no file',
    ],
  ],
  async run(given, io) {
    const required = (name: string): string => text(given, name) ?? '';
    const { predictBatch } = await import('../jobs/batch/predict.ts');
    const rows = await predictBatch({
      server: required('server'),
      ready: required('ready'),
      rows: listOf(required('rows')),
      input: required('input'),
      output: required('output'),
      size: whole('--size', text(given, 'size') ?? '500', 1000),
      waitSeconds: whole('--wait', text(given, 'wait') ?? '300', 3600),
    });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, rows, output: required('output') }, null, 2)}\n`);
    else io.out(`${required('output')}: ${String(rows)} rows\n`);
    return 0;
  },
};

function listOf(given: string): string {
  if (given === 'records' || given === 'instances') return given;
  throw new UserError(
    'usage.bad_value',
    `--rows is ${JSON.stringify(given)}; expected records or instances`,
    'Name the list as the server does.',
  );
}

function whole(option: string, given: string, most: number): number {
  const value = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UserError('usage.bad_number', `${option} is ${JSON.stringify(given)}; expected 1 to ${String(most)}`, 'Give a whole number.');
}
