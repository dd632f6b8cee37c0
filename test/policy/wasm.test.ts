import { expect, test } from 'vitest';
import { inspectWasm } from '../../lib/policy/wasm.ts';
import { fakeModule } from './fake-module.ts';
import { built, smallRepository } from './support.ts';

test('a module says which entrypoints it has and what it asks of its host', async () => {
  const { module } = await built(await smallRepository());
  expect(inspectWasm(module)).toEqual({ builtins: [], entrypoints: ['main/report'] });
});

test("a module without OPA's interface is refused", () => {
  const empty = new WebAssembly.Module(new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]));
  expect(() => inspectWasm(empty)).toThrow('the module has another interface than 1.2 or a later 1.x of OPA');
  expect(inspectWasm(fakeModule({ text: '', deed: 'trap', returns: '' }))).toEqual({ builtins: [], entrypoints: ['main/report'] });
});
