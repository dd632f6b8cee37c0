/**
 * The part of the WebAssembly interface that this room and its tests use. Node has it; TypeScript declares it only together with the
 * whole of the browser's.
 */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    /** Makes a module a type of its own. */
    private readonly compiled: true;
  }
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
