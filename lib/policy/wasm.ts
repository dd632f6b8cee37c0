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

/** An instance of a compiled policy. */
export interface PolicyInstance {
  readonly exports: PolicyExports;
}

/**
 * Asks a compiled policy for its entrypoints and for the built-ins that it expects of its host. Nothing is evaluated.
 * @throws Error when the module is no policy that OPA compiled
 */
export function inspectWasm(module: WebAssembly.Module): WasmFacts {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const { exports: policy } = instantiate(module, memory);
  const keys = (table: () => number) => Object.keys(JSON.parse(textAt(memory, policy.opa_json_dump(table()))) as object).sort();
  return { builtins: keys(policy.builtins), entrypoints: keys(policy.entrypoints) };
}

/**
 * A new instance of a compiled policy, with a host that gives it a memory and nothing else: what it prints is dropped, because stdout
 * belongs to results, and a call of a built-in fails.
 * @param memory all zeroes
 * @throws Error when the module is no policy that OPA compiled; its functions throw what the module aborts with
 */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): PolicyInstance {
  const builtin = (id: number): never => {
    throw new Error(`the module asks its host for built-in function ${String(id)}, and there is none`);
  };
  const instance = new WebAssembly.Instance(module, {
    env: {
      memory,
      opa_abort: (address: number): never => {
        throw new Error(textAt(memory, address));
      },
      opa_println: () => undefined,
      opa_builtin0: builtin,
      opa_builtin1: builtin,
      opa_builtin2: builtin,
      opa_builtin3: builtin,
      opa_builtin4: builtin,
    },
  });
  const policy = instance as unknown as PolicyInstance;
  const version = (global: { readonly value: number } | undefined) => global?.value ?? 0;
  const { opa_wasm_abi_version: major, opa_wasm_abi_minor_version: minor } = policy.exports;
  if (version(major) === 1 && version(minor) >= 2) return policy;
  throw new Error('the module has another interface than 1.2 or a later 1.x of OPA');
}

/** Text up to the next zero byte. */
function textAt(memory: WebAssembly.Memory, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(address, bytes.indexOf(0, address)));
}
