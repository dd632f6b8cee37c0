// What the bench is asked for on its command line.
import { parseArgs } from 'node:util';
import { OBJECTS } from './fleet.mjs';

export const USAGE = `Usage: node bench/run.mjs [--objects 12,25] [--models 100,1000] [--rounds 3] [--only synth|gate|diff] [--peers]

Times whole processes, and samples their memory, on repositories that it makes in a scratch folder. TMPDIR names that folder's place.

  --objects LIST  objects a unit, of ${OBJECTS.join(' and ')} (default: ${OBJECTS.join(',')})
  --models LIST   models of each repository (default: 100,1000)
  --rounds N      interleaved rounds; the one with the least CPU time counts (default: 3)
  --only PART     synth, gate or diff (default: all)
  --peers         also Helm, Kustomize, Jsonnet and CUE, which are built once with Go
  --help          this text

Exit codes: 0 measured, 1 something failed, 2 usage.
`;

/** A mistake on the command line. */
export class UsageError extends Error {}

function wholes(name, text, isRight, expected) {
  return text.split(',').map((part) => {
    const number = /^[1-9]\d{0,5}$/.test(part) ? Number(part) : Number.NaN;
    if (isRight(number)) return number;
    throw new UsageError(`--${name} is ${JSON.stringify(text)}; expected ${expected}`);
  });
}

function parsed(args) {
  try {
    return parseArgs({
      args,
      options: {
        objects: { type: 'string', default: OBJECTS.join(',') },
        models: { type: 'string', default: '100,1000' },
        rounds: { type: 'string', default: '3' },
        only: { type: 'string' },
        peers: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause.message, { cause });
  }
}

/**
 * @param args the command line behind the program's name
 * @throws UsageError
 */
export function optionsIn(args) {
  const { objects, models, rounds, only, peers, help } = parsed(args);
  if (only !== undefined && !['synth', 'gate', 'diff'].includes(only))
    throw new UsageError(`--only is ${JSON.stringify(only)}; expected synth, gate or diff`);
  return {
    objects: wholes('objects', objects, (number) => OBJECTS.includes(number), OBJECTS.join(' or ')),
    models: wholes('models', models, (number) => number >= 4, 'whole numbers from 4 to 999999, with commas between them'),
    rounds: wholes('rounds', rounds, (number) => number > 0, 'a whole number')[0],
    only,
    peers,
    help,
  };
}
