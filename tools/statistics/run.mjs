#!/usr/bin/env node
/**
 * Compares lib/statistics/ with scikit-learn, SciPy, statsmodels, AIF360 and Fairlearn on random cases: `node tools/statistics/run.mjs [CASES]`.
 * Exit codes: 0 all agree to 1e-12, 1 one does not, 2 could not run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { Mistake, pythonEnvironment } from '../python-environment.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Another seed gives other cases; the same gives the same everywhere. */
const SEED = 20260101;

async function main() {
  const [cases = '1000', ...more] = process.argv.slice(2);
  if (!/^[1-9]\d{0,5}$/.test(cases) || more.length > 0) {
    throw new Mistake(
      'statistics.usage',
      `${process.argv.slice(2).join(' ')}: not understood; expected a number of cases or nothing`,
      'Leave it out.',
    );
  }
  const python = pythonEnvironment(join(here, 'requirements.txt'), 'import aif360, fairlearn, sklearn, statsmodels', (text) =>
    process.stderr.write(`statistics: ${text}\n`),
  );
  const built = join(root, 'node_modules', '.cache', 'modelgate', `statistics-${process.pid}.mjs`);
  await esbuild.build({
    entryPoints: [join(here, 'agree.ts')],
    outfile: built,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const { agree } = await import(pathToFileURL(built).href);
  rmSync(built);
  const child = spawn(python, [join(here, 'cases.py'), cases, String(SEED)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const found = await agree(child.stdout);
  const [code] = await ended;
  if (code !== 0)
    throw new Mistake('statistics.no_cases', `cases.py ended with ${code}; expected ${cases} cases of each kind`, 'See what it printed.');
  for (const { name, cases: seen, largest, agrees } of found) {
    process.stdout.write(`${agrees ? 'agrees  ' : 'DIFFERS '} ${name}: ${seen} cases, at most ${largest.toExponential(1)} apart\n`);
  }
  const short = found.filter(({ cases: seen }) => seen !== Number(cases));
  if (found.length === 0 || short.length > 0)
    throw new Mistake('statistics.no_cases', 'cases are missing; expected all kinds', 'Mend cases.py.');
  process.exitCode = found.every(({ agrees }) => agrees) ? 0 : 1;
}

try {
  await main();
} catch (error) {
  process.stderr.write(error instanceof Mistake ? `error ${error.code}\n  ${error.message}\n  fix: ${error.fix}\n` : `${error.stack}\n`);
  process.exitCode = 2;
}
