/** Enough for a module and a small input; it grows from here. In pages of 64 KiB. */
const INITIAL_PAGES = 16;
/** A memory that one unit made larger than this is not kept: 16 MiB, where real units take 2 to 6. */
const KEPT_BYTES = 16 * 1024 * 1024;

/**
 * At most one memory that waits for the next evaluation, all zeroes like a new one.
 *
 * New memories for each unit took a third of the CPU time of an evaluation (14.5 ms, against 9.5): the system clears every page at its first
 * touch, and grows the memory some pages at a time. To wipe a used one takes 0.1 ms. An evaluation takes the memory out, and only one that
 * ended well gives it back: so no two can have the same one, and whatever a broken one left behind goes with its memory.
 */
export class SpareMemory {
  readonly #maxPages: number;
  #spare: WebAssembly.Memory | null = null;

  /** @param maxPages most memory that one evaluation may take, in pages of 64 KiB */
  constructor(maxPages: number) {
    this.#maxPages = maxPages;
  }

  /** A memory of zeroes that nobody else has. It may have more pages than a new one, never more than the maximum. */
  take(): WebAssembly.Memory {
    const memory = this.#spare ?? new WebAssembly.Memory({ initial: Math.min(INITIAL_PAGES, this.#maxPages), maximum: this.#maxPages });
    this.#spare = null;
    return memory;
  }

  /** Wipes a memory of `take` and keeps it. Whoever gives it back uses it no more. */
  give(memory: WebAssembly.Memory): void {
    if (memory.buffer.byteLength > KEPT_BYTES) return;
    // All of it, wherever the module says that its heap ends.
    new Uint8Array(memory.buffer).fill(0);
    this.#spare = memory;
  }
}
