/** What a compiled policy says about itself. */
export interface WasmFacts {
  /** Built-ins that it asks its host for, in code unit order. */
  readonly builtins: readonly string[];
  readonly entrypoints: readonly string[];
}

/** Enough for a module and a middling input; it grows from here. In pages of 64 KiB. */
const INITIAL_PAGES = 32;
const PAGE = 65_536;
const EMPTY_OBJECT = new TextEncoder().encode('{}');

/** What a module that `opa build` wrote exports (OPA's WebAssembly ABI 1.2 and later). Addresses and lengths are in bytes. */
interface PolicyExports {
  readonly opa_wasm_abi_version: { readonly value: number };
  readonly opa_wasm_abi_minor_version: { readonly value: number };
  readonly builtins: () => number;
  readonly entrypoints: () => number;
  readonly opa_malloc: (length: number) => number;
  readonly opa_heap_ptr_get: () => number;
  readonly opa_json_parse: (address: number, length: number) => number;
  readonly opa_json_dump: (value: number) => number;
  readonly opa_eval: (
    reserved: 0,
    entrypoint: number,
    data: number,
    input: number,
    inputLength: number,
    heap: number,
    format: typeof JSON_FORMAT,
  ) => number;
}

const JSON_FORMAT = 0;

/** An empty memory for one evaluation after another; `wipe` it between two. */
export function newMemory(maxPages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.min(INITIAL_PAGES, maxPages), maximum: maxPages });
}

/**
 * Makes a used memory as good as new: all zeros, which is what a new one holds. (Handing out new ones costs more than the
 * evaluation: the system clears each page at its first touch.)
 */
export function wipe(memory: WebAssembly.Memory): void {
  new Uint8Array(memory.buffer).fill(0);
}

/**
 * Evaluates the first entrypoint in a new instance.
 * @param memory new, or wiped
 * @param input UTF-8 JSON; text that is cut off or followed by more would be read wrongly, so it has to be well-formed
 * @returns the list of results, as the module gives it
 * @throws Error when the module aborts, traps, runs out of memory or calls its host; afterwards the memory is in no known state
 */
export function evaluate(module: WebAssembly.Module, memory: WebAssembly.Memory, input: Uint8Array): unknown {
  const policy = instantiate(module, memory);
  const data = policy.opa_json_parse(write(memory, policy.opa_malloc(EMPTY_OBJECT.length), EMPTY_OBJECT), EMPTY_OBJECT.length);
  const at = policy.opa_heap_ptr_get();
  const missing = at + input.length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  write(memory, at, input);
  return JSON.parse(textAt(memory, policy.opa_eval(0, 0, data, at, input.length, at + input.length, JSON_FORMAT)));
}

/**
 * Asks a compiled policy for its entrypoints and for the built-ins that it expects of its host. Nothing is evaluated.
 * @throws Error when the module is no policy that OPA compiled
 */
export function inspectWasm(module: WebAssembly.Module): WasmFacts {
  const memory = newMemory(INITIAL_PAGES);
  const policy = instantiate(module, memory);
  const keys = (table: () => number) => Object.keys(JSON.parse(textAt(memory, policy.opa_json_dump(table()))) as object).sort();
  return { builtins: keys(policy.builtins), entrypoints: keys(policy.entrypoints) };
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): PolicyExports {
  const builtin = (id: number): never => {
    throw new Error(`built-in function ${String(id)} is asked of the host, which has none`);
  };
  const { exports } = new WebAssembly.Instance(module, {
    env: {
      memory,
      opa_abort: (address: number): never => {
        throw new Error(textAt(memory, address));
      },
      // What policies print is dropped: stdout belongs to results.
      opa_println: () => undefined,
      opa_builtin0: builtin,
      opa_builtin1: builtin,
      opa_builtin2: builtin,
      opa_builtin3: builtin,
      opa_builtin4: builtin,
    },
  });
  const policy = exports as unknown as PolicyExports;
  const version = (global: { readonly value: number } | undefined) => global?.value ?? 0;
  if (version(policy.opa_wasm_abi_version) === 1 && version(policy.opa_wasm_abi_minor_version) >= 2) return policy;
  throw new Error('the module has another interface than 1.2 or a later 1.x of OPA');
}

function write(memory: WebAssembly.Memory, address: number, bytes: Uint8Array): number {
  new Uint8Array(memory.buffer).set(bytes, address);
  return address;
}

/** Text up to the next zero byte. */
function textAt(memory: WebAssembly.Memory, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(address, bytes.indexOf(0, address)));
}
