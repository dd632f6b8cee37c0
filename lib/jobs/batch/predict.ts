import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../errors.ts';

/** What to score, where, and with which server. */
export interface Batch {
  /** Address that rows are posted to. */
  readonly server: string;
  /** Address that answers 2xx once the server can predict. */
  readonly ready: string;
  /** Name of the list of rows in a call: `{"records": [...]}`. */
  readonly rows: string;
  /** One JSON object a line. */
  readonly input: string;
  /** One line a row of the input: the row with its prediction. */
  readonly output: string;
  /** Rows a call, at most. */
  readonly size: number;
  /** How long to wait for the server. */
  readonly waitSeconds: number;
}

/** Calls that no server answered are made again; one that a server refused is not. */
const ATTEMPTS = 3;
/** Bytes a call, at most: servers refuse long bodies. */
const MAX_CALL = 900_000;
const CALL_MS = 60_000;

/**
 * Scores every row of a file, in its order. The result appears whole or not at all.
 * @returns how many rows were scored
 * @throws UserError `batch.not_ready`, `batch.bad_row`, `batch.no_rows`, `batch.failed`, `batch.wrong_answer`
 */
export async function predictBatch(batch: Batch): Promise<number> {
  await serverReady(batch);
  const part = `${batch.output}.part`;
  const output = await open(part, 'w');
  let count = 0;
  try {
    for await (const rows of callsOf(batch)) {
      const predictions = await predict(batch, rows);
      await output.write(rows.map((row, index) => `${JSON.stringify({ ...row, prediction: predictions[index] })}\n`).join(''));
      count += rows.length;
    }
    await output.close();
    if (count === 0) {
      throw new UserError('batch.no_rows', `${batch.input}: no rows; expected one JSON object a line`, 'Find out why the input is empty.');
    }
    await rename(part, batch.output);
  } catch (error) {
    await output.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
  return count;
}

async function serverReady({ ready, waitSeconds }: Batch): Promise<void> {
  const end = performance.now() + waitSeconds * 1000;
  for (;;) {
    try {
      const response = await fetch(ready, { signal: AbortSignal.timeout(2000) });
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not yet: asked again below, and told when the time is over.
    }
    if (performance.now() >= end) {
      throw new UserError(
        'batch.not_ready',
        `${ready}: not ready after ${String(waitSeconds)} s; expected the model's server`,
        "Read the server container's log.",
      );
    }
    await setTimeout(250);
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Rows in the portions that are posted together. */
async function* callsOf({ input, size }: Batch): AsyncGenerator<readonly Row[]> {
  let rows: Row[] = [];
  let bytes = 0;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(input), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const length = Buffer.byteLength(line);
    if (rows.length >= size || bytes + length > MAX_CALL) {
      if (rows.length > 0) yield rows;
      rows = [];
      bytes = 0;
    }
    rows.push(rowOf(line, `${input}:${String(number)}`));
    bytes += length + 1;
  }
  if (rows.length > 0) yield rows;
}

function rowOf(line: string, where: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  throw new UserError('batch.bad_row', `${where}: ${line.slice(0, 60)}; expected one JSON object`, 'Correct the input.');
}

async function predict({ server, rows: key }: Batch, rows: readonly Row[]): Promise<readonly unknown[]> {
  const answer = await post(server, JSON.stringify({ [key]: rows }));
  const predictions = typeof answer === 'object' && answer !== null && 'predictions' in answer ? answer.predictions : undefined;
  if (Array.isArray(predictions) && predictions.length === rows.length) return predictions as readonly unknown[];
  throw new UserError(
    'batch.wrong_answer',
    `${server}: ${Array.isArray(predictions) ? `${String(predictions.length)} predictions` : 'no list of predictions'} for ${String(rows.length)} rows`,
    'Find out what the server answers to these rows.',
  );
}

async function post(server: string, body: string): Promise<unknown> {
  let last = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const response = await fetch(server, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(CALL_MS),
      });
      if (response.ok) return await response.json();
      last = `status ${String(response.status)}: ${(await response.text()).slice(0, 200)}`;
      if (response.status < 500) break;
    } catch (error) {
      last = error instanceof Error ? error.message : 'no answer';
    }
    if (attempt < ATTEMPTS) await setTimeout(200 * attempt);
  }
  throw new UserError('batch.failed', `${server}: ${last}; expected predictions`, "Read the server container's log.");
}
