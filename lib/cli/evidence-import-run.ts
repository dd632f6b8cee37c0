import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { closest } from '../closest.ts';
import { Evaluation } from '../contracts/evaluation.ts';
import { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { parse } from '../contracts/schema.ts';
import { messageOf, UserError, UserErrors } from '../errors.ts';
import type { Hints, Imported, Importer, Said } from '../import/index.ts';
import { sortedJson } from '../sorted-json.ts';
import { flag, text, texts, type ExitCode, type Given, type Io } from './command.ts';
import { factsOf, pairsOf, splitPair } from './evidence-import-options.ts';
import { fetchRun, runId } from './mlflow-run.ts';
import { assertModel } from './release-place.ts';
import { repositoryRoot } from './repository.ts';
import { writeFiles } from './write-files.ts';

/** Largest file that is read, in bytes; the readers have their own, smaller limits. */
const MAX_BYTES = 64 << 20;

interface Source {
  readonly importer: Importer;
  /** As the option has it: a path, or `runs:/ID`. */
  readonly name: string;
}

interface Read extends Source, Imported {}

function sourcesOf(given: Given, importers: readonly Importer[]): readonly Source[] {
  return texts(given, 'from').map((pair) => {
    const [format, name] = splitPair(pair, '--from');
    const importer = importers.find((one) => one.format === format);
    if (importer !== undefined) return { importer, name };
    const known = importers.map((one) => one.format);
    const near = closest(format, known);
    throw new UserError(
      'import.unknown_format',
      `--from ${pair}: no format ${JSON.stringify(format)}; expected one of ${known.join(', ')}`,
      near === null ? 'Name the format that the file is in.' : `Did you mean ${near}?`,
    );
  });
}

async function bytesOf(file: string, shown: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) throw new Error(`${String(size)} bytes`);
    return await readFile(file);
  } catch (cause) {
    throw new UserError(
      'import.unreadable',
      `${shown}: ${messageOf(cause)}; expected a file of at most ${String(MAX_BYTES)} bytes`,
      'Name the file that the tool wrote.',
      { cause },
    );
  }
}

async function fetched(id: string, given: Given, io: Io): Promise<Uint8Array> {
  const server = text(given, 'trackingUri') ?? io.env['MLFLOW_TRACKING_URI'] ?? '';
  if (/^https?:\/\/\S+$/.test(server) && URL.canParse(server)) return fetchRun(server, id, io.env);
  throw new UserError(
    'usage.bad_address',
    `runs:/${id}: the tracking server is ${JSON.stringify(server)}; expected an http address`,
    'Give --tracking-uri, or set MLFLOW_TRACKING_URI.',
  );
}

async function mapOf(given: Given, io: Io): Promise<Hints['map']> {
  const file = text(given, 'map');
  if (file === undefined) return new Map();
  const { readJson } = await import('../evidence/index.ts');
  const { value } = readJson(await bytesOf(path.resolve(io.cwd, file), file), file);
  const entries = Object.entries(typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {});
  const texts = entries.flatMap(([from, to]) => (typeof to === 'string' ? [[from, to] as const] : []));
  if (!Array.isArray(value) && texts.length === entries.length && texts.length > 0) return new Map(texts);
  throw new UserError(
    'import.bad_map',
    `${file}: not a map of pointers; expected {"/pointer/into/the/source": "/pointer/into/the/evaluation"}`,
    'Correct the map.',
  );
}

/** Where the evaluation goes. */
interface Target {
  /** Absolute path. */
  readonly file: string;
  /** How messages name it. */
  readonly shown: string;
}

/** @throws UserError `release.unknown_model`, `repository.not_found` */
async function targetOf(given: Given, io: Io, model: string, version: string): Promise<Target> {
  const into = text(given, 'into');
  if (into !== undefined) return { file: path.resolve(io.cwd, into), shown: into };
  const root = repositoryRoot(io.cwd);
  const { evaluationPath, workTree } = await import('../evidence/index.ts');
  await assertModel(workTree(root), model);
  const shown = evaluationPath(model, version);
  return { file: path.join(root, shown), shown };
}

/** The repository of models that a file lies in; null when it lies in none. */
function rootAround(file: string): string | null {
  try {
    return repositoryRoot(path.dirname(file));
  } catch (thrown) {
    if (thrown instanceof UserError) return null;
    throw thrown;
  }
}

/** What is released or signed never changes again. @throws UserError `evidence.released`, `evidence.signed` */
async function assertOpen({ file, shown }: Target): Promise<void> {
  const root = rootAround(file);
  if (root !== null) {
    const { gitTree } = await import('../evidence/index.ts');
    const head = await gitTree(root, 'HEAD').catch((thrown: unknown) => {
      if (thrown instanceof UserError && thrown.code === 'git.no_commits') return null;
      throw thrown;
    });
    const relative = path.relative(root, file).split(path.sep).join('/');
    if (head !== null && (await head.read(relative)) !== null) {
      throw new UserError(
        'evidence.released',
        `${shown}: is in commit ${head.name.slice(0, 12)} already; expected a version that nobody has released`,
        'Number the release anew: facts about a version never change.',
      );
    }
  }
  const bundle = path.join(path.dirname(file), 'evaluation.sigstore.json');
  if (existsSync(bundle)) {
    throw new UserError(
      'evidence.signed',
      `${shown}: is signed (evaluation.sigstore.json lies beside it); expected evidence that nobody vouches for yet`,
      'Import first and sign then; to start over, remove the signature.',
    );
  }
}

