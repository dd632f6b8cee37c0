import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { Agent, request as send } from 'node:https';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { UserError } from '../../lib/errors.ts';
import { freePorts } from './ports.ts';
import { waitFor, type Processes, type Running } from './processes.ts';

/** Seconds until a server must answer; an idle machine needs 10. */
const READY_SECONDS = 180;

/** Requests at a time: more only wait inside the server. */
const CONNECTIONS = 8;

export interface Answer {
  readonly status: number;
  /** The object, or the Status that says why not. */
  readonly body: unknown;
}

/** A resource, as far as this file looks into it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface ApplyOptions {
  /** Judge and default it, store nothing. @default false */
  readonly dryRun?: boolean;
  /** @default the object itself, as JSON */
  readonly yaml?: string;
}

/** A control plane without nodes: objects are stored, defaulted, admitted and served; no pod ever runs. */
export interface Kube {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** Bearer token of an administrator. */
  readonly token: string;
  /** File for clients that want one. */
  readonly kubeconfig: string;
  /** Writes one for a service account of the cluster, with that account's rights. @returns the file */
  readonly kubeconfigAs: (namespace: string, serviceAccount: string) => string;
  readonly apiserver: Running;
  readonly request: (method: string, path: string, body?: { readonly type: string; readonly text: string }) => Promise<Answer>;
  /** Path of an object: `/apis/apps/v1/namespaces/x/deployments/y`. Asks the server once per group and version. */
  readonly pathOf: (object: KubeObject) => Promise<string>;
  /** Server-side apply with strict field validation, as Argo CD does it. */
  readonly apply: (object: KubeObject, options?: ApplyOptions) => Promise<Answer>;
}

function client(url: string, token: string, ca: string): Kube['request'] {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca });
  return (method, where, body) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) }),
      };
      const asking = send(`${url}${where}`, { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = response.headers['content-type']?.startsWith('application/json') === true;
          resolve({ status: response.statusCode ?? 0, body: isJson ? (JSON.parse(text) as unknown) : text });
        });
      });
      asking.on('error', reject);
      asking.end(body?.text);
    });
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Finds out where objects live, from what the server says it serves. */
function locator(request: Kube['request']): Kube['pathOf'] {
  const served = new Map<string, Promise<readonly Resource[]>>();
  const ask = async (root: string): Promise<readonly Resource[]> => {
    const { status, body } = await request('GET', root);
    if (status === 404) return [];
    return (body as { readonly resources: readonly Resource[] }).resources.filter(({ name }) => !name.includes('/'));
  };
  return async ({ apiVersion, kind, metadata }) => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = served.get(root) ?? ask(root);
    served.set(root, known);
    const resource = (await known).find((candidate) => candidate.kind === kind);
    if (resource === undefined) {
      served.delete(root);
      throw new UserError(
        'cluster.unknown_kind',
        `${apiVersion} ${kind} ${metadata.name}: the API server serves no such kind`,
        'Apply its CustomResourceDefinition first: tools/table.ts lists them.',
      );
    }
    const place = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${place}/${resource.name}/${metadata.name}`;
  };
}

function serviceAccountKeys(folder: string): { readonly signing: string; readonly verifying: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const [signing, verifying] = [path.join(folder, 'service-account.key'), path.join(folder, 'service-account.pub')];
  writeFileSync(signing, privateKey, { mode: 0o600 });
  writeFileSync(verifying, publicKey);
  return { signing, verifying };
}

function startEtcd(processes: Processes, program: string, clients: number, peers: number): void {
  const [clientUrl, peerUrl] = [`http://127.0.0.1:${String(clients)}`, `http://127.0.0.1:${String(peers)}`];
  processes.start('etcd', program, [
    ...['--data-dir', path.join(processes.folder, 'etcd')],
    // What is stored is thrown away, so it need not survive a power cut.
    '--unsafe-no-fsync',
    ...['--log-level', 'error'],
    ...['--listen-client-urls', clientUrl, '--advertise-client-urls', clientUrl],
    ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
    ...['--initial-cluster', `default=${peerUrl}`],
  ]);
}

/** @param as whom the administrator speaks for, absent for the administrator */
function kubeconfigOf(url: string, ca: string, token: string, as?: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster: { server: url, 'certificate-authority': ca } }],
    users: [{ name: 'admin', user: { token, ...(as === undefined ? {} : { as }) } }],
    contexts: [{ name: 'admin', context: { cluster: 'cluster', user: 'admin' } }],
    'current-context': 'admin',
  });
}

/**
 * Starts etcd and kube-apiserver on free ports of loopback and waits until they serve.
 * @throws UserError `cluster.not_ready` with the end of the server's log
 */
