import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { gitTree } from '../../lib/evidence/commit-tree.ts';
import { blobHash } from '../../lib/blob-hash.ts';
import { headInstant } from '../../lib/evidence/git.ts';
import type { Tree } from '../../lib/evidence/tree.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { Repository, temporaryFolder } from './support/repository.ts';
import { refusal } from './support/refusal.ts';

async function text(tree: Tree, file: string): Promise<string | null> {
  const bytes = await tree.read(file);
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

/** The same files in the work tree and in a commit. */
async function both(fill: (repository: Repository) => void): Promise<readonly [string, Tree][]> {
  const repository = new Repository().init();
  fill(repository);
  repository.commit('All');
  return [
    ['work tree', workTree(repository.root)],
    ['commit', await gitTree(repository.root, 'HEAD')],
  ];
}

describe('a tree, from disk or from a commit,', () => {
  test('lists files below a folder in code-unit order and reads them', async () => {
    for (const [kind, tree] of await both((repository) =>
      repository.write('a/b.txt', 'b').write('a/B/c.txt', 'c').write('ab.txt', 'x').write('a/Z.txt', 'é'),
    )) {
      expect(await tree.list('a/'), kind).toEqual(['a/B/c.txt', 'a/Z.txt', 'a/b.txt']);
      expect(await tree.list('nowhere/'), kind).toEqual([]);
      expect(await tree.list('a/b.txt/'), kind).toEqual([]);
      expect(await text(tree, 'a/Z.txt'), kind).toBe('é');
      expect(await text(tree, 'a/absent'), kind).toBeNull();
      expect(await text(tree, 'a/b.txt/under-a-file'), kind).toBeNull();
    }
  });

  test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', './a', 'a/.', '', 'a\\b', 'a\0b', 'a\nb', '..'])(
    'refuses the path %j',
    async (file) => {
      for (const [, tree] of await both((repository) => repository.write('a/b', 'b'))) {
        expect(await refusal(() => tree.read(file))).toMatch(/^path\.outside: /);
        if (file !== '') expect(await refusal(() => tree.list(`${file}/`))).toMatch(/^path\.outside: /);
      }
    },
  );

  test('refuses a prefix that is no folder', async () => {
    expect(await refusal(() => workTree(temporaryFolder()).list('models'))).toMatch(/^path\.outside: /);
  });

  test('lists a link to a file but does not follow it', async () => {
    for (const [kind, tree] of await both((repository) => {
      repository.write('secret', 's').write('a/real', 'r');
      symlinkSync('../secret', path.join(repository.root, 'a/link'));
    })) {
      expect(await tree.list('a/'), kind).toEqual(['a/link', 'a/real']);
      expect(await refusal(() => tree.read('a/link')), kind).toMatch(/^path\.symlink: .*a\/link: a symbolic link; expected /);
    }
  });

  test('does not read through a folder that is a link', async () => {
    const outside = new Repository().write('x', 'outside');
    for (const [kind, tree] of await both((repository) => {
      repository.write('b/x', 'b');
      symlinkSync(outside.root, path.join(repository.root, 'a'));
      symlinkSync('../b', path.join(repository.root, 'b/again'));
    })) {
      expect(await tree.list('b/'), kind).toEqual(['b/again', 'b/x']);
      if (kind === 'commit') {
        expect(await tree.read('a/x')).toBeNull();
        expect(await tree.list('a/')).toEqual([]);
      } else {
        expect(await refusal(() => tree.read('a/x'))).toMatch(/^path\.symlink: a: /);
        expect(await refusal(() => tree.list('a/'))).toMatch(/^path\.symlink: a: /);
        expect(await refusal(() => tree.read('b/again/x'))).toMatch(/^path\.symlink: b\/again: /);
      }
    }
  });

  test('refuses names that differ only in case or in Unicode form', async () => {
    for (const [kind, tree] of await both((repository) =>
      repository.write('a/X/f', '1').write('a/x/f', '2').write('b/é', '1').write('b/e\u0301', '2'),
    )) {
      expect(await refusal(() => tree.list('a/')), kind).toBe(
        'path.collision: a/x/f: differs from a/X/f only in case or Unicode form; expected names that every file system keeps apart',
      );
      expect(await refusal(() => tree.list('b/')), kind).toMatch(/^path\.collision: /);
    }
  });

  test('refuses a file over 1 MB, and takes one of 1 MB, and a .wasm of 16', async () => {
    const limit = 2 ** 20;
    for (const [kind, tree] of await both((repository) =>
      repository
        .write('big', Buffer.alloc(limit + 1))
        .write('fits', Buffer.alloc(limit))
        .write('p.wasm', Buffer.alloc(16 * limit))
        .write('q.wasm', Buffer.alloc(16 * limit + 1)),
    )) {
      expect(await refusal(() => tree.read('big')), kind).toMatch(/^file\.too_large: .*big: 1048577 bytes; expected at most 1048576$/);
      expect((await tree.read('fits'))?.length, kind).toBe(limit);
      expect((await tree.read('p.wasm'))?.length, kind).toBe(16 * limit);
      expect(await refusal(() => tree.read('q.wasm')), kind).toMatch(/^file\.too_large: /);
      expect((await tree.read('fits'))?.length, `${kind}, after a refusal`).toBe(limit);
    }
  });

  test('answers a thousand reads at once, each with its own bytes', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `f/${String(index)}`);
    for (const [kind, tree] of await both((repository) => {
      for (const [index, name] of names.entries()) repository.write(name, `${'x'.repeat((index * 37) % 4000)}${String(index)}`);
    })) {
      const seen = await Promise.all(names.map((name) => text(tree, name)));
      expect(
        seen.map((contents) => contents?.replace(/^x*/, '')),
        kind,
      ).toEqual(names.map((name) => name.slice(2)));
    }
  });
});

