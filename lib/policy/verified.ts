import { recall, remember } from '../remembered.ts';
import { sha256 } from '../sha256.ts';
import { MANIFEST_FILE, WASM_FILE } from './build.ts';
import { CAPABILITIES, type PolicySource } from './policy-source.ts';

/**
 * A name of everything that a bundle is compared with, itself included.
 * @param files the files of the source
 * @returns undefined where git doesn't vouch for each of them: then they are compared each time
 */
export function sealOf(source: PolicySource, files: readonly string[]): string | undefined {
  const compared = files.filter((file) => file.endsWith('.rego') || [CAPABILITIES, MANIFEST_FILE, WASM_FILE].includes(file));
  const hashes = compared.map((file) => source.hash?.(file));
  if (hashes.includes(undefined)) return undefined;
  return `policies-${sha256(compared.map((file, index) => `${file}\0${hashes[index] ?? ''}\0`).join(''))}`;
}

/** Whether this build of the framework has found all of it to agree before. */
export function isVerified(seal: string): boolean {
  return recall(seal) !== null;
}

/** Remembers that. */
export function noteVerified(seal: string): void {
  remember(seal, '');
}
