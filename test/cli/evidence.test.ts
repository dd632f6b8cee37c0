import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { STATEMENT_NAMES } from '../../lib/contracts/statement.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, modelgate, root, runIn, scratchRepository, type Ran } from '../support/scratch.ts';
import { listed, pem, ringFile } from '../support/signing.ts';

const here = (cwd: string, ...args: readonly string[]): Promise<Ran> => inProcess(cwd, args);

const VERSION = 'models/churn/versions/1.1.0';
const bundles = STATEMENT_NAMES.map((name) => `${VERSION}/${name}.sigstore.json`);
const NOW = '2026-11-22T00:00:00Z';
const verify = (repository: string, ...more: readonly string[]) =>
  here(repository, 'evidence', 'verify', '--model', 'churn', '--now', NOW, ...more);
const sign = (repository: string, ...more: readonly string[]) =>
  here(repository, 'evidence', 'sign', '--model', 'churn', '--version', '1.1.0', '--key', '../evidence.pem', ...more);

/** A repository whose ring has a key of ours, and that key beside it. */
function withKey(): string {
  const repository = scratchRepository();
  writeFileSync(path.join(repository, '..', 'evidence.pem'), pem(1), { mode: 0o600 });
  writeFileSync(path.join(repository, 'policies/keys/tests.yaml'), ringFile(listed('tests', 1)));
  commit(repository, 'Take in a key');
  return repository;
}
const edit = (repository: string, file: string, change: (text: string) => string): void => {
  const target = path.join(repository, file);
  writeFileSync(target, change(readFileSync(target, 'utf8')));
};

