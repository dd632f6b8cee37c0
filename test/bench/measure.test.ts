import { expect, test } from 'vitest';
import { measure } from '../../bench/measure.mjs';

const MIB = 1024 * 1024;
/** Touches memory, so that it counts, and holds it for some looks. */
const hold = (mib: number, ms: number) => `const b = Buffer.alloc(${String(mib * MIB)}, 1); setTimeout(() => b.length, ${String(ms)})`;

test('memory of processes that run at the same time adds up, of those one after the other it does not', async () => {
  const node = `${process.execPath} -e`;
  const one = `${node} '${hold(100, 300)}'`;
  const together = await measure('bash', ['-c', `${one} & ${one} & wait`]);
  const after = await measure('bash', ['-c', `${one}; ${one}; true`]);
  expect(together.mib).toBeGreaterThan(200);
  expect(after.mib).toBeGreaterThan(100);
  expect(after.mib).toBeLessThan(200);
});

test('CPU time counts what children take', async () => {
  const busy = 'for (let used = 0; used < 400_000; used = process.cpuUsage().user) for (let i = 0; i < 1e7; i++);';
  const { cpu } = await measure('bash', ['-c', `${process.execPath} -e '${busy}'; true`]);
  expect(cpu).toBeGreaterThan(0.39);
  expect(cpu).toBeLessThan(2);
});

test('a command that fails is an error with what it said', async () => {
  await expect(measure('bash', ['-c', 'echo broken >&2; exit 3'])).rejects.toThrow(/ended with 3\nbroken/);
});
