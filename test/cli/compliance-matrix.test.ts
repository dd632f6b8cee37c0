import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ControlStatus } from '../../lib/contracts/pack.ts';
import { inProcess } from '../support/in-process.ts';
import { scratchRepository } from '../support/scratch.ts';

interface Shown {
  readonly units: readonly {
    readonly environment: string;
    readonly controls: readonly {
      readonly control: { readonly id: string };
      readonly status: ControlStatus;
      readonly failed: readonly string[];
    }[];
  }[];
}

async function walls(repository: string): Promise<readonly unknown[]> {
  const ran = await inProcess(repository, [
    'compliance',
    'matrix',
    '--model',
    'churn',
    '--pack',
    'baseline',
    '--now',
    'head',
    '--format',
    'json',
  ]);
  expect(ran).toMatchObject({ code: 0, err: '' });
  const { units } = JSON.parse(ran.out) as Shown;
  return units.map(({ environment, controls }) => {
    const found = controls.find(({ control }) => control.id === 'BL-5');
    return [environment, found?.status, found?.failed];
  });
}

test('a hole in what an environment shares fails the control of the model there, and nowhere else', async () => {
  const repository = scratchRepository();
  const whole = await walls(repository);
  expect(whole).toContainEqual(['prod', 'covered', []]);
  const file = path.join(repository, 'synth/prod/_platform/NetworkPolicy.default-deny.yaml');
  const text = readFileSync(file, 'utf8');
  const spoilt = text.replace(/^ {2}podSelector: \{\}$/m, '  podSelector:\n    matchLabels:\n      nobody: here');
  expect(spoilt).not.toBe(text);
  writeFileSync(file, spoilt);
  expect(await walls(repository)).toEqual(
    whole.map((one) => ((one as readonly unknown[])[0] === 'prod' ? ['prod', 'failed', ['platform.network_open']] : one)),
  );
});
