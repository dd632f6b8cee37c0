import { existsSync, utimesSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import { builtFolder } from '../lib/cli/build.mjs';
import { recall, remember } from '../lib/remembered.ts';

const fileOf = (name: string) => path.join(builtFolder(), 'remembered', name);

test('what was remembered is recalled word for word, and nothing else is', () => {
  const name = `test-${randomUUID()}`;
  expect(recall(name)).toBeNull();
  remember(name, 'found “out”\n');
  expect(recall(name)).toBe('found “out”\n');
  remember(name, '');
  expect(recall(name)).toBe('');
});

test('what is older than a week makes room when something is remembered', () => {
  const [old, young] = [`test-${randomUUID()}`, `test-${randomUUID()}`];
  remember(old, 'old');
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  utimesSync(fileOf(old), days(6), days(6));
  remember(young, 'young');
  expect(recall(old)).toBe('old');
  utimesSync(fileOf(old), days(8), days(8));
  remember(young, 'younger');
  expect(existsSync(fileOf(old))).toBe(false);
  expect(recall(young)).toBe('younger');
});
