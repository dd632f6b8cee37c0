import { expect, test } from 'vitest';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';

const PAGE = 65_536;
const isZero = ({ buffer }: WebAssembly.Memory) => Buffer.from(buffer).equals(Buffer.alloc(buffer.byteLength));

test('a memory that was given back comes again, zeroes in every byte that it has grown to', () => {
  const memories = new SpareMemory(64);
  const memory = memories.take();
  memory.grow(40);
  new Uint8Array(memory.buffer).fill(0xff);
  expect(isZero(memory)).toBe(false);
  memories.give(memory);
  expect(memories.take()).toBe(memory);
  expect(memory.buffer.byteLength).toBe((16 + 40) * PAGE);
  expect(isZero(memory)).toBe(true);
});

test('nobody gets a memory that somebody else has', () => {
  const memories = new SpareMemory(64);
  const first = memories.take();
  memories.give(first);
  expect(memories.take()).toBe(first);
  const second = memories.take();
  expect(second).not.toBe(first);
  memories.give(first);
  expect(memories.take()).not.toBe(second);
});

test('a memory of more than 16 MiB is not kept', () => {
  const memories = new SpareMemory(512);
  const memory = memories.take();
  memory.grow(256 - 16);
  memories.give(memory);
  expect(memories.take()).toBe(memory);
  memory.grow(1);
  memories.give(memory);
  expect(memories.take()).not.toBe(memory);
});

test.each([4, 16, 20])('no memory grows over the maximum of %i pages', (maxPages) => {
  const memory = new SpareMemory(maxPages).take();
  memory.grow(maxPages - memory.buffer.byteLength / PAGE);
  expect(() => memory.grow(1)).toThrow('Maximum memory size exceeded');
});
