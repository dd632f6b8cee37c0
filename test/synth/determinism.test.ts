import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelgate, scratchFolder, scratchRepository } from '../support/scratch.ts';
import { bytesOf } from './support/tree.ts';

/** What a declaration should not ask, and gets the same answer to everywhere. */
const ODD = `\${(1234567.891).toLocaleString()} \${new Date(0).toString()} \${new Date(0).toLocaleString()} \${new Date(0).getHours()}
  \${['z', 'ä', 'a', 'ı', 'I', 'i'].sort((a, b) => a.localeCompare(b)).join('')} \${'I'.toLocaleLowerCase()} \${'i'.toLocaleUpperCase()}
  \${new Intl.NumberFormat().format(0.5)} \${new Intl.Collator().compare('ä', 'z')} \${Intl.DateTimeFormat().resolvedOptions().timeZone}
  \${Object.keys(process.env).length}`;

/** A scratch repository with one model that describes itself by all of that, and no manifests yet. */
function oddRepository(): string {
  const root = scratchRepository();
  const file = path.join(root, 'models/churn/model.ts');
  const text = readFileSync(file, 'utf8');
  const odd = text.replace(/description: '[^']*'/, `description: \`${ODD}\``);
  expect(odd).not.toBe(text);
  writeFileSync(file, odd);
  return root;
}

function synthOf(root: string, cwd: string, env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  rmSync(path.join(root, 'synth'), { recursive: true, force: true });
  const ran = modelgate(path.join(root, cwd), ['synth'], env);
  expect(ran).toMatchObject({ code: 0, err: '' });
  return bytesOf(path.join(root, 'synth'));
}

test('the same tree gives the same bytes in any time zone, locale, folder and place', () => {
  const root = oddRepository();
  const copy = path.join(scratchFolder(), 'another place');
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  const expected = synthOf(root, '.', { TZ: 'UTC', LC_ALL: 'C' });
  expect(Object.keys(expected).length).toBeGreaterThan(50);
  expect(expected['catalog/churn.json']).toContain('1,234,567.891 Thu Jan 01 1970 00:00:00 GMT+0000');
  for (const [place, cwd, TZ, LC_ALL] of [
    [root, 'models/churn', 'Asia/Kolkata', 'de_DE.UTF-8'],
    [copy, '.', 'America/St_Johns', 'tr_TR.UTF-8'],
    [copy, 'models', 'Pacific/Kiritimati', 'ar_EG.UTF-8'],
    [root, '.', 'Antarctica/Troll', 'sv_SE.UTF-8'],
  ] as const) {
    expect({ TZ, LC_ALL, tree: synthOf(place, cwd, { TZ, LC_ALL, LANG: LC_ALL, CDK8S_FILE_EXTENSION: '.json' }) }).toEqual({
      TZ,
      LC_ALL,
      tree: expected,
    });
  }
});