export async function startKube(processes: Processes, tools: { readonly etcd: string; readonly 'kube-apiserver': string }): Promise<Kube> {
  const [port = 0, clients = 0, peers = 0] = await freePorts(3);
  const url = `https://127.0.0.1:${String(port)}`;
  const { folder } = processes;
  const certificates = path.join(folder, 'certificates');
  const certificate = path.join(certificates, 'apiserver.crt');
  const token = randomBytes(16).toString('hex');
  const tokens = path.join(folder, 'tokens.csv');
  await mkdir(certificates);
  writeFileSync(tokens, `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const keys = serviceAccountKeys(folder);

  startEtcd(processes, tools.etcd, clients, peers);
  const apiserver = processes.start('kube-apiserver', tools['kube-apiserver'], [
    ...['--etcd-servers', `http://127.0.0.1:${String(clients)}`],
    ...['--cert-dir', certificates],
    ...['--bind-address', '127.0.0.1', '--advertise-address', '127.0.0.1', '--secure-port', String(port)],
    ...['--endpoint-reconciler-type', 'none', '--service-cluster-ip-range', '10.0.0.0/24'],
    ...['--authorization-mode', 'RBAC', '--token-auth-file', tokens],
    ...['--service-account-issuer', url, '--service-account-key-file', keys.verifying, '--service-account-signing-key-file', keys.signing],
    // A large CustomResourceDefinition takes longer than the default on a busy machine.
    ...['--request-timeout', '5m'],
    // Every pod would need a token that no controller makes here.
    ...['--disable-admission-plugins', 'ServiceAccount'],
  ]);

  let request: Kube['request'] | undefined;
  await waitFor('kube-apiserver', apiserver, READY_SECONDS, async () => {
    if (!existsSync(certificate)) return 'no certificate yet';
    request ??= client(url, token, readFileSync(certificate, 'utf8'));
    try {
      const { status, body } = await request('GET', '/readyz');
      return status === 200 ? true : `status ${String(status)}: ${String(body)}`;
    } catch (error) {
      return String(error);
    }
  });
  if (request === undefined) throw new Error('ready without a client');
  const kubeconfig = path.join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(url, certificate, token), { mode: 0o600 });
  const ask = request;
  const pathOf = locator(ask);
  return {
    url,
    token,
    kubeconfig,
    kubeconfigAs(namespace, serviceAccount) {
      const file = path.join(folder, `kubeconfig-${namespace}-${serviceAccount}`);
      const as = `system:serviceaccount:${namespace}:${serviceAccount}`;
      writeFileSync(file, kubeconfigOf(url, certificate, token, as), { mode: 0o600 });
      return file;
    },
    apiserver,
    request: ask,
    pathOf,
    async apply(object, { dryRun = false, yaml } = {}) {
      const query = `fieldManager=modelgate&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
      const text = yaml ?? JSON.stringify(object);
      return await ask('PATCH', `${await pathOf(object)}?${query}`, { type: 'application/apply-patch+yaml', text });
    },
  };
}

/** Sentence of a refusal: what the server's Status says. */
export function reasonOf({ status, body }: Answer): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : String(body);
  return `${String(status)}: ${message}`;
}

function established({ body }: Answer): true | string {
  const { status } = body as { readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } };
  const conditions = status?.conditions ?? [];
  return conditions.some(({ type, status: is }) => type === 'Established' && is === 'True') ? true : JSON.stringify(conditions);
}

/**
 * Creates every CustomResourceDefinition under a folder and waits until each is served.
 * @returns how many
 * @throws UserError `cluster.crd_refused`, `cluster.not_ready`
 */
export async function applyCrds(kube: Kube, folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml')).sort();
  const definitions: KubeObject[] = [];
  for (const name of files) {
    for (const document of parseAllDocuments(await readFile(path.join(folder, name), 'utf8'))) {
      const object = document.toJS() as KubeObject | null;
      if (object?.kind === 'CustomResourceDefinition') definitions.push(object);
    }
  }
  // One after the other, and created rather than applied: the large ones (4 MB) keep the server busy for seconds each.
  for (const definition of definitions) {
    const { name } = definition.metadata;
    const where = await kube.pathOf(definition);
    const created = await kube.request('POST', path.posix.dirname(where), { type: 'application/json', text: JSON.stringify(definition) });
    if (created.status >= 300) {
      throw new UserError('cluster.crd_refused', `${name}: ${reasonOf(created)}`, 'Correct the source in tools/table.ts.');
    }
    await waitFor(`CustomResourceDefinition ${name}`, kube.apiserver, READY_SECONDS, async () =>
      established(await kube.request('GET', where)),
    );
  }
  return definitions.length;
}
