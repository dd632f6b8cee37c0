import * as fs from 'node:fs';
import { EVERYTHING } from '../../../lib/synth/filter.ts';
import type { Files } from '../../../lib/synth/files.ts';
import { recover } from '../../../lib/synth/write.ts';
import { encoded, write } from './tree.ts';

/** Calls that change the disk: between two of them, it does not matter when a run is stopped. */
const CHANGING = new Set<string | symbol>(['mkdirSync', 'renameSync', 'rmdirSync', 'symlinkSync', 'unlinkSync', 'writeFileSync']);

/**
 * Arguments: repository, file with the tree as JSON, `write` or `recover`, number of the call before which it is stopped (0: never), signal,
 * and `torn` to leave the first half of a file that the call would have written. Prints the number of calls.
 */
const [, , root = '', treeFile = '', job = '', stop = '', signal = '', torn = ''] = process.argv;
let calls = 0;

const files = new Proxy(fs, {
  get(target, name) {
    const call = Reflect.get(target, name) as (...given: unknown[]) => unknown;
    if (!CHANGING.has(name)) return call;
    return (...given: unknown[]): unknown => {
      calls++;
      if (calls === Number(stop)) {
        const [place, text] = given;
        if (torn === 'torn' && name === 'writeFileSync' && (typeof text === 'string' || text instanceof Uint8Array))
          call(place, text.slice(0, Math.floor(text.length / 2)));
        process.kill(process.pid, signal);
      }
      return call(...given);
    };
  },
}) as Files;

const tree = new Map(JSON.parse(fs.readFileSync(treeFile, 'utf8')) as [string, string][]);
if (job === 'recover') recover(root, files);
else write(root, encoded(tree), EVERYTHING, files);
process.stdout.write(String(calls));
