import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { freePorts } from '../../tools/cluster/ports.ts';
import { startProcesses, waitFor } from '../../tools/cluster/processes.ts';

const root = path.resolve(import.meta.dirname, '../..');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('programs are ended and their folder is gone when it is said so', async () => {
  const processes = await startProcesses();
  const one = processes.start('one', 'sleep', ['60']);
  expect(one.isRunning()).toBe(true);
  await processes.stop();
  expect(one.isRunning()).toBe(false);
  expect(existsSync(processes.folder)).toBe(false);
});

test('programs are ended and their folder is gone when whoever started them is killed', async () => {
  const script = `
    import { startProcesses } from './tools/cluster/processes.ts';
    const processes = await startProcesses();
    const one = processes.start('one', 'sh', ['-c', 'echo $$ >> pids; exec sleep 60']);
    setInterval(() => undefined, 1000);
    const { readFileSync } = await import('node:fs');
    setTimeout(() => console.log(JSON.stringify({ folder: processes.folder, pid: Number(readFileSync(processes.folder + '/pids', 'utf8')) })), 500);
  `;
  const { outputFiles } = await esbuild.build({
    stdin: { contents: script, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const child = spawn(process.execPath, ['--input-type=module', '-e', outputFiles[0]?.text ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString());
    }),
  );
  const { folder, pid } = JSON.parse(said) as { readonly folder: string; readonly pid: number };
  expect([isAlive(pid), existsSync(folder)]).toEqual([true, true]);
  child.kill('SIGKILL');
  for (let tries = 0; tries < 100 && (isAlive(pid) || existsSync(folder)); tries += 1) await wait(100);
  expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]);
});

test('a program that ends before it answers is an error with the end of its log', async () => {
  const processes = await startProcesses();
  try {
    const one = processes.start('one', 'sh', ['-c', 'echo no such flag; exit 3']);
    await expect(waitFor('an answer', one, 10, () => Promise.resolve('nothing'))).rejects.toThrow(
      /one has ended; last seen: nothing.*\nno such flag/s,
    );
  } finally {
    await processes.stop();
  }
});

test('a program that cannot be started is an error that names it', async () => {
  const processes = await startProcesses();
  try {
    const one = processes.start('one', '/nonexistent/program', []);
    await expect(waitFor('an answer', one, 10, () => Promise.resolve('nothing'))).rejects.toThrow('/nonexistent/program');
  } finally {
    await processes.stop();
  }
});

test('free ports are all different', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
});
