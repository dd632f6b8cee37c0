import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { toolsFolder } from '../../lib/tools-folder.ts';
import { install, toolPath, type InstallOptions } from '../../tools/install.ts';
import { CRDS, TOOLS, type GoTool, type Tool } from '../../tools/table.ts';

// The real builds run in `npm run conformance`; here is what happens around them.
const root = path.resolve(import.meta.dirname, '../..');

let scratch: string;
let log: string[];
let options: InstallOptions;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'install-'));
  mkdirSync(path.join(scratch, 'bin'));
  log = [];
  options = {
    env: { PATH: `${path.join(scratch, 'bin')}:/usr/bin:/bin`, XDG_CACHE_HOME: path.join(scratch, 'cache') },
    root,
    log: (line) => log.push(line),
  };
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** A `go` of that version, whose builds do what `build` says: `$out` is the file that was asked for. */
function fakeGo(version: string, build: string): void {
  const file = path.join(scratch, 'bin', 'go');
  const out = 'for word; do [ "$previous" = -o ] && out=$word; previous=$word; done';
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = env ]; then echo ${version}; exit; fi\n${out}\necho built >> ${scratch}/builds\n${build}\n`);
  chmodSync(file, 0o755);
}

const builds = (): number =>
  existsSync(path.join(scratch, 'builds')) ? readFileSync(path.join(scratch, 'builds'), 'utf8').split('\n').length - 1 : 0;
const left = (): readonly string[] => readdirSync(toolsFolder(options.env));

async function refusal(work: Promise<unknown>): Promise<UserError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

describe('a tool', () => {
  test('is built once, into a folder that names version and recipe, and found there again', async () => {
    fakeGo('go1.26.8', 'echo program > "$out"');
    const { etcd } = await install(['etcd'], options);
    expect(etcd).toBe(toolPath('etcd', options));
    expect(path.relative(toolsFolder(options.env), etcd)).toMatch(/^etcd-3\.6\.8-[0-9a-f]{8}\/etcd$/);
    expect(readFileSync(etcd, 'utf8')).toBe('program\n');
    await install(['etcd'], options);
    expect(builds()).toBe(1);
  });

  test('that fails to build is an error with the last lines, and leaves nothing', async () => {
    fakeGo('go1.26.8', 'echo "main.go:1: no such thing" >&2; echo half > "$out"; exit 1');
    const error = await refusal(install(['etcd'], options));
    expect(error.code).toBe('tool.build_failed');
    expect(error.message).toContain('tools/etcd');
    expect(error.message).toContain('main.go:1: no such thing');
    expect(left()).toEqual([]);
  });

  test('is built by one of two that ask at the same time, while the other waits and says so', async () => {
    fakeGo('go1.26.8', 'sleep 1; echo program > "$out"');
    const [one, other] = await Promise.all([install(['etcd'], options), install(['etcd'], options)]);
    expect(one).toEqual(other);
    expect(builds()).toBe(1);
    expect(log.filter((line) => line.includes('waiting for it'))).toHaveLength(1);
  });

  test('is built though a process that was killed left its lock and half a tool', async () => {
    fakeGo('go1.26.8', 'echo program > "$out"');
    mkdirSync(path.join(toolsFolder(options.env), '.staging-killed'), { recursive: true });
    mkdirSync(path.join(path.dirname(toolPath('etcd', options)), 'half'), { recursive: true });
    // Larger than any process id of Linux.
    writeFileSync(path.join(toolsFolder(options.env), '.lock'), '4194305');
    const { etcd } = await install(['etcd'], options);
    expect(left()).toEqual([path.basename(path.dirname(etcd))]);
  });

  test('that was being built when the run was interrupted leaves nothing', async () => {
    fakeGo('go1.26.8', 'exec sleep 30');
    const interrupted = new AbortController();
    setTimeout(() => {
      interrupted.abort(new Error('interrupted'));
    }, 500);
    await expect(install(['etcd'], { ...options, signal: interrupted.signal })).rejects.toThrow('interrupted');
    expect(left()).toEqual([]);
  });

  test('needs a Go that is new enough', async () => {
    fakeGo('go1.25.3', 'true');
    const error = await refusal(install(['etcd'], options));
    expect(error.code).toBe('go.too_old');
    expect(error.message).toContain('go1.25.3; expected Go 1.26 or later');
  });

  test('needs Go at all', async () => {
    const error = await refusal(install(['etcd'], options));
    expect(error.code).toBe('go.missing');
    expect(error.fix).toContain('Install Go 1.26');
  });

  test('out of a package of another digest is not unpacked', async () => {
    for (const [name, script] of [
      ['apt-get', 'case "$*" in *download*) echo other > prometheus_1.deb;; esac'],
      ['dpkg-deb', `echo unpacked >> ${scratch}/builds`],
    ] as const) {
      writeFileSync(path.join(scratch, 'bin', name), `#!/bin/sh\n${script}\n`);
      chmodSync(path.join(scratch, 'bin', name), 0o755);
    }
    const error = await refusal(install(['promtool'], options));
    expect(error.code).toBe('tool.wrong_digest');
    expect(builds()).toBe(0);
    expect(left()).toEqual([]);
  });
});

describe('the table', () => {
  const goTools = Object.entries<Tool>(TOOLS).filter((entry): entry is [string, GoTool] => entry[1].from === 'go');
  const textOf = (family: string, file: string): string => readFileSync(path.join(root, 'tools', family, file), 'utf8');

  test.each(goTools)('%s is built from a module that pins its version', (name, { family, version }) => {
    expect(textOf(family, 'go.mod')).toMatch(new RegExp(`^\\s*(require )?\\S+ v${version.replaceAll('.', '\\.')}( // indirect)?$`, 'm'));
    expect(toolPath(name as keyof typeof TOOLS, options)).toContain(`${name}-${version}-`);
  });

  test('definitions come from the same version as the tool of their project, with the hash of its go.sum', () => {
    const sums = goTools.map(([, { family }]) => textOf(family, 'go.sum')).join('\n');
    const foreign = Object.entries(CRDS).filter(
      ([project, { module, version, sum }]) =>
        goTools.some(([, { family }]) => family === project) && !sums.includes(`\n${module} ${version} ${sum}`),
    );
    expect(foreign).toEqual([]);
  });
});
