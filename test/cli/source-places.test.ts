import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { withSourcePlaces } from '../../lib/cli/source-places.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-places-'));
const url = (file: string): string => pathToFileURL(path.join(folder, file)).href;

test('a stack through a built file names the lines of its source', () => {
  const source = 'interface Unused {\n  readonly word: string;\n}\nexport function fail(): never {\n  throw new Error("broken");\n}\n';
  const { code, map } = transformSync(source, { loader: 'ts', sourcemap: 'external', sourcefile: 'failing.ts' });
  writeFileSync(path.join(folder, 'built.js'), code);
  writeFileSync(path.join(folder, 'built.js.map'), map);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const program = `import { fail } from ${JSON.stringify(url('built.js'))}; try { fail(); } catch (thrown) { process.stdout.write(thrown.stack); }`;
  const stack = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  expect(stack).toContain(`${url('built.js')}:2:9`);
  expect(withSourcePlaces(stack)).toContain(`${url('failing.ts')}:5:9`);
});

test('what has no map keeps its place', () => {
  const stack = `Error: x\n    at f (${url('none.js')}:1:2)\n    at node:internal/x:3:4`;
  expect(withSourcePlaces(stack)).toBe(stack);
});
