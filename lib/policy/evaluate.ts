import * as sdk from '@open-policy-agent/opa-wasm';

/** Enough for a module and a small input; it grows from here. In pages of 64 KiB. */
const INITIAL_PAGES = 16;

// The package's types put beside each other what its module only has on its default export.
const { loadPolicySync } = (sdk as unknown as { readonly default: typeof sdk }).default;

/**
 * A new instance of a compiled policy in a memory of its own.
 * @param maxPages most memory that it may take, in pages of 64 KiB
 */
export function instantiate(module: WebAssembly.Module, maxPages: number): (input: ArrayBuffer) => unknown {
  const policy = loadPolicySync(module, { initial: INITIAL_PAGES, maximum: maxPages }, {});
  return (input) => policy.evaluate(input) as unknown;
}
