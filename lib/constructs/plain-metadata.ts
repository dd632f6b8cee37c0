import type { ApiObjectMetadataDefinition } from 'cdk8s';
import { NOT_PLAIN } from './plain-json.ts';

/** What cdk8s keeps of metadata where its types don't show it. */
const HIDDEN = ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/**
 * Metadata as cdk8s writes it, in one pass: keys in code-unit order, empty ones left out.
 * @returns `NOT_PLAIN` when it holds anything but texts and mappings of texts, to be left to cdk8s
 */
export function plainMetadata(metadata: ApiObjectMetadataDefinition): unknown {
  const given: Record<string, unknown> = { ...(Reflect.get(metadata, '_additionalAttributes') as object), name: metadata.name };
  given['namespace'] = metadata.namespace;
  for (const key of HIDDEN) given[key] = Reflect.get(metadata, key);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(given).sort()) {
    const value = given[key];
    if (value === undefined || value === null) continue;
    const inner = typeof value === 'string' ? value : texts(value);
    if (inner === NOT_PLAIN || key === '__proto__') return NOT_PLAIN;
    if (inner !== undefined) copy[key] = inner;
  }
  return copy;
}

/** @returns undefined for an empty list or mapping */
function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : NOT_PLAIN;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return NOT_PLAIN;
  const copy: Record<string, unknown> = {};
  let empty = true;
  for (const key of Object.keys(value).sort()) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner === undefined || inner === null) continue;
    if (typeof inner !== 'string' || key === '__proto__') return NOT_PLAIN;
    copy[key] = inner;
    empty = false;
  }
  return empty ? undefined : copy;
}