describe('evidence sign', () => {
  test('with a key that the page shows how to make, as it shows', () => {
    const repository = scratchRepository();
    const page = readFileSync(path.join(root, 'docs/evidence-signing.md'), 'utf8');
    const shown = [...page.matchAll(/^ {4}openssl (.*)$/gm)].map((match) => (match[1] ?? '').split(' '));
    expect(shown).toHaveLength(2);
    const [made, told] = shown.map((args) => runIn(repository, 'openssl', args));
    expect(made?.code).toBe(0);
    const publicKey = told?.out.split('\n')[1] ?? '';
    writeFileSync(path.join(repository, 'policies/keys/evidence.yaml'), ringFile({ ...listed('evidence-2026', 1), publicKey }));
    for (const file of bundles) rmSync(path.join(repository, file));

    const args = ['evidence', 'sign', '--model', 'churn', '--version', '1.1.0', '--key', '../evidence.pem'];
    expect(page).toContain(`    npx modelgate ${args.join(' ')}\n`);
    const signed = modelgate(repository, args);
    expect(signed).toMatchObject({ code: 0, err: '' });
    expect(page).toContain(signed.out.replaceAll(/^/gm, '    ').trimEnd());
    expect(modelgate(repository, args)).toEqual({ code: 0, err: '', out: 'churn: 1.1.0 signed with evidence-2026\nnothing changed\n' });
  });

  test('says what it signed as JSON, and with whose words', async () => {
    const repository = withKey();
    const ran = await sign(repository, '--builder', 'https://ci.example.com/train', '--json');
    expect(JSON.parse(ran.out)).toEqual({ schemaVersion: 1, model: 'churn', version: '1.1.0', key: 'tests', written: bundles });
    const bundle = JSON.parse(readFileSync(path.join(repository, `${VERSION}/provenance.sigstore.json`), 'utf8')) as {
      dsseEnvelope: { payload: string };
    };
    expect(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8')).toContain('"id": "https://ci.example.com/train"');
    expect((await verify(repository)).code).toBe(0);
  });

  test.each<[string, readonly string[], (repository: string) => void, string]>([
    [
      'a key in the repository',
      ['--key', 'k.pem'],
      (r) => {
        copyFileSync(path.join(r, '../evidence.pem'), path.join(r, 'k.pem'));
      },
      'key.in_repository',
    ],
    ['no key there', ['--key', '../none.pem'], () => undefined, 'key.unreadable'],
    ['a file that is no key', ['--key', '/etc/hostname'], () => undefined, 'key.unreadable'],
    [
      'a key that the ring lacks',
      [],
      (r) => {
        rmSync(path.join(r, 'policies/keys/tests.yaml'));
      },
      'key.not_in_ring',
    ],
    ['a builder that is no URI', ['--builder', 'me'], () => undefined, 'usage.bad_builder'],
    ['a model that is not there', ['--model', 'chrun'], () => undefined, 'release.unknown_model'],
    ['a version that is not there', ['--version', '9.0.0'], () => undefined, 'release.missing'],
    [
      'no evaluation',
      [],
      (r) => {
        rmSync(path.join(r, VERSION, 'evaluation.json'));
      },
      'evidence.missing',
    ],
    [
      'evidence of another version',
      [],
      (r) => {
        copyFileSync(path.join(r, 'models/churn/versions/1.0.0/evaluation.json'), path.join(r, VERSION, 'evaluation.json'));
      },
      'evidence.wrong_subject',
    ],
  ])('with %s writes nothing and says why', async (_, args, change, code) => {
    const repository = withKey();
    change(repository);
    const before = git(repository, 'status', '--porcelain');
    const ran = await sign(repository, ...args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(`error ${code}\n`);
    expect(ran.err).not.toContain(pem(1).split('\n')[1]);
    expect(git(repository, 'status', '--porcelain')).toBe(before);
  });
});

describe('evidence verify', () => {
  test('finds every statement of this repository signed', async () => {
    const ran = await here(scratchRepository(), 'evidence', 'verify', '--now', NOW);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('churn 1.1.0\n  evaluation  signed with examples-2026\n  provenance  signed with examples-2026\n  sbom ');
    expect(ran.out).toMatch(/^18 of 18 statements verified\n$/m);
  });

  test('says what does not fit, and ends with 1', async () => {
    const repository = scratchRepository();
    edit(repository, `${VERSION}/evaluation.json`, (text) => text.replace(/"tp": \d+/, '"tp": 9999'));
    rmSync(path.join(repository, `${VERSION}/sbom.sigstore.json`));
    const ran = await verify(repository);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /^ {2}evaluation {2}provenance\.evaluation_edited: 1\.1\.0\/evaluation is about \{"evaluation\.json":"[0-9a-f]{64}"\}; what is judged is/m,
    );
    expect(ran.out).toMatch(/^ {2}sbom {8}provenance\.unsigned: 1\.1\.0\/sbom is not signed; expected a bundle at models\/churn\//m);
    expect(ran.out).toMatch(/^4 of 6 statements verified\n$/m);
    const json = JSON.parse((await verify(repository, '--json')).out) as { versions: { statements: { verified: boolean }[] }[] };
    expect(json.versions.map(({ statements }) => statements.map(({ verified }) => verified))).toEqual([
      [true, true, true],
      [false, true, false],
    ]);
  });

  test('looks at versions that stand nowhere too', async () => {
    const repository = withKey();
    mkdirSync(path.join(repository, 'models/churn/versions/2.0.0'));
    for (const file of ['release.yaml', 'evaluation.json']) {
      copyFileSync(path.join(repository, VERSION, file), path.join(repository, 'models/churn/versions/2.0.0', file));
      edit(repository, `models/churn/versions/2.0.0/${file}`, (text) => text.replace(/(version"?: "?)1\.1\.0/, '$12.0.0'));
    }
    edit(repository, 'models/churn/versions/2.0.0/evaluation.json', (text) => text.replace(/"version": "1\.1\.0"/, '"version": "2.0.0"'));
    expect((await verify(repository)).out).toMatch(/^6 of 9 statements verified$/m);
    expect((await sign(repository, '--version', '2.0.0')).code).toBe(0);
    expect((await verify(repository)).out).toMatch(/^9 of 9 statements verified$/m);
  });

  test('with --base takes the keys of that commit: a key that comes with its evidence counts once it is merged', async () => {
    const repository = scratchRepository();
    const base = git(repository, 'rev-parse', 'HEAD');
    writeFileSync(path.join(repository, '..', 'evidence.pem'), pem(1));
    writeFileSync(path.join(repository, 'policies/keys/tests.yaml'), ringFile(listed('tests', 1)));
    expect((await sign(repository)).code).toBe(0);
    expect((await verify(repository)).code).toBe(0);
    const ran = await verify(repository, '--base', base);
    expect(ran.code).toBe(1);
    expect(ran.out.match(/provenance\.key_not_merged/g)).toHaveLength(3);
  });

  test('says that a base without checks of signatures can not tell', async () => {
    const repository = scratchRepository();
    git(repository, 'rm', '--quiet', '-r', 'policies/rules/provenance/unsigned');
    expect((await here(repository, 'policy', 'build')).code).toBe(0);
    const base = commit(repository, 'Forget signatures');
    const ran = await verify(repository, '--base', base);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('error policy.no_signatures\n');
  });
});
