import { expect, test } from 'vitest';
import { evaluate } from '../../lib/policy/evaluate.ts';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';
import { fakeModule } from './fake-module.ts';

/** Keeps what it hands out, for comparison. */
class Watched extends SpareMemory {
  readonly taken: WebAssembly.Memory[] = [];

  override take(): WebAssembly.Memory {
    const memory = super.take();
    this.taken.push(memory);
    return memory;
  }
}

const input = () => new TextEncoder().encode('{}').slice().buffer;

test('a unit reads zero where the one before wrote to the same memory', () => {
  const memories = new Watched(32);
  const counting = fakeModule({ text: '', deed: 'count', returns: '[?]' });
  expect([1, 2, 3].map(() => evaluate(counting, memories, input()))).toEqual([[1], [1], [1]]);
  expect(new Set(memories.taken).size).toBe(1);
});

test('a module that counts would be seen to do so, were its memory not wiped', () => {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 32 });
  const unwiped = { take: () => memory, give: () => undefined } as unknown as SpareMemory;
  const counting = fakeModule({ text: '', deed: 'count', returns: '[?]' });
  expect([1, 2, 3].map(() => evaluate(counting, unwiped, input()))).toEqual([[1], [2], [3]]);
});

test.each(['abort', 'trap', 'ask'] as const)('a memory in which a module met its end (%s) is never used again', (deed) => {
  const memories = new Watched(32);
  const sound = fakeModule({ text: '', deed: 'print', returns: '[]' });
  evaluate(sound, memories, input());
  expect(() => evaluate(fakeModule({ text: 'no', deed, returns: '[]' }), memories, input())).toThrow();
  evaluate(sound, memories, input());
  const [first, broken, next] = memories.taken;
  expect(broken).toBe(first);
  expect(next).not.toBe(broken);
});
