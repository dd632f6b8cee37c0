import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { commit, git, modelgate, root, runIn, scratchFolder, scratchRepository } from '../support/scratch.ts';

/** A git repository with what these commands read and render, and nothing else. */
function placements(): string {
  const folder = scratchFolder();
  for (const part of ['modelgate.config.ts', 'package.json', 'models/churn', 'models/credit-approval', 'policies/thresholds', 'synth']) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter: (source) => !source.includes('/training/') });
  }
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commit(folder, 'Start');
  return folder;
}

const RELEASES = 'models/churn/releases.yaml';
const BLOCKED = 'models/churn/blocked.yaml';
const read = (repository: string, file: string): string => readFileSync(path.join(repository, file), 'utf8');
const changed = (repository: string): readonly string[] =>
  git(repository, 'status', '--porcelain')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const rollback = (repository: string, ...more: readonly string[]) =>
  inProcess(repository, [
    'release',
    'rollback',
    'churn',
    '--env',
    'prod',
    '--version',
    '1.1.0',
    '--reason',
    'p99 above its limit',
    '--now',
    'head',
    ...more,
  ]);
const promote = (repository: string, version: string, environment: string, ...more: readonly string[]) =>
  inProcess(repository, ['release', 'promote', 'churn', '--version', version, '--env', environment, ...more]);

