import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares `text` with a golden file, byte for byte; `UPDATE_GOLDEN=1` writes the file instead, for a reviewer to read the diff. */
export function expectGolden(text: string, file: URL): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
