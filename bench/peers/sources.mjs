// node bench/peers/sources.mjs FOLDER writes what each peer is given, for four models, to be read.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFleet } from '../fleet.mjs';
import { recipeOf } from './recipe.mjs';
import { unitOf } from './unit.mjs';
import { WAYS } from './ways.mjs';

const [out] = process.argv.slice(2);
if (out === undefined) {
  process.stderr.write('Usage: node bench/peers/sources.mjs FOLDER\n');
  process.exit(2);
}
const scratch = mkdtempSync(path.join(tmpdir(), 'modelgate-bench-'));
try {
  const folder = path.join(scratch, 'fleet');
  const units = makeFleet(folder, 4, 25).map((id) => unitOf(folder, id));
  const recipe = recipeOf(folder, units[1]);
  for (const [name, way] of Object.entries(WAYS)) {
    const place = path.join(out, name.replaceAll(/\W+/g, '-'));
    way.prepare(place, recipe, units);
    console.log(`${place}: ${way.tool} ${way.args('.', units[1], recipe).join(' ')}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