describe('release rollback', () => {
  test('a candidate that failed leaves, and its image is blocked with place, reason and time', async () => {
    const repository = placements();
    const before = read(repository, RELEASES);
    const { code, out } = await rollback(repository);
    expect(code).toBe(0);
    expect(out).toContain(
      `churn/prod: stable 1.0.0 (was: stable 1.0.0, candidate 1.1.0)\nwritten  ${BLOCKED}\nwritten  ${RELEASES}\nchanged  synth/prod/churn/`,
    );
    expect(out).toContain('\n   prod:\n     stable: 1.0.0\n-    candidate: 1.1.0\n');
    expect(out).toMatch(/\nnext: npx modelgate gate --base HEAD --model churn --env prod\n$/);
    expect(read(repository, RELEASES)).toBe(before.replace('    candidate: 1.1.0\n', ''));
    const digest = /digest: (sha256:\w+)/.exec(read(repository, 'models/churn/versions/1.1.0/release.yaml'))?.[1] ?? '';
    expect(read(repository, BLOCKED)).toContain(
      `  - digest: ${digest}\n    version: 1.1.0\n    environment: prod\n    reason: 'p99 above its limit'\n`,
    );
    expect(changed(repository).filter((line) => !line.startsWith('M synth/prod/churn/'))).toEqual([`M ${RELEASES}`, `?? ${BLOCKED}`]);
  });

  test('what it renders is what synth would', async () => {
    const repository = scratchRepository();
    expect((await rollback(repository)).out).toContain('changed  synth/prod/churn/Rollout.churn.yaml');
    expect(modelgate(repository, ['synth', '--check'])).toMatchObject({ code: 0 });
  });

  test('a declaration that does not render leaves the files as they were', async () => {
    const repository = placements();
    writeFileSync(path.join(repository, 'models/churn/model.ts'), 'export default 1;\n');
    const before = changed(repository);
    expect((await rollback(repository)).code).toBe(2);
    expect(changed(repository)).toEqual(before);
  });

  test('the change that it makes passes the gate, and bringing the image back does not', { timeout: 60_000 }, async () => {
    const repository = scratchRepository();
    const start = git(repository, 'rev-parse', 'HEAD');
    expect((await rollback(repository)).code).toBe(0);
    expect(modelgate(repository, ['synth', '--model', 'churn']).code).toBe(0);
    const taken = commit(repository, 'Roll back');
    const gate = (base: string) => {
      const { out } = modelgate(repository, ['gate', '--base', base, '--now', 'head', '--model', 'churn', '--format', 'json']);
      const { units } = JSON.parse(out) as {
        units: readonly { environment: string; verdict: string; findings: readonly { code: string; severity: string }[] }[];
      };
      return units.map(({ environment, findings }) => [
        environment,
        ...findings.filter(({ severity }) => severity === 'deny').map(({ code }) => code),
      ]);
    };
    expect(gate(start)).toEqual([['dev'], ['staging'], ['prod']]);

    // Back by hand, past the command; and with its entry taken out in the same change.
    git(repository, 'checkout', '--quiet', start, '--', RELEASES, 'synth');
    commit(repository, 'Bring it back');
    expect(gate(taken)).toEqual([['dev'], ['staging'], ['prod', 'promotion.blocked_digest', 'promotion.soak_too_short']]);
    rmSync(path.join(repository, BLOCKED));
    commit(repository, 'And forget that it failed');
    expect(gate(taken)).toEqual([['dev'], ['staging'], ['prod', 'promotion.blocked_digest', 'promotion.soak_too_short']]);
  });

  test('doing it again changes nothing', async () => {
    const repository = placements();
    await rollback(repository);
    const after = [read(repository, RELEASES), read(repository, BLOCKED)];
    expect(await rollback(repository)).toMatchObject({ code: 0, out: 'churn/prod: stable 1.0.0 (was: stable 1.0.0)\nnothing changed\n' });
    expect([read(repository, RELEASES), read(repository, BLOCKED)]).toEqual(after);
  });

  test("a stable release that failed gives way to the last one before it in git's history", async () => {
    const repository = placements();
    expect((await promote(repository, '1.1.0', 'prod', '--as', 'stable')).code).toBe(0);
    commit(repository, 'The rollout is over');
    expect(await rollback(repository)).toMatchObject({ code: 0 });
    expect(read(repository, RELEASES)).toMatch(/prod:\n {4}stable: 1.0.0\n$/);
  });

  test('what is blocked is no release to go back to', async () => {
    const repository = placements();
    await promote(repository, '1.1.0', 'prod', '--as', 'stable');
    commit(repository, 'The rollout is over');
    expect((await rollback(repository)).code).toBe(0);
    commit(repository, 'Roll back');
    const { code, err } = await inProcess(repository, [
      'release',
      'rollback',
      'churn',
      '--env',
      'prod',
      '--version',
      '1.0.0',
      '--reason',
      'bad as well',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('release.no_former');
    expect(changed(repository)).toEqual([]);
  });

  test('a shallow clone does not know what was before, and says how to learn it', async () => {
    const repository = placements();
    await promote(repository, '1.1.0', 'prod', '--as', 'stable');
    commit(repository, 'The rollout is over');
    const clone = path.join(scratchFolder(), 'clone');
    expect(runIn(repository, 'git', ['clone', '--quiet', '--depth', '1', `file://${repository}`, clone]).code).toBe(0);
    const { code, err } = await rollback(clone);
    expect(code).toBe(2);
    expect(err).toContain('git fetch --unshallow');
    expect((await rollback(clone, '--to', '1.0.0')).code).toBe(0);
  });

  test('a version that does not stand there is not rolled back', async () => {
    const { code, err } = await inProcess(placements(), [
      'release',
      'rollback',
      'churn',
      '--env',
      'dev',
      '--version',
      '1.0.0',
      '--reason',
      'slow',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('models/churn/releases.yaml: dev has 1.1.0; expected 1.0.0 there, which is to be rolled back');
  });

  test('--json says what was there, what is there and what is blocked', async () => {
    const { out } = await rollback(placements(), '--json');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      model: 'churn',
      environment: 'prod',
      version: '1.1.0',
      before: { stable: '1.0.0', candidate: '1.1.0' },
      after: { stable: '1.0.0' },
      blocked: { version: '1.1.0', environment: 'prod', reason: 'p99 above its limit' },
      written: [BLOCKED, RELEASES],
    });
  });

  test.each(['', 'two\nlines', 'x'.repeat(201)])('the reason %j is refused', async (reason) => {
    const { code, err } = await rollback(placements(), '--reason', reason);
    expect(code).toBe(2);
    expect(err).toContain('usage.bad_reason');
  });
});

describe('release promote', () => {
  test('beside a stable release it is a candidate where rollouts are, and stable elsewhere', async () => {
    const repository = placements();
    rollbackCandidate(repository);
    expect((await promote(repository, '1.1.0', 'prod')).out).toContain('churn/prod: stable 1.0.0, candidate 1.1.0 (was: stable 1.0.0)\n');
    expect((await promote(repository, '1.0.0', 'dev')).out).toContain('churn/dev: stable 1.0.0 (was: stable 1.1.0)\n');
  });

  test('a candidate whose rollout is over becomes stable when that is said', async () => {
    const repository = placements();
    expect(await promote(repository, '1.1.0', 'prod')).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing changed') as string,
    });
    expect((await promote(repository, '1.1.0', 'prod', '--as', 'stable')).out).toContain(
      'churn/prod: stable 1.1.0 (was: stable 1.0.0, candidate 1.1.0)\n',
    );
    expect((await promote(repository, '1.1.0', 'prod', '--as', 'stable')).out).toContain('nothing changed');
  });

  test('into an environment that had nothing it goes as stable', async () => {
    const repository = placements();
    const args = ['release', 'promote', 'credit-approval', '--version', '1.1.0', '--env', 'prod'];
    expect((await inProcess(repository, [...args, '--as', 'candidate'])).err).toContain('release.no_stable');
    expect((await inProcess(repository, args)).out).toContain('credit-approval/prod: stable 1.1.0 (was: nothing)\n');
  });

  test('a blocked image is refused where it failed and later, with the reason', async () => {
    const repository = placements();
    await rollback(repository);
    const { code, err } = await promote(repository, '1.1.0', 'prod');
    expect(code).toBe(2);
    expect(err).toContain('release.blocked');
    expect(err).toContain('p99 above its limit');
    expect((await promote(repository, '1.1.0', 'staging')).code).toBe(0);
  });

  test('the version that is stable is no candidate', async () => {
    expect((await promote(placements(), '1.0.0', 'prod', '--as', 'candidate')).err).toContain('release.already_stable');
  });

  test.each([
    ['an unknown model', ['release', 'promote', 'chrn', '--version', '1.1.0', '--env', 'prod'], 'Did you mean churn?'],
    ['an unknown environment', ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prd'], 'Did you mean prod?'],
    [
      'a version without a release',
      ['release', 'promote', 'churn', '--version', '9.9.9', '--env', 'prod'],
      'models/churn/versions/9.9.9/release.yaml: absent',
    ],
    ['a version that is a path', ['release', 'promote', 'churn', '--version', '../../x', '--env', 'prod'], 'path.outside'],
    ['an unknown role', ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod', '--as', 'canary'], 'usage.bad_role'],
  ])('%s is exit code 2, and nothing is written', async (_, args, says) => {
    const repository = placements();
    const { code, err } = await inProcess(repository, args);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(changed(repository)).toEqual([]);
  });

  test('a releases.yaml that is a link is not written through', async () => {
    const repository = placements();
    const elsewhere = path.join(scratchFolder(), 'releases.yaml');
    cpSync(path.join(repository, RELEASES), elsewhere);
    rmSync(path.join(repository, RELEASES));
    symlinkSync(elsewhere, path.join(repository, RELEASES));
    const before = readFileSync(elsewhere, 'utf8');
    expect((await promote(repository, '1.1.0', 'prod', '--as', 'stable')).err).toContain('path.symlink');
    expect(readFileSync(elsewhere, 'utf8')).toBe(before);
  });
});

describe('release add', () => {
  /** What a pipeline would leave: release 1.1.0 under another number. */
  function outputs(repository: string, version: string): string {
    const folder = scratchFolder();
    for (const file of ['release.yaml', 'evaluation.json']) {
      writeFileSync(path.join(folder, file), read(repository, `models/churn/versions/1.1.0/${file}`).replace('1.1.0', version));
    }
    return folder;
  }

  test('takes both files in, byte for byte, and the release can be promoted', { timeout: 60_000 }, async () => {
    const repository = scratchRepository();
    const folder = outputs(repository, '1.2.0');
    const { code, out } = await inProcess(repository, ['release', 'add', '--from', folder]);
    expect(code).toBe(0);
    expect(out).toContain('written  models/churn/versions/1.2.0/evaluation.json\n');
    for (const file of ['release.yaml', 'evaluation.json']) {
      expect(read(repository, `models/churn/versions/1.2.0/${file}`)).toBe(readFileSync(path.join(folder, file), 'utf8'));
    }
    expect((await promote(repository, '1.2.0', 'dev')).code).toBe(0);
    expect(modelgate(repository, ['synth', '--model', 'churn']).code).toBe(0);
    expect((await inProcess(repository, ['release', 'add', '--from', folder])).out).toContain('nothing changed');
  });

  test('facts about a version that is there never change', async () => {
    const repository = placements();
    const folder = outputs(repository, '1.1.0');
    writeFileSync(
      path.join(folder, 'release.yaml'),
      readFileSync(path.join(folder, 'release.yaml'), 'utf8').replace(/seed: \d+/, 'seed: 99'),
    );
    const { code, err } = await inProcess(repository, ['release', 'add', '--from', folder]);
    expect(code).toBe(2);
    expect(err).toContain('models/churn/versions/1.1.0/release.yaml: there already, with other bytes');
    expect(changed(repository)).toEqual([]);
  });

  test('evidence of another version, or none, is refused', async () => {
    const repository = placements();
    const folder = outputs(repository, '1.2.0');
    writeFileSync(path.join(folder, 'evaluation.json'), read(repository, 'models/churn/versions/1.1.0/evaluation.json'));
    expect((await inProcess(repository, ['release', 'add', '--from', folder])).err).toContain('evidence.wrong_subject');
    rmSync(path.join(folder, 'evaluation.json'));
    expect((await inProcess(repository, ['release', 'add', '--from', folder])).err).toContain('release.incomplete');
    expect(existsSync(path.join(repository, 'models/churn/versions/1.2.0'))).toBe(false);
  });

  test('a model without a folder takes no release', async () => {
    const repository = placements();
    const folder = outputs(repository, '1.2.0');
    for (const file of ['release.yaml', 'evaluation.json']) {
      writeFileSync(path.join(folder, file), readFileSync(path.join(folder, file), 'utf8').replaceAll('churn', 'chum'));
    }
    expect((await inProcess(repository, ['release', 'add', '--from', folder])).err).toContain('release.unknown_model');
    mkdirSync(path.join(repository, 'models/chum'));
    expect(changed(repository)).toEqual([]);
  });
});

function rollbackCandidate(repository: string): void {
  writeFileSync(path.join(repository, RELEASES), read(repository, RELEASES).replace('    candidate: 1.1.0\n', ''));
}
