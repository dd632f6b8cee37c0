import { expect, test } from 'vitest';
import { defineConfig } from '../../lib/index.ts';
import { platformObjects } from '../../lib/constructs/index.ts';
import { departures, stored } from '../support/crd-schemas.ts';
import { complaints } from '../support/errors.ts';
import { every, manifest, one } from '../support/json.ts';
import { config, without } from '../support/units.ts';

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

test('hosts without a source of certificates are an error, with a store they come from there', () => {
  const istio = without(config.istio, 'clusterIssuer');
  const withoutStore = without({ ...config, istio }, 'secretStore');
  expect(complaints(() => defineConfig(withoutStore))).toEqual([
    'config.invalid modelgate.config.ts: istio.clusterIssuer is nothing; expected a ClusterIssuer of cert-manager, or a secretStore that holds the certificates of the hosts',
  ]);
  const objects = platformObjects({ ...config, istio }, 'prod');
  const fetched = manifest(objects, 'ExternalSecret', 'models-prod-tls');
  expect(one(fetched, 'spec target template type')).toBe('kubernetes.io/tls');
  expect(every(manifest(objects, 'Gateway'), 'spec servers[] tls credentialName')).toContain(one(fetched, 'spec target name'));
  expect(stored(fetched)).toEqual(fetched);
  expect(departures(fetched)).toEqual([]);
});
