import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { fileName, read, SYNTH } from './support/sets.ts';

test.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('every file of %s holds the one object that it is named after', (_, setOf) => {
  const objects = read(setOf());
  expect(objects.length).toBeGreaterThan(100);
  expect(objects.filter(({ file, object }) => path.basename(file) !== fileName(object)).map(({ file }) => file)).toEqual([]);
});

test('no two objects of the matrix have one kind, namespace and name', () => {
  const keys = read(inject('matrix')).map(
    ({ object: { apiVersion, kind, metadata } }) => `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
