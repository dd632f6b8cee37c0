import { readFileSync } from 'node:fs';
import { UserError } from '../../../lib/errors.ts';
import { EVERYTHING } from '../../../lib/synth/filter.ts';
import { encoded, write } from './tree.ts';

/** Arguments: repository, file with a list of trees as JSON, rounds. Writes one after the other; prints how often it could and could not. */
const [, , root = '', treesFile = '', rounds = ''] = process.argv;
const trees = (JSON.parse(readFileSync(treesFile, 'utf8')) as [string, string][][]).map((entries) => new Map(entries));
let written = 0;
let locked = 0;
for (let round = 0; round < Number(rounds); round++) {
  try {
    write(root, encoded(trees[(round + process.pid) % trees.length] ?? new Map<string, string>()), EVERYTHING);
    written++;
  } catch (thrown) {
    if (!(thrown instanceof UserError) || thrown.code !== 'synth.locked') throw thrown;
    locked++;
  }
}
process.stdout.write(JSON.stringify({ written, locked }));
