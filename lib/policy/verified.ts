import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../sha256.ts';
import { builtFile } from '../workers.ts';
import { MANIFEST_FILE, WASM_FILE } from './build.ts';
import { CAPABILITIES, type PolicySource } from './policy-source.ts';

/** Beside the build of the framework: who could write there could as well write what runs. */
function placeOf(seal: string): string {
  return path.join(path.dirname(fileURLToPath(builtFile('index'))), 'verified', seal);
}

/**
 * A name of everything that a bundle is compared with, itself included.
 * @param files the files of the source
 * @returns undefined where git doesn't vouch for each of them: then they are compared each time
 */
export function sealOf(source: PolicySource, files: readonly string[]): string | undefined {
  const compared = files.filter((file) => file.endsWith('.rego') || [CAPABILITIES, MANIFEST_FILE, WASM_FILE].includes(file));
  const hashes = compared.map((file) => source.hash?.(file));
  return hashes.includes(undefined) ? undefined : sha256(compared.map((file, index) => `${file}\0${hashes[index] ?? ''}\0`).join(''));
}

/** Whether this build of the framework has found all of it to agree before. */
export function isVerified(seal: string): boolean {
  return existsSync(placeOf(seal));
}

/** Remembers that. Where it can't be written down, it is found out again. */
export function noteVerified(seal: string): void {
  try {
    mkdirSync(path.dirname(placeOf(seal)), { recursive: true });
    writeFileSync(placeOf(seal), '');
  } catch {
    // An installation that nobody may write to.
  }
}
