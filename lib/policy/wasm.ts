/** What a compiled policy says about itself. */
export interface WasmFacts {
  /** Built-ins that it asks its host for, in code unit order. */
  readonly builtins: readonly string[];
  readonly entrypoints: readonly string[];
}

type Dump = (address: number) => number;

const INITIAL_PAGES = 16;
const MAXIMUM_PAGES = 64;

/**
 * Asks a compiled policy for its entrypoints and for the built-ins that it expects of its host. Nothing is evaluated.
 * @throws unknown when the module is no policy that OPA compiled
 */
export function inspectWasm(module: WebAssembly.Module): WasmFacts {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  const refuse = (): never => {
    throw new Error('the module calls its host while it is only being inspected');
  };
  const names = ['opa_abort', 'opa_println', 'opa_builtin0', 'opa_builtin1', 'opa_builtin2', 'opa_builtin3', 'opa_builtin4'];
  const { exports } = new WebAssembly.Instance(module, { env: { memory, ...Object.fromEntries(names.map((name) => [name, refuse])) } });
  const keys = (name: string): readonly string[] => {
    const table = exports[name] as () => number;
    const dump = exports['opa_json_dump'] as Dump;
    return Object.keys(JSON.parse(textAt(memory, dump(table()))) as object).sort();
  };
  return { builtins: keys('builtins'), entrypoints: keys('entrypoints') };
}

function textAt(memory: WebAssembly.Memory, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
}
