import { accessSync, constants, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Checker, type Difference } from '../../../lib/synth/check.ts';
import { realFiles, type Files } from '../../../lib/synth/files.ts';
import type { Filter } from '../../../lib/synth/filter.ts';
import { digest } from '../../../lib/synth/plan.ts';
import type { Sink } from '../../../lib/synth/sink.ts';
import { Writer, type Written } from '../../../lib/synth/write.ts';

/** Path relative to the repository -> bytes; null for a file that stands on disk as it has to be. */
export type Tree = ReadonlyMap<string, Uint8Array | null>;

function pour(tree: Tree, sink: Sink): void {
  // One by one, as the parts of many models come.
  for (const [file, bytes] of tree) {
    if (bytes === null) sink.keep([file]);
    else sink.take([[file, bytes, digest(bytes)]]);
  }
}

/** A sink that keeps the text of every file that it is given. */
export function collector(): { readonly sink: Sink; readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  const take: Sink['take'] = (files) => {
    for (const [file, bytes] of files) texts.set(file, Buffer.from(bytes).toString('utf8'));
  };
  return { sink: { take, keep: () => undefined }, texts };
}

/** Writes a whole tree. */
export function write(root: string, tree: Tree, filter: Filter, files: Files = realFiles): Written {
  const writer = new Writer(root, filter, files);
  pour(tree, writer);
  return writer.finish();
}

/** Compares a whole tree. */
export function check(root: string, tree: Tree, filter: Filter): Difference {
  const checker = new Checker(root, filter);
  pour(tree, checker);
  return checker.finish();
}

/** A tree as it is written. */
export function encoded(tree: ReadonlyMap<string, string>): Tree {
  return new Map([...tree].map(([file, text]) => [file, Buffer.from(text)]));
}

/** A small manifest with synth's first line. */
export function manifest(text: string): string {
  return `# modelgate: generated from models/x/model.ts; do not edit\nkind: ConfigMap\ndata: ${text}\n`;
}

/** A rendered tree: for each model a catalog entry, a Service, and a ConfigMap named as the value says. */
export function treeWith(models: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(models).flatMap(([id, name]): [string, string][] => [
      [`synth/catalog/${id}.json`, `${JSON.stringify({ id, schemaVersion: 'modelgate.dev/model/v1' }, null, 2)}\n`],
      [`synth/prod/${id}/Service.${id}.yaml`, manifest(id)],
      [`synth/prod/${id}/ConfigMap.${name}.yaml`, manifest(name)],
    ]),
  );
}

/** Every file below the repository, path -> text (of a link: where it points to). */
export function bytesOf(root: string): Readonly<Record<string, string>> {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const files = found.map((entry): [string, string] => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(root, file), entry.isSymbolicLink() ? `-> ${readlinkSync(file)}` : readFileSync(file, 'utf8')];
  });
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A folder for many small files: in memory where the system has such a place. */
export function quickFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return os.tmpdir();
  }
}
