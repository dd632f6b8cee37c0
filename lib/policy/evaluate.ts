import * as sdk from '@open-policy-agent/opa-wasm';
import type { SpareMemory } from './spare-memory.ts';
import { instantiate } from './wasm.ts';

// The package's types put beside each other what its module only has on its default export.
const { LoadedPolicy } = (sdk as unknown as { readonly default: typeof sdk }).default;

/**
 * Evaluates the first entrypoint in a new instance of a compiled policy. The SDK evaluates; its `loadPolicy` would make a new memory each
 * time (`SpareMemory` says what that costs), so the instance is made here.
 * @param input UTF-8 JSON of `serialise`
 * @returns the list of results, as the module gives it
 * @throws whatever the module, its host or the SDK throws; the memory is not used again
 */
export function evaluate(module: WebAssembly.Module, memories: SpareMemory, input: ArrayBuffer): unknown {
  const memory = memories.take();
  const instance = instantiate(module, memory);
  const policy = new LoadedPolicy(instance, memory, instance.exports.opa_wasm_abi_minor_version.value);
  const output: unknown = policy.evaluate(input);
  memories.give(memory);
  return output;
}
