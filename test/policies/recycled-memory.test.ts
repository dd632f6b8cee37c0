import { beforeAll, expect, test } from 'vitest';
import { evaluate } from '../../lib/policy/evaluate.ts';
import { readRoster } from '../../lib/policy/roster.ts';
import { readSample, sampleInput } from '../../lib/policy/samples.ts';
import { serialise } from '../../lib/policy/serialise.ts';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';
import { baseSample, library, policies, type Library } from './library.ts';

/** Counts the memories that it hands out, and looks at each: all zeroes. */
class Watched extends SpareMemory {
  readonly taken = new Set<WebAssembly.Memory>();
  largest = 0;

  override take(): WebAssembly.Memory {
    const memory = super.take();
    this.taken.add(memory);
    expect(Buffer.from(memory.buffer).equals(Buffer.alloc(memory.buffer.byteLength))).toBe(true);
    return memory;
  }

  override give(memory: WebAssembly.Memory): void {
    this.largest = Math.max(this.largest, memory.buffer.byteLength);
    super.give(memory);
  }
}

/** The clean sample with as many features as evidence may have: it takes twice the memory, which is still kept. */
async function large(): Promise<unknown> {
  const clean = (await baseSample()) as { stable: { evaluation: { drift: { features: object[] } } } };
  const { drift } = clean.stable.evaluation;
  drift.features = Array.from({ length: 2000 }, (_, i) => ({ ...drift.features[0], name: `feature_${String(i)}` }));
  return clean;
}

let compiled: Library;
let samples: readonly unknown[] = [];

beforeAll(async () => {
  compiled = await library();
  const kinds = ['allowed', 'denied'] as const;
  const roster = await readRoster(policies);
  samples = await Promise.all(
    roster.flatMap((check) =>
      kinds.map(async (kind) => sampleInput(policies, await readSample(policies, check, kind), `${check.folder}/samples/${kind}.json`)),
    ),
  );
}, 120_000);

/** The answer in bytes. */
function answer(input: unknown, memories: SpareMemory): string {
  return JSON.stringify(evaluate(compiled.bundle.module, memories, serialise(input, 'sample')));
}

test('every sample gets the same answer, byte for byte, in a used memory as in a new one', async () => {
  expect(samples.length).toBeGreaterThan(60);
  const anew = samples.map((input) => answer(input, new SpareMemory(1536)));
  expect(new Set(anew).size).toBeGreaterThan(samples.length / 2);
  const recycled = new Watched(1536);
  expect(samples.map((input) => answer(input, recycled))).toEqual(anew);
  const before = recycled.largest;
  // Backwards, after a unit that makes the memory much larger.
  const big = await large();
  expect(answer(big, recycled)).toBe(answer(big, new SpareMemory(1536)));
  expect(recycled.largest).toBeGreaterThan(1.5 * before);
  expect([...samples].reverse().map((input) => answer(input, recycled))).toEqual([...anew].reverse());
  expect(recycled.taken.size).toBe(1);
}, 120_000);
