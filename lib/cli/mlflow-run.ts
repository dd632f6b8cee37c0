import { UserError, messageOf } from '../errors.ts';
import type { Io } from './command.ts';

const RUN = /^runs:\/([0-9A-Za-z_-]{1,64})$/;
const TIMEOUT_SECONDS = 30;

/** The id in `runs:/ID`, MLflow's address of a run; null when the text is a file's path. */
export function runId(source: string): string | null {
  return RUN.exec(source)?.[1] ?? null;
}

/** As MLflow's own clients sign in: a token, or a name and a password. */
function authorization(env: Io['env']): Readonly<Record<string, string>> {
  const [token, user, password] = ['TOKEN', 'USERNAME', 'PASSWORD'].map((name) => env[`MLFLOW_TRACKING_${name}`]);
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (user === undefined || password === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/**
 * A run as a tracking server's REST API tells it.
 * @param server address of the server, without `/api`
 * @throws UserError `mlflow.unreachable`, `mlflow.refused`
 */
export async function fetchRun(server: string, id: string, env: Io['env']): Promise<Uint8Array> {
  const address = `${server.replace(/\/+$/, '')}/api/2.0/mlflow/runs/get?run_id=${id}`;
  let status: number;
  let body: Uint8Array;
  try {
    // A redirect would carry the password to wherever it points.
    const answer = await fetch(address, {
      headers: authorization(env),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
    });
    status = answer.status;
    body = new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause !== undefined ? `: ${messageOf(cause.cause)}` : '';
    throw new UserError(
      'mlflow.unreachable',
      `${address}: ${messageOf(cause)}${inner}; expected the run within ${String(TIMEOUT_SECONDS)} seconds`,
      'Check the address of the tracking server and the way to it.',
      { cause },
    );
  }
  if (status === 200) return body;
  const said = Buffer.from(body).toString('utf8').replaceAll(/\s+/g, ' ').slice(0, 200);
  throw new UserError(
    'mlflow.refused',
    `${address}: status ${String(status)}, ${said}; expected the run`,
    'Check the run id; a server with a login takes MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.',
  );
}
