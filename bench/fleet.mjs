// A repository of many models in a scratch folder: declarations of the bench's own under many names, with churn's card, releases and
// evaluations, each with a candidate rolling out in prod.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleSync, root } from './bundle.mjs';

export const modelgate = path.join(root, 'lib', 'cli', 'bin.mjs');

function run(command, args, cwd) {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stderr}`);
}

/** Signs the evidence of all models. */
function sign(folder) {
  const place = path.join(root, 'node_modules', '.cache', 'modelgate', `bench-sign-${process.pid}`);
  try {
    bundleSync('bench/sign.ts', path.join(place, 'sign.mjs'));
    run(process.execPath, [path.join(place, 'sign.mjs'), folder]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Objects a unit that there is a declaration for, `bench/fleet/objects-<n>.ts`. */
export const OBJECTS = [12, 25];

export function assertObjects(folder, ids, objects) {
  for (const id of ids) {
    const seen = readdirSync(path.join(folder, 'synth', 'prod', id)).length;
    if (seen !== objects)
      throw new Error(`${id} has ${seen} objects; expected the ${objects} that bench/fleet/objects-${objects}.ts keeps`);
  }
}

/** The declaration of one model of many: they belong to ten teams, which ask for different things. */
function declare(declaration, id, index) {
  const team = index % 10;
  return declaration
    .replace("'churn'", `'${id}'`)
    .replace("'people-analytics'", `'people-analytics-${team}'`)
    .replace("'people-analytics@example.com'", `'people-analytics-${team}@example.com'`)
    .replace("cpu: '500m'", `cpu: '${510 + 20 * team}m'`)
    .replace('f1: 0.7,', `f1: ${(0.7 + team / 1000).toFixed(3)},`);
}

/**
 * Makes the repository, synthesizes and commits it.
 * @param objects how many a unit has, one of `OBJECTS`
 * @returns the models' ids
 */
export function makeFleet(folder, count, objects) {
  mkdirSync(folder, { recursive: true });
  for (const part of ['policies', 'modelgate.config.ts', 'package.json', '.gitignore'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const own = (name) => path.join(root, 'bench', 'fleet', name);
  cpSync(own('keep-only.ts'), path.join(folder, 'keep-only.ts'));
  const source = path.join(root, 'models', 'churn');
  const read = (name) => readFileSync(path.join(source, name), 'utf8');
  const files = [
    'card.yaml',
    ...['1.0.0', '1.1.0'].flatMap((version) => [`versions/${version}/release.yaml`, `versions/${version}/evaluation.json`]),
  ];
  const declaration = readFileSync(own(`objects-${objects}.ts`), 'utf8').replace('./keep-only.ts', '../../keep-only.ts');
  const texts = files.map((name) => [name, read(name)]);
  const ids = Array.from({ length: count }, (_, index) => `m${String(index).padStart(4, '0')}`);
  for (const [index, id] of ids.entries()) {
    for (const [name, text] of [['model.ts', declare(declaration, id, index)], ...texts]) {
      const file = path.join(folder, 'models', id, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(
        file,
        text
          .replace(/^model: churn$/m, `model: ${id}`)
          .replace('"model": "churn"', `"model": "${id}"`)
          .replace('models/churn\n', `models/${id}\n`),
      );
    }
    writeFileSync(
      path.join(folder, 'models', id, 'releases.yaml'),
      `schemaVersion: modelgate.dev/releases/v1\nmodel: ${id}\nenvironments:\n  prod:\n    stable: 1.0.0\n    candidate: 1.1.0\n`,
    );
  }
  sign(folder);
  run(process.execPath, [modelgate, 'synth'], folder);
  assertObjects(folder, ids, objects);
  run('git', ['init', '--quiet'], folder);
  run('git', ['add', '--all'], folder);
  run('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'Fleet'], folder);
  return ids;
}
