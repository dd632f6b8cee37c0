import { byCodeUnit } from '../by-code-unit.ts';
import { LISTED_FIELDS, RADII, type FieldChange, type ResourceChange } from '../contracts/resource-change.ts';
import { radiusOf } from './blast-radius.ts';
import { fieldChanges } from './fields.ts';

/** A file of `synth/` and the document in it; null when nobody can read it as one. */
export interface Manifest {
  readonly path: string;
  readonly object: unknown;
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A resource is the same one while group, kind, namespace and name stay; another version of its API is a change of it. */
interface Identity extends Pick<ResourceChange, 'apiVersion' | 'kind' | 'namespace' | 'name'> {
  readonly key: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

function identityOf({ path, object }: Manifest): Identity {
  const { apiVersion, kind, metadata } = isTree(object) ? object : {};
  const { name, namespace } = isTree(metadata) ? metadata : {};
  const found = {
    apiVersion: text(apiVersion),
    kind: text(kind),
    namespace: typeof namespace === 'string' ? text(namespace) : null,
    name: text(name),
  };
  const group = found.apiVersion.includes('/') ? found.apiVersion.split('/', 1) : [];
  // What names nothing is told apart by its file.
  const known = found.kind !== '' && found.name !== '';
  return { ...found, key: JSON.stringify(known ? [group, found.kind, found.namespace, found.name] : [path]) };
}

const ACTIONS = ['removed', 'changed', 'added'] as const;

function before(a: ResourceChange, b: ResourceChange): number {
  return (
    RADII.indexOf(a.radius) - RADII.indexOf(b.radius) ||
    ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action) ||
    byCodeUnit(a.kind, b.kind) ||
    byCodeUnit(a.path, b.path)
  );
}

/**
 * What became of each resource between two sets of files, what can reach furthest first. Whose bytes alone changed is not listed.
 * @param olds files of the base; `news` those that are there now. Files that are in neither with other bytes can be left out of both.
 */
export function resourceChanges(olds: readonly Manifest[], news: readonly Manifest[]): readonly ResourceChange[] {
  const stood = new Map(olds.map((manifest) => [identityOf(manifest).key, manifest]));
  const stands = new Set(news.map((manifest) => identityOf(manifest).key));
  const changes: ResourceChange[] = [];
  const say = (action: ResourceChange['action'], manifest: Manifest, fields: readonly FieldChange[] = []): void => {
    const { apiVersion, kind, namespace, name } = identityOf(manifest);
    changes.push({
      action,
      path: manifest.path,
      apiVersion,
      kind,
      namespace,
      name,
      radius: radiusOf(apiVersion, kind),
      fields: fields.slice(0, LISTED_FIELDS).map((field) => (kind === 'Secret' ? withoutSecret(field) : field)),
      moreFields: Math.max(0, fields.length - LISTED_FIELDS),
    });
  };
  for (const manifest of news) {
    const old = stood.get(identityOf(manifest).key);
    if (old === undefined) {
      say('added', manifest);
      continue;
    }
    const fields = fieldChanges(old.object, manifest.object);
    if (fields.length > 0) say('changed', manifest, fields);
  }
  for (const manifest of olds) if (!stands.has(identityOf(manifest).key)) say('removed', manifest);
  return changes.sort(before);
}

/** What a Secret holds is not repeated where more people read it than the repository. */
function withoutSecret({ path, before: old, after }: FieldChange): FieldChange {
  const hide = (value: string | null): string | null => (value === null ? null : 'hidden');
  return /^(data|stringData)\b/.test(path) ? { path, before: hide(old), after: hide(after) } : { path, before: old, after };
}