function hintsOf(given: Given, task: Hints['task'], map: Hints['map']): Hints {
  const [positiveClass, datasetName] = [text(given, 'positiveClass'), text(given, 'datasetName')];
  const named = pairsOf(given, 'metric', '--metric');
  return {
    task,
    ...(positiveClass !== undefined && { positiveClass }),
    ...(datasetName !== undefined && { datasetName }),
    references: pairsOf(given, 'reference', '--reference'),
    metrics: new Map([...named].map(([name, source]) => [source, name])),
    map,
  };
}

/** A name that --metric gives must have been found. @throws UserErrors `import.unknown_metric` */
function assertNamesFound(hints: Hints, read: readonly Read[]): void {
  const lost = [...hints.metrics].filter(([, name]) => !read.some(({ evaluation }) => evaluation.metrics?.[name] !== undefined));
  if (lost.length === 0) return;
  throw new UserErrors(
    lost.map(
      ([source, name]) =>
        new UserError(
          'import.unknown_metric',
          `--metric ${name}=${source}: no source measured ${source}; expected its value`,
          'Name a metric as a source writes it; what was not imported is listed without the option.',
        ),
    ),
  );
}

/** Pointers to what a source gave; a list counts as one. */
function fieldsOf(value: unknown, place = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [place];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, `${place}/${key}`));
}

function printed(read: readonly Read[], io: Io): void {
  for (const { name, unmapped } of read)
    for (const { place, reason } of unmapped) io.log(`not imported  ${name}${place === '' ? '' : `#${place}`}: ${reason}\n`);
}

/** Reads the sources and writes the evaluation. @throws UserError, UserErrors what the readers find */
export async function importEvaluation(given: Given, io: Io): Promise<ExitCode> {
  const { complete, importers, importFrom, merge, readSource } = await import('../import/index.ts');
  const { readJson } = await import('../evidence/index.ts');
  const [model, version] = [text(given, 'model') ?? '', text(given, 'version') ?? ''];
  const sources = sourcesOf(given, importers);
  const facts = factsOf(given);
  const target = await targetOf(given, io, model, version);
  await assertOpen(target);

  const present = existsSync(target.file) ? await bytesOf(target.file, target.shown) : null;
  const existing = present === null ? null : parse(Evaluation, readJson(present, target.shown).value, target.shown);
  const identity = parse(PartialEvaluation, { model, version }, 'the options');
  const said: Said[] = [{ where: 'the options', evaluation: { ...facts, ...identity } }];
  if (existing !== null) said.push({ where: target.shown, evaluation: existing });
  const task = facts.task ?? existing?.task;
  if (task === undefined) {
    throw new UserError(
      'import.missing',
      `${target.shown}: no task; expected it, because the same name means different metrics in different tasks`,
      'Give --task.',
    );
  }

  const hints = hintsOf(given, task, await mapOf(given, io));
  const read: Read[] = [];
  for (const source of sources) {
    const { importer, name } = source;
    const id = importer.format === 'mlflow' ? runId(name) : null;
    const bytes = id === null ? await bytesOf(path.resolve(io.cwd, name), name) : await fetched(id, given, io);
    read.push({ ...source, ...importFrom(importer, readSource(importer, bytes, name), hints, name) });
  }
  if (!flag(given, 'json')) printed(read, io);
  assertNamesFound(hints, read);

  for (const { name, evaluation } of read) said.push({ where: name, evaluation });
  const producer = `modelgate evidence import (${[...new Set(sources.map(({ importer }) => importer.format))].join(', ')})`;
  const evaluation = complete({ producer, ...merge(said) }, target.shown);
  const content = sortedJson(evaluation);
  const written = present === null || Buffer.from(present).toString('utf8') !== content;
  if (written) writeFiles(path.dirname(target.file), [[path.basename(target.file), content]]);

  if (flag(given, 'json')) {
    const listed = read.map(({ importer, name, evaluation: part, unmapped }) => ({
      format: importer.format,
      source: name,
      imported: fieldsOf(part),
      unmapped,
    }));
    io.out(`${JSON.stringify({ schemaVersion: 1, model, version, file: target.shown, written, sources: listed }, null, 2)}\n`);
  } else {
    for (const { importer, name, evaluation: part, unmapped } of read)
      io.out(`${importer.format}  ${name}: ${String(fieldsOf(part).length)} fields, ${String(unmapped.length)} not imported\n`);
    io.out(written ? `written  ${target.shown}\n` : 'nothing changed\n');
  }
  return 0;
}
