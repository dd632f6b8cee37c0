import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root, runIn, modelgate, scratchRepository } from '../support/scratch.ts';

test('npm start checks synth/, then judges every model in every environment', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  expect(scripts['start']).toBe('node lib/cli/bin.mjs synth --check && node lib/cli/bin.mjs gate --now head');
  const repository = scratchRepository();
  expect(modelgate(repository, ['synth', '--check'])).toMatchObject({ code: 0 });
  const { code, out } = modelgate(repository, ['gate', '--now', 'head']);
  expect(code).toBe(0);
  for (const unit of ['churn', 'credit-approval', 'demand-forecast']) expect(out).toContain(unit);
  expect(out).toMatch(/\d+ denied, \d+ warned, \d+ passed/);
});

test('npm start exits by the verdict of the checkout that it is run in', () => {
  const { code, out } = runIn(root, 'npm', ['start', '--silent']);
  expect({ code, denied: out.includes('0 denied') }).toEqual({ code: 0, denied: true });
});
