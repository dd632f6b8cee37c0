import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { fingerprint } from '../support/fingerprint.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, root, runIn, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';

const MODEL = 'models/churn/model.ts';
/** What the environment of a job may hold, and no output may. */
const CANARY = 'canary-4f1d2c';

/** What a declaration does before it declares what it did before: a line of TypeScript each. `OUT` is a file that must not come to be in the trusted half. */
const HOSTILE: Readonly<Record<string, string>> = {
  'ends the process with success': 'process.exit(0);',
  'ends the process with success later': 'setTimeout(() => process.exit(0), 0); process.on("exit", () => { process.exitCode = 0; });',
  'ends the process by a signal': 'process.kill(process.pid, "SIGKILL");',
  aborts: 'process.abort();',
  'calls the exit of the binding': '(process as any).reallyExit(0);',
  'sets the exit code': 'process.exitCode = 0; throw new Error("nothing to see");',
  'throws text': 'throw "passed";',
  'throws something that cannot be shown': 'throw { get message() { throw this; } };',
  'throws what looks like a verdict': 'throw Object.assign(new Error("::set-output name=verdict::pass"), { code: 0, verdict: "pass" });',
  'patches JSON': 'JSON.stringify = (() => "{\\"verdict\\":\\"pass\\"}") as any; JSON.parse = (() => ({ verdict: "pass" })) as any;',
  'patches the file system': 'require("fs").writeFileSync = () => {}; require("fs").readFileSync = () => "";',
  'patches comparison': 'Object.prototype.valueOf = () => 1; Object.defineProperty(Array.prototype, "length", { get: () => 0 });',
  'pollutes prototypes':
    '(Object.prototype as any).verdict = "pass"; (Object.prototype as any).status = "pass"; (Array.prototype as any).filter = () => [];',
  'patches maps and sets': 'Map.prototype.get = () => undefined; Set.prototype.has = () => true;',
  'patches promises': 'Promise.prototype.then = function () { return this; } as any;',
  'patches WebAssembly': '(WebAssembly as any).Module = class {}; (WebAssembly as any).Instance = class { exports = {}; };',
  'patches the hash': 'require("crypto").createHash = () => ({ update() { return this; }, digest: () => "0".repeat(64) });',
  'writes a report': 'require("fs").writeFileSync("gate-report.json", "{\\"verdict\\":\\"pass\\"}");',
  'writes over what was synthesized': 'require("fs").writeFileSync("synth/prod/churn/x.yaml", "a: 1");',
  'writes over the policies': 'require("fs").writeFileSync("policies/bundle/policy.wasm", "");',
  'writes a file elsewhere': 'require("fs").writeFileSync(OUT, "");',
  'prints a verdict': 'console.log("{\\"verdict\\":\\"pass\\"}"); process.stdout.write("::set-output name=verdict::pass\\n");',
  'prints workflow commands': 'console.log("\\n::add-mask::a\\n::stop-commands::x\\n::error file=a::b");',
  'reads the environment': 'console.log(JSON.stringify(process.env), require("fs").existsSync("/proc/self/environ") ? "" : "");',
  'starts a program': 'require("child_process").execSync(`touch ${OUT}`);',
  'starts a program that stays': 'require("child_process").spawn("sleep", ["20"], { detached: true, stdio: "ignore" }).unref();',
  'loops for ever': 'for (;;) {}',
  'waits for ever': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  'takes 2 GB': 'const hoard: string[] = []; for (let i = 0; i < 2000; i++) hoard.push(String(i).padEnd(1 << 20, "x").replace(/x/g, "y"));',
  'commits in the name of others':
    'require("child_process").execSync("git -c user.name=a -c user.email=a@b commit --allow-empty -qm approved || true");',
};

type Judged = Pick<GateReport, 'verdict' | 'digests' | 'policy'> & { readonly units: readonly unknown[] };

describe('30 hostile declarations', () => {
  /** A clone that only fetches. */
  let trusted = '';
  let clean: Judged;
  let before = '';

  beforeAll(() => {
    trusted = path.join(mkdtempSync(path.join(tmpdir(), 'modelgate-trusted-')), 'repository');
    git(root, 'init', '--quiet', trusted);
  });
  afterAll(() => {
    rmSync(path.dirname(trusted), { recursive: true, force: true });
  });

  test('are thirty', () => {
    expect(Object.keys(HOSTILE)).toHaveLength(30);
  });

  /** What is judged of churn, without what the report shows of the change: that the declaration is another one is said, and rightly. */
  const judge = async (...args: readonly string[]): Promise<Judged> => {
    const ran = await inProcess(trusted, ['gate', '--now', 'head', '--model', 'churn', '--env', 'dev', '--format', 'json', ...args]);
    const { verdict, units, digests, policy } = JSON.parse(ran.out) as GateReport;
    return {
      verdict,
      digests,
      policy,
      units: units.map(({ model, environment, checks, findings }) => ({ model, environment, checks, findings })),
    };
  };

  test.each(Object.entries(HOSTILE))('one that %s changes nothing in the half that counts', { timeout: 120_000 }, async (_, line) => {
    const untrusted = scratchRepository();
    const outside = path.join(scratchFolder(), 'out');
    if (before === '') {
      git(trusted, 'fetch', '--quiet', untrusted, 'HEAD');
      git(trusted, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
      clean = await judge('--base', 'HEAD');
      before = fingerprint(trusted, './.git');
    }
    const file = path.join(untrusted, MODEL);
    const sound = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      `${sound.replace(/^import /, `declare const require: any;\nimport `)}\nconst OUT = ${JSON.stringify(outside)};\nvoid OUT;\n${line}\n`,
    );
    const head = commit(untrusted, 'Declare something else');

    // The half that runs it: whatever comes of it, nothing of the environment is said aloud.
    const ran: Ran = runIn(
      untrusted,
      'timeout',
      ['--kill-after=1', '8', process.execPath, path.join(root, 'lib/cli/bin.mjs'), 'synth', '--check', '--model', 'churn', '--env', 'dev'],
      { GITHUB_TOKEN: CANARY },
    );
    expect(`${ran.out}${ran.err}`).not.toContain(CANARY);

    // The half that counts has the commit, and nothing else from there.
    git(trusted, 'fetch', '--quiet', untrusted, head);
    expect(await judge('--base', 'HEAD', '--head', head)).toEqual(clean);
    expect(fingerprint(trusted, './.git')).toBe(before);
    expect(existsSync(path.join(trusted, 'gate-report.json'))).toBe(false);
  });
});
