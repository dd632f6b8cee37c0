import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { argocdObjects, bootstrapObjects, platformObjects, type Manifest } from '../../../lib/constructs/index.ts';
import { emitYaml } from '../../../lib/contracts/canonical-yaml.ts';
import { root } from '../../support/scratch.ts';
import { equipped } from '../../support/every-serving.ts';
import { matrix } from '../matrix.ts';

/** A manifest and where it lies. */
export interface Located {
  readonly file: string;
  readonly text: string;
  readonly object: Manifest;
}

function write(folder: string, manifests: readonly Manifest[]): void {
  mkdirSync(folder, { recursive: true });
  // A second object of the same kind and name would silently replace the first.
  for (const manifest of manifests) writeFileSync(path.join(folder, fileName(manifest)), emitYaml(manifest), { flag: 'wx' });
}

export function fileName({ kind, metadata }: Manifest): string {
  return `${kind}.${metadata.name}.yaml`;
}

/** Writes the matrix as `synth/` would be: `<folder>/<env>/<model>/`, `<env>/_platform/`, `argocd/`. */
export function writeMatrix(folder: string): void {
  for (const { name } of equipped.environments) write(path.join(folder, name, '_platform'), platformObjects(equipped, name));
  write(path.join(folder, 'argocd'), [
    ...equipped.environments.flatMap(({ name }) => argocdObjects(equipped, name)),
    ...bootstrapObjects(equipped),
  ]);
  for (const { environment, model, manifests } of matrix()) write(path.join(folder, environment, model), manifests);
}

/** Folders of a set with manifests in them, the catalog not being one. */
export function foldersOf(set: string): readonly string[] {
  return readdirSync(set)
    .filter((name) => name !== 'catalog')
    .sort()
    .map((name) => path.join(set, name));
}

/** Files of a set that hold a manifest each. */
export function filesOf(set: string): readonly string[] {
  return foldersOf(set).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => path.join(folder, name)),
  );
}

function located(file: string): Located {
  const text = readFileSync(file, 'utf8');
  return { file, text, object: parse(text) as Manifest };
}

/** Every manifest of a set, read from its file. */
export function read(set: string): readonly Located[] {
  return filesOf(set).map(located);
}

/** The manifests of one kind: a file's name begins with it. */
export function readKind(set: string, kind: string): readonly Located[] {
  return filesOf(set)
    .filter((file) => path.basename(file).startsWith(`${kind}.`))
    .map(located);
}

/** The committed manifests of this repository's models. */
export const SYNTH = path.join(root, 'synth');
