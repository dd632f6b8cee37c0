// What one could render the same objects with instead: Helm, Kustomize, Jsonnet and CUE, each from sources made of what synth wrote for one
// model and of what every model declares.
import { deepStrictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { recipeOf } from './peers/recipe.mjs';
import { unitOf } from './peers/unit.mjs';
import { WAYS } from './peers/ways.mjs';

/** Runs of one process a model that are measured, for all of them. */
const SAMPLE = 20;

/** An object with JSON texts in it as the data that they are: who renders them orders and indents them in its own way. */
function asData(value) {
  if (Array.isArray(value)) return value.map(asData);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asData(inner)]));
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function byIdentity(objects) {
  const there = objects.filter((object) => object !== null && object !== undefined);
  const named = Object.fromEntries(
    there.map((object) => [`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, asData(object)]),
  );
  if (Object.keys(named).length !== there.length) throw new Error('an object is there twice');
  return named;
}

function prove(name, way, command, folder, recipe, units, env) {
  way.prepare(folder, recipe, units);
  mkdirSync(path.join(folder, 'out'), { recursive: true });
  const runs = way.each ? units.map((unit) => way.args(folder, unit, recipe)) : [way.args(folder, undefined, recipe)];
  const found = runs.flatMap((args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30, cwd: folder, env });
    if (status !== 0) throw new Error(`${name} ended with ${status}\n${stderr.slice(0, 2000)}`);
    return way.read(stdout, folder);
  });
  const wanted = units.flatMap(({ objects }) => objects);
  deepStrictEqual(byIdentity(found), byIdentity(wanted), `${name} renders other objects than synth`);
  return wanted.length;
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The peers that are there, each proven to render the same objects for three models.
 * @param tools name -> path of its program
 */
export function peers({ folder, work, ids }, tools) {
  const units = ids.map((id) => unitOf(folder, id));
  const recipe = recipeOf(folder, units[1]);
  const place = path.join(work, 'peers');
  const env = { ...process.env, HELM_CONFIG_HOME: place, HELM_CACHE_HOME: place, HELM_DATA_HOME: place, CUE_CACHE_DIR: place };
  return Object.entries(WAYS).flatMap(([name, way], index) => {
    const command = tools[way.tool];
    if (!existsSync(command)) {
      console.log(`\n${name} is not measured: ${command} is not there; node tools/install.mjs ${way.tool} builds it.`);
      return [];
    }
    const small = path.join(place, `${index}-proof`);
    const objects = prove(name, way, command, small, recipe, units.slice(1, 4), env);
    console.log(`${name}: ${objects} objects of 3 models equal those of synth`);
    const full = path.join(place, String(index));
    const measured = way.each ? units.slice(0, SAMPLE) : units;
    way.prepare(full, recipe, measured);
    const contender = { name, target: way.target, how: { cwd: full, env } };
    if (way.each) {
      const script = path.join(full, 'run.sh');
      writeFileSync(
        script,
        measured.map((unit) => `${[command, ...way.args(full, unit, recipe)].map(quoted).join(' ')} || exit 1\n`).join(''),
      );
      return [
        {
          ...contender,
          name: `${name} (${measured.length} measured)`,
          command: 'bash',
          args: [script],
          scale: units.length / measured.length,
        },
      ];
    }
    const out = path.join(full, 'out');
    const prepare = () => {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out, { recursive: true });
    };
    return [{ ...contender, prepare, command, args: way.args(full, undefined, recipe) }];
  });
}
