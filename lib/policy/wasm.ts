/** What a compiled policy says about itself. */
export interface WasmFacts {
  /** Built-ins that it asks its host for, in code unit order. */
  readonly builtins: readonly string[];
  readonly entrypoints: readonly string[];
}

/** Enough for a module and its tables, in pages of 64 KiB. */
const PAGES = 64;

/** What a module that `opa build` wrote exports, as far as it is asked here (OPA's WebAssembly ABI 1.2 and later). */
interface PolicyExports {
  readonly opa_wasm_abi_version: { readonly value: number };
  readonly opa_wasm_abi_minor_version: { readonly value: number };
  readonly builtins: () => number;
  readonly entrypoints: () => number;
  readonly opa_json_dump: (value: number) => number;
}

/**
 * Asks a compiled policy for its entrypoints and for the built-ins that it expects of its host. Nothing is evaluated.
 * @throws Error when the module is no policy that OPA compiled
 */
export function inspectWasm(module: WebAssembly.Module): WasmFacts {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const policy = instantiate(module, memory);
  const keys = (table: () => number) => Object.keys(JSON.parse(textAt(memory, policy.opa_json_dump(table()))) as object).sort();
  return { builtins: keys(policy.builtins), entrypoints: keys(policy.entrypoints) };
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): PolicyExports {
  const refuse = (): never => {
    throw new Error('the module calls its host while it is only being inspected');
  };
  const names = ['opa_abort', 'opa_println', 'opa_builtin0', 'opa_builtin1', 'opa_builtin2', 'opa_builtin3', 'opa_builtin4'];
  const { exports } = new WebAssembly.Instance(module, { env: { memory, ...Object.fromEntries(names.map((name) => [name, refuse])) } });
  const policy = exports as unknown as PolicyExports;
  const version = (global: { readonly value: number } | undefined) => global?.value ?? 0;
  if (version(policy.opa_wasm_abi_version) === 1 && version(policy.opa_wasm_abi_minor_version) >= 2) return policy;
  throw new Error('the module has another interface than 1.2 or a later 1.x of OPA');
}

/** Text up to the next zero byte. */
function textAt(memory: WebAssembly.Memory, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(address, bytes.indexOf(0, address)));
}
