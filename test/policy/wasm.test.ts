import { expect, test } from 'vitest';
import { evaluate, inspectWasm, newMemory, wipe } from '../../lib/policy/wasm.ts';
import { fakeModule } from './fake-module.ts';
import { built, bytes, CLEAN, smallRepository } from './support.ts';

test('a wiped memory holds nothing of the unit before, and answers as a new one does', async () => {
  const { module } = await built(await smallRepository());
  const memory = newMemory(1024);
  const secret = 'a-secret-of-the-unit-before';
  evaluate(module, memory, bytes({ ...CLEAN, card: { secret, filler: 'x'.repeat(300_000) } }));
  const holds = (text: string) => Buffer.from(memory.buffer).includes(text);
  expect(holds(secret)).toBe(true);
  wipe(memory);
  expect(holds(secret)).toBe(false);
  expect(Buffer.from(memory.buffer).every((byte) => byte === 0)).toBe(true);
  expect(evaluate(module, memory, bytes(CLEAN))).toEqual(evaluate(module, newMemory(1024), bytes(CLEAN)));
});

test('an input larger than the memory to begin with makes it grow, up to its maximum', async () => {
  const { module } = await built(await smallRepository());
  const input = bytes({ ...CLEAN, filler: 'x'.repeat(3_000_000) });
  expect(evaluate(module, newMemory(1024), input)).toHaveLength(1);
  expect(() => evaluate(module, newMemory(40), input)).toThrow(/WebAssembly\.Memory\.grow/);
});

test('a module says which entrypoints it has and what it asks of its host', async () => {
  const { module } = await built(await smallRepository());
  expect(inspectWasm(module)).toEqual({ builtins: [], entrypoints: ['main/report'] });
});

test("a module without OPA's interface is refused", () => {
  const empty = new WebAssembly.Module(new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]));
  expect(() => inspectWasm(empty)).toThrow('the module has another interface than 1.2 or a later 1.x of OPA');
  expect(inspectWasm(fakeModule({ text: '', deed: 'trap', returns: '' }))).toEqual({ builtins: [], entrypoints: ['main/report'] });
});
