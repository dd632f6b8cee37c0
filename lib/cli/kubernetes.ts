import { readFile } from 'node:fs/promises';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { messageOf, UserError } from '../errors.ts';
import type { Io } from './command.ts';

/** Where Kubernetes puts what a pod needs to ask its API server. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TIMEOUT_MS = 20_000;
/** More than seven days of runs of one model can be. */
const MOST_BYTES = 64 << 20;

/**
 * Reads from the API server of the cluster that this runs in, or from `--server` (`kubectl proxy`), which needs no token.
 * @param resource path below the server, `/apis/argoproj.io/...`; `{namespace}` stands for the pod's own
 * @throws UserError `kubernetes.not_in_cluster`, `kubernetes.refused`, `kubernetes.unavailable`
 */
export async function readKubernetes(resource: string, server: string | undefined, { env }: Io): Promise<unknown> {
  if (server !== undefined) return get(new URL(resource, server), {});
  const host = env['KUBERNETES_SERVICE_HOST'];
  if (host === undefined) {
    throw new UserError(
      'kubernetes.not_in_cluster',
      'KUBERNETES_SERVICE_HOST is not set; expected to run in a pod',
      'Run it in the pipeline, or give --server with the address of `kubectl proxy`.',
    );
  }
  const [token, ca, namespace] = await Promise.all(['token', 'ca.crt', 'namespace'].map((name) => mounted(`${ACCOUNT}/${name}`)));
  const url = new URL(`https://${host.includes(':') ? `[${host}]` : host}:${env['KUBERNETES_SERVICE_PORT'] ?? '443'}`);
  const path = resource.replace('{namespace}', encodeURIComponent((namespace ?? '').trim()));
  return get(new URL(path, url), { authorization: `Bearer ${(token ?? '').trim()}` }, ca);
}

async function mounted(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UserError(
      'kubernetes.not_in_cluster',
      `${file}: cannot be read; expected the pod's service account`,
      'Set automountServiceAccountToken for this pod.',
      { cause },
    );
  }
}

async function get(url: URL, headers: Readonly<Record<string, string>>, ca?: string): Promise<unknown> {
  const { status, text } = await answer(url, headers, ca).catch((cause: unknown) => {
    throw new UserError('kubernetes.unavailable', `${url.origin}: ${messageOf(cause)}; expected an answer`, 'Run it again.', { cause });
  });
  if (status !== 200) {
    throw new UserError(
      'kubernetes.refused',
      `${url.origin}${url.pathname}: status ${String(status)}, ${JSON.stringify(text.slice(0, 200))}; expected a list`,
      'Give the account the right to list this resource.',
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UserError('kubernetes.unavailable', `${url.origin}${url.pathname}: no JSON; expected a list`, 'Run it again.', { cause });
  }
}

function answer(
  url: URL,
  headers: Readonly<Record<string, string>>,
  ca?: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? overHttps : overHttp;
    const sent = start(url, { headers, timeout: TIMEOUT_MS, ...(ca === undefined ? {} : { ca }) }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MOST_BYTES) sent.destroy(new Error(`more than ${String(MOST_BYTES)} bytes`));
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end();
  });
}
