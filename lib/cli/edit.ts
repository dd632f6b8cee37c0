import { readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Filter, Written } from '../synth/index.ts';
import { flag, type ExitCode, type Given, type Io } from './command.ts';
import { PROPOSAL_OPTIONS, propose, type Proposed } from './propose-edit.ts';
import { renderToDisk } from './render.ts';
import { writeFiles, type NewFile } from './write-files.ts';
import { repositoryRoot } from './repository.ts';
import { unifiedDiff, type Change } from './unified-diff.ts';

/** What a command wants to be different in a repository. */
export interface Edit {
  /** What it comes to, in one line. */
  readonly sentence: string;
  readonly model: string;
  /** Whole files, in the order in which they are written. */
  readonly files: readonly NewFile[];
  /** Units that have to be rendered again; null when the change is in no manifest. */
  readonly render: Filter | null;
  /** The complete command line that comes next. */
  readonly next: string;
  /** What people should know beside it, a line each. */
  readonly notes?: readonly string[];
  /** What `--json` says of it. */
  readonly told: Readonly<Record<string, unknown>>;
  /** Names the pull request: the same branch is the same proposal. */
  readonly branch: string;
  /** Title of the pull request, in the imperative. */
  readonly title: string;
}

/** An edit that was made. */
export interface Made {
  readonly rendered: Written;
  /** As git shows it. */
  readonly diff: string;
}

/** Lines of a difference that are printed; git has the rest. */
const SHOWN = 200;
const NOTHING: Written = { added: [], changed: [], removed: [] };

/** Options of every command that edits. */
export const EDIT_OPTIONS = PROPOSAL_OPTIONS;

/**
 * Makes an edit: in the checkout, or with `--pr` in a copy of its head commit, of which a pull request is opened.
 * @param plan reads the repository at `root` and says what is to change; it writes nothing
 */
export async function carryOut(given: Given, io: Io, plan: (root: string) => Promise<Edit>): Promise<ExitCode> {
  const root = repositoryRoot(io.cwd);
  if (flag(given, 'pr')) {
    const { edit, made, proposed } = await propose({ given, io, root, plan, make });
    return tell(given, io, edit, made, proposed);
  }
  const edit = await plan(root);
  return tell(given, io, edit, await make(root, edit, io.color && !flag(given, 'json')), null);
}

/** Writes the files and renders what they change: both or, when the declarations do not render with them, neither. */
async function make(root: string, edit: Edit, color: boolean): Promise<Made> {
  const before = new Map<string, Uint8Array | null>();
  for (const file of [...edit.files.map(([name]) => name), ...unitFiles(root, edit)]) before.set(file, bytesOf(root, file));
  let rendered: Written = NOTHING;
  try {
    writeFiles(root, edit.files);
    if (edit.render !== null) rendered = (await renderToDisk(root, edit.render)).written;
  } catch (thrown) {
    for (const [file] of edit.files) restore(root, file, before.get(file) ?? null);
    throw thrown;
  }
  const touched = [...edit.files.map(([name]) => name), ...rendered.added, ...rendered.changed, ...rendered.removed];
  const changes = touched.map((file): Change => ({ path: file, before: before.get(file) ?? null, after: bytesOf(root, file) }));
  return { rendered, diff: changes.length === 0 ? '' : await unifiedDiff(changes, color) };
}

/** The rendered files of a model, in every environment. */
function unitFiles(root: string, { model, render }: Edit): readonly string[] {
  if (render === null) return [];
  const namesIn = (folder: string): readonly string[] => {
    try {
      return readdirSync(path.join(root, folder));
    } catch {
      return [];
    }
  };
  const folders = namesIn('synth').map((environment) => `synth/${environment}/${model}`);
  return [`synth/catalog/${model}.json`, ...folders.flatMap((folder) => namesIn(folder).map((name) => `${folder}/${name}`))];
}

function bytesOf(root: string, file: string): Uint8Array | null {
  try {
    return readFileSync(path.join(root, file));
  } catch {
    return null;
  }
}

function restore(root: string, file: string, bytes: Uint8Array | null): void {
  if (bytes === null) rmSync(path.join(root, file), { force: true });
  else writeFiles(root, [[file, bytes]]);
}

function tell(given: Given, io: Io, edit: Edit, { rendered, diff }: Made, proposed: Proposed | null): ExitCode {
  const written = edit.files.map(([file]) => file);
  const renderedCount = rendered.added.length + rendered.changed.length + rendered.removed.length;
  const nothing = written.length === 0 && renderedCount === 0;
  if (flag(given, 'json')) {
    const { next } = edit;
    const pullRequest = proposed === null ? null : proposed.told;
    io.out(`${JSON.stringify({ schemaVersion: 1, ...edit.told, written, rendered, diff, next, pullRequest }, null, 2)}\n`);
    return 0;
  }
  const kinds = ['added', 'changed', 'removed'] as const;
  io.out(
    [
      `${edit.sentence}\n`,
      ...written.map((file) => `written  ${file}\n`),
      ...kinds.flatMap((kind) => rendered[kind].map((file) => `${kind.padEnd(8)} ${file}\n`)),
      nothing ? 'nothing changed\n' : `\n${shortened(diff)}\n`,
      ...(edit.notes ?? []).map((note) => `${note}\n`),
      proposed === null ? (nothing ? '' : `next: ${edit.next}\n`) : proposed.lines,
    ].join(''),
  );
  return 0;
}

function shortened(diff: string): string {
  const lines = diff.split('\n');
  if (lines.length <= SHOWN) return diff;
  return `${lines.slice(0, SHOWN).join('\n')}\n… ${String(lines.length - SHOWN)} more lines: git diff shows them\n`;
}
