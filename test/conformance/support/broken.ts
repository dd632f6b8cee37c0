import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Manifest } from '../../../lib/constructs/index.ts';
import { emitYaml } from '../../../lib/contracts/canonical-yaml.ts';
import type { Located } from './sets.ts';

type Step = string | number;
type Node = Record<Step, unknown>;

/** A manifest that is being broken. Every path must lead somewhere, or the break would break nothing. */
export class Draft {
  constructor(readonly object: Manifest) {}

  private parentOf(steps: readonly Step[]): Node {
    let node: unknown = this.object;
    for (const step of steps.slice(0, -1)) {
      const next: unknown = (node as Node)[step];
      if (typeof next !== 'object' || next === null)
        throw new Error(`${this.object.kind} has no ${steps.join('.')}: nothing at ${String(step)}`);
      node = next;
    }
    return node as Node;
  }

  get(...steps: readonly Step[]): unknown {
    const value = this.parentOf(steps)[steps.at(-1) ?? ''];
    if (value === undefined) throw new Error(`${this.object.kind} has no ${steps.join('.')}`);
    return value;
  }

  /** Puts a value at a path; its last step need not be there yet. */
  set(value: unknown, ...steps: readonly Step[]): void {
    this.parentOf(steps)[steps.at(-1) ?? ''] = value;
  }

  remove(...steps: readonly Step[]): void {
    this.get(...steps);
    Reflect.deleteProperty(this.parentOf(steps), steps.at(-1) ?? '');
  }
}

/** One mistake in one of our manifests, and the words by which a tool must refuse it. */
export interface Break {
  /** What is wrong, for the test's name. */
  readonly what: string;
  readonly kind: string;
  /** Name of the object, where there are several of its kind. @default the first */
  readonly name?: string;
  readonly change: (draft: Draft) => void;
  readonly reason: RegExp;
}

/** The manifest with the mistake in it, at its place. */
export function broken(objects: readonly Located[], { kind, name, change, what }: Break): Located {
  const sound = objects.find(({ object }) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (sound === undefined) throw new Error(`no ${kind} ${name ?? ''} to break`);
  const draft = new Draft(structuredClone(sound.object));
  change(draft);
  const text = emitYaml(draft.object);
  if (text === emitYaml(sound.object)) throw new Error(`${what}: the change changed nothing`);
  return { file: sound.file, text, object: draft.object };
}

/** A folder of manifests for one test: `replaced` instead of what is at its place. */
export function folderWith(objects: readonly Located[], replaced?: Located): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [index, located] of objects.entries()) {
    const place = path.join(folder, String(index));
    mkdirSync(place);
    writeFileSync(path.join(place, path.basename(located.file)), located.file === replaced?.file ? replaced.text : located.text);
  }
  return folder;
}

/** A folder with nothing but one file. */
export function folderOf(located: Located): string {
  return folderWith([located]);
}
