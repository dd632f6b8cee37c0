import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hasSection, inspectApart } from '../../lib/policy/inspect-apart.ts';
import { inspectWasm } from '../../lib/policy/wasm.ts';

const real = readFileSync(path.join(import.meta.dirname, '../../policies/bundle/policy.wasm'));
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const FUNCTION_TYPE = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00];
const MEMORY_OF_HOST = [0x02, 0x0f, 0x01, 0x03, ...Buffer.from('env'), 0x06, ...Buffer.from('memory'), 0x02, 0x00, 0x00];
const ONE_FUNCTION = [0x03, 0x02, 0x01, 0x00];
const START_IT = [0x08, 0x01, 0x00];
const LOOP = [0x0a, 0x09, 0x01, 0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b];
const TRAP = [0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b];
const OWN_MEMORY = [0x05, 0x03, 0x01, 0x00, 0x01];

const bytes = (...parts: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> => Uint8Array.from([MAGIC, ...parts].flat());
const inspected = (wasm: Uint8Array<ArrayBuffer>) => inspectApart(new WebAssembly.Module(wasm), wasm);

test('a module that OPA compiled says of itself what it says in this thread', async () => {
  const wasm = Uint8Array.from(real);
  expect(await inspected(wasm)).toEqual(inspectWasm(new WebAssembly.Module(wasm)));
});

test('a module that never ends its start is stopped', { timeout: 30_000 }, async () => {
  const endless = bytes(FUNCTION_TYPE, MEMORY_OF_HOST, ONE_FUNCTION, START_IT, LOOP);
  await expect(inspected(endless)).rejects.toThrow('did not say what it is in 5000 ms');
});

test('a module that traps, that is no policy, or that wants more of its host is refused', async () => {
  await expect(inspected(bytes(FUNCTION_TYPE, MEMORY_OF_HOST, ONE_FUNCTION, START_IT, TRAP))).rejects.toThrow('unreachable');
  await expect(inspected(bytes())).rejects.toThrow('another interface than 1.2');
  const asks = bytes(FUNCTION_TYPE, [0x02, 0x0e, 0x01, 0x03, ...Buffer.from('env'), 0x06, ...Buffer.from('system'), 0x00, 0x00]);
  await expect(inspected(asks)).rejects.toThrow('system');
});

test('a module with a memory of its own, which no bound would hold, is refused before anything of it runs', async () => {
  await expect(inspected(bytes(OWN_MEMORY))).rejects.toThrow('a memory of its own');
});

test('sections are found wherever they stand', () => {
  expect(hasSection(real, 5)).toBe(false);
  for (const id of [1, 2, 3, 4, 6, 7, 8, 9, 10, 11]) expect(hasSection(real, id)).toBe(true);
  expect(hasSection(bytes(FUNCTION_TYPE, OWN_MEMORY), 5)).toBe(true);
});
