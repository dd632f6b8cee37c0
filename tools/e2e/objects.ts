import type { Kube } from '../cluster/kube.ts';

/** An object of the API, to be looked into. */
export interface Live {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
    readonly deletionTimestamp?: string;
  };
  readonly [key: string]: unknown;
}

/** The value at a dotted path; undefined when something is missing on the way. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (here, key) => (typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[key] : undefined),
      value,
    );
}

/** The text at a dotted path; empty when there is none. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** Reads and changes objects by their paths. */
export interface Objects {
  /** The object, or null when there is none. */
  readonly get: (path: string) => Promise<Live | null>;
  /** @throws Error when the server refuses */
  readonly list: (path: string) => Promise<readonly Live[]>;
  /** A JSON merge patch. @throws Error when the server refuses */
  readonly patch: (path: string, change: unknown) => Promise<void>;
  /** @throws Error when the server refuses */
  readonly delete: (path: string) => Promise<void>;
}

export function objectsOf(kube: Kube): Objects {
  const ask = async (method: string, path: string, change?: unknown): Promise<{ status: number; body: unknown }> =>
    kube.request(method, path, change === undefined ? undefined : { type: 'application/merge-patch+json', text: JSON.stringify(change) });
  const refused = (path: string, { status, body }: { status: number; body: unknown }): Error =>
    new Error(`${path}: ${String(status)} ${textAt(body, 'message')}`);
  return {
    async get(path) {
      const answer = await ask('GET', path);
      if (answer.status === 404) return null;
      if (answer.status >= 300) throw refused(path, answer);
      return answer.body as Live;
    },
    async list(path) {
      const answer = await ask('GET', path);
      if (answer.status >= 300) throw refused(path, answer);
      return listAt(answer.body, 'items') as readonly Live[];
    },
    async patch(path, change) {
      const answer = await ask('PATCH', path, change);
      if (answer.status >= 300) throw refused(path, answer);
    },
    async delete(path) {
      const answer = await ask('DELETE', path);
      if (answer.status >= 300) throw refused(path, answer);
    },
  };
}

export const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
export const APPLICATION_SETS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applicationsets';