describe('the work tree', () => {
  test('refuses what is neither file nor folder, without waiting for it', async () => {
    const repository = new Repository();
    execFileSync('mkfifo', [path.join(repository.root, 'pipe')]);
    mkdirSync(path.join(repository.root, 'folder'));
    const tree = workTree(repository.root);
    expect(await refusal(() => tree.read('pipe'))).toBe('path.not_a_file: pipe: neither file nor folder; expected a regular file');
    expect(await refusal(() => tree.read('folder'))).toBe('path.not_a_file: folder: a folder; expected a regular file');
  });

  test('shows files that are not committed', async () => {
    const repository = new Repository().init().write('a', '1');
    repository.commit('One');
    repository.write('a', '2').write('b', '3');
    expect(await text(workTree(repository.root), 'a')).toBe('2');
    expect(await text(await gitTree(repository.root, 'HEAD'), 'a')).toBe('1');
    expect(await text(await gitTree(repository.root, 'HEAD'), 'b')).toBeNull();
  });
});

describe('a commit', () => {
  test('is named by its full hash, whatever names it', async () => {
    const repository = new Repository().init().write('a', '1');
    const first = repository.commit('One');
    repository.git('tag', '--annotate', '--message', 't', 'v1');
    repository.write('a', '2').commit('Two');
    for (const ref of ['HEAD~1', first, first.slice(0, 10), 'v1', 'main~1'])
      expect((await gitTree(repository.root, ref)).name, ref).toBe(first);
  });

  test('knows git’s hash of its files', async () => {
    const repository = new Repository().init().write('a', 'text\n');
    repository.commit('One');
    const tree = await gitTree(repository.root, 'HEAD');
    expect(tree.oid('a')).toBe(repository.git('hash-object', 'a'));
    expect(blobHash(Buffer.from('text\n'), tree.name)).toBe(tree.oid('a'));
  });

  test('of a repository in a folder of a larger one shows that folder', async () => {
    const outer = new Repository().init().write('models/outer', 'no').write('inner/models/a', 'yes');
    outer.commit('One');
    const tree = await gitTree(path.join(outer.root, 'inner'), 'HEAD');
    expect(await tree.list('')).toEqual(['models/a']);
    expect(await text(tree, 'models/a')).toBe('yes');
  });

  test('cannot be swapped by a replaced object or by GIT_ variables', async () => {
    const repository = new Repository().init().write('a', 'true');
    const honest = repository.commit('One');
    const forged = repository.write('a', 'forged').commit('Two');
    repository.git('replace', honest, forged);
    const other = new Repository().init().write('a', 'other');
    other.commit('Other');
    const before = process.env['GIT_DIR'];
    process.env['GIT_DIR'] = path.join(other.root, '.git');
    try {
      expect(await text(await gitTree(repository.root, honest), 'a')).toBe('true');
    } finally {
      if (before === undefined) delete process.env['GIT_DIR'];
      else process.env['GIT_DIR'] = before;
    }
  });

  test('that holds a submodule says so', async () => {
    const repository = new Repository().init().write('a', '1');
    const commit = repository.commit('One');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},sub`);
    repository.git('commit', '--quiet', '--message', 'Submodule');
    const tree = await gitTree(repository.root, 'HEAD');
    expect(await refusal(() => tree.read('sub'))).toMatch(/^path\.not_a_file: .*sub: a submodule; expected a regular file/);
  });

  test('does not keep the process alive', () => {
    const repository = new Repository().init().write('a', '1');
    repository.commit('One');
    const script = [
      `import { gitTree } from ${JSON.stringify(new URL('../../lib/evidence/commit-tree.ts', import.meta.url).pathname)};`,
      `const tree = await gitTree(${JSON.stringify(repository.root)}, 'HEAD');`,
      `console.log(Buffer.from(await tree.read('a')).toString());`,
    ].join('\n');
    const built = buildSync({
      stdin: { contents: script, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
    });
    const program = built.outputFiles[0]?.text ?? '';
    const seen = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8', timeout: 20_000 });
    expect(seen).toBe('1\n');
  });
});

describe('git that cannot answer', () => {
  test('outside of a repository', async () => {
    const folder = temporaryFolder();
    expect(await refusal(() => gitTree(folder, 'HEAD'))).toBe(
      `git.not_a_repository: ${folder}: not inside a git work tree; expected one, because a verdict names the commit that it judged`,
    );
    expect(await refusal(() => headInstant(folder))).toMatch(/^git\.not_a_repository: /);
  });

  test('in a bare repository', async () => {
    const repository = new Repository();
    repository.git('init', '--quiet', '--bare');
    expect(await refusal(() => gitTree(repository.root, 'HEAD'))).toMatch(/^git\.not_a_repository: /);
  });

  test('without a commit', async () => {
    const repository = new Repository().init();
    expect(await refusal(() => gitTree(repository.root, 'HEAD'))).toBe(
      `git.no_commits: ${repository.root}: the repository has no commit yet; expected at least one`,
    );
  });

  test.each(['nowhere', '--all', '-', '', 'HEAD:a', 'a\0b', '; rm -rf /', '$(id)', 'HEAD^{tree}'])(
    'for the ref %j, which names no commit',
    async (ref) => {
      const repository = new Repository().init().write('a', '1');
      repository.commit('One');
      expect(await refusal(() => gitTree(repository.root, ref))).toBe(
        `git.unknown_ref: ${JSON.stringify(ref)}: names no commit of this repository; expected a branch, tag or commit`,
      );
    },
  );

  test('for a mistyped branch, with the near one', async () => {
    const origin = new Repository().init().write('a', '1');
    origin.commit('One');
    const clone = new Repository();
    clone.git('clone', '--quiet', origin.root, '.');
    clone.git('checkout', '--quiet', '-b', 'topic');
    clone.git('branch', '--quiet', '-D', 'main');
    await expect(gitTree(clone.root, 'main')).rejects.toMatchObject({
      code: 'git.unknown_ref',
      fix: 'Did you mean origin/main? Else fetch the branch.',
    });
    await expect(gitTree(clone.root, 'topik')).rejects.toMatchObject({ fix: 'Did you mean topic? Else fetch the branch.' });
  });

  test('for a base that a shallow clone does not have', async () => {
    const origin = new Repository().init().write('a', '1');
    const base = origin.commit('One');
    origin.write('a', '2').commit('Two');
    const clone = new Repository();
    clone.git('clone', '--quiet', '--depth', '1', `file://${origin.root}`, '.');
    await expect(gitTree(clone.root, base)).rejects.toMatchObject({
      code: 'git.shallow',
      message: `"${base}": no such commit in this shallow clone; expected the base commit with its history`,
      fix: 'Run `git fetch --unshallow` and fetch the base branch (with actions/checkout: `fetch-depth: 0`).',
    });
  });

  test('because it is not installed', async () => {
    const repository = new Repository().init();
    const before = process.env['PATH'];
    process.env['PATH'] = temporaryFolder();
    try {
      expect(await refusal(() => gitTree(repository.root, 'HEAD'))).toMatch(
        /^git\.missing: git could not be started \(spawn git ENOENT\); expected git 2\.30 or newer/,
      );
    } finally {
      process.env['PATH'] = before;
    }
  });
});

test('the time of the head commit is the committer’s', async () => {
  const repository = new Repository().init().write('a', '1');
  repository.commit('One', '2026-11-05T12:34:56+02:00');
  expect(await headInstant(repository.root)).toEqual({ at: '2026-11-05T10:34:56Z', seconds: 1793874896 });
});
