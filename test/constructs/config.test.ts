import { expect, test } from 'vitest';
import { defineConfig } from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { config } from '../support/units.ts';

test('a sound configuration comes back as it was given', () => {
  expect(defineConfig(config)).toEqual(config);
});

test('a pipeline image without a digest is an error with its place', () => {
  expect(complaints(() => defineConfig({ ...config, pipelineImage: 'registry.example.com/pipeline:latest' }))).toEqual([
    expect.stringContaining('schema.invalid modelgate.config.ts: /pipelineImage must match pattern'),
  ]);
});

test('an environment that is declared twice is an error', () => {
  const environments = [...config.environments, ...config.environments.slice(0, 1)];
  expect(complaints(() => defineConfig({ ...config, environments }))).toEqual([
    'config.duplicate_environment modelgate.config.ts: environment dev is declared twice; expected each once',
  ]);
});
