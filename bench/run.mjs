// Speed and memory of whole processes against what one would use instead, as ratios in one run; `--help` says how.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { builtFolder } from '../lib/cli/build.mjs';
import { bundle, bundleSync, root } from './bundle.mjs';
import { makeFleet, modelgate } from './fleet.mjs';
import { best, measure } from './measure.mjs';
import { optionsIn, USAGE, UsageError } from './options.mjs';
import { peers } from './peers.mjs';

const options = readOptions();
const scratch = mkdtempSync(path.join(tmpdir(), 'modelgate-bench-'));
const node = process.execPath;
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'modelgate', 'tools');
const opa = process.env.MODELGATE_OPA ?? path.join(cache, 'opa-1.22.0', 'opa');

function readOptions() {
  try {
    const given = optionsIn(process.argv.slice(2));
    if (!given.help) return given;
    process.stdout.write(USAGE);
    process.exit(0);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    process.stderr.write(`${thrown.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** Runs every contender once a round, interleaved, so that a busy moment hits all of them. */
async function race(contenders) {
  const runs = contenders.map(() => []);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, { prepare, command, args, how }] of contenders.entries()) {
      prepare?.();
      runs[index].push(await measure(command, args, how));
    }
  }
  return contenders.map(({ name, target, scale = 1 }, index) => {
    const { cpu, wall, mib } = best(runs[index]);
    return { name, target, cpu: cpu * scale, wall: wall * scale, mib };
  });
}

function table(title, rows) {
  const [first] = rows;
  console.log(`\n### ${title}\n\n| | CPU s | ratio | wall s | peak MiB | target |\n|---|--:|--:|--:|--:|---|`);
  for (const { name, cpu, wall, mib, target } of rows) {
    console.log(
      `| ${name} | ${cpu.toFixed(2)} | ${(cpu / first.cpu).toFixed(2)} | ${wall.toFixed(2)} | ${mib.toFixed(0)} | ${target ?? ''} |`,
    );
  }
}

async function fleet(count, objects) {
  const name = `${count}x${objects}`;
  const folder = path.join(scratch, `fleet-${name}`);
  const work = path.join(scratch, `work-${name}`);
  const built = path.join(root, 'node_modules', '.cache', 'modelgate', `bench-${process.pid}-${name}`);
  mkdirSync(work);
  const ids = makeFleet(folder, count, objects);
  // Its worker threads look for their files beside it.
  cpSync(builtFolder(), built, { recursive: true });
  bundleSync('bench/dump.ts', path.join(built, 'dump.js'));
  await measure(node, [path.join(built, 'dump.js'), folder, work]);
  const declarations = path.join(work, 'fleet.ts');
  writeFileSync(
    declarations,
    `${ids.map((id) => `import ${id} from ${JSON.stringify(path.join(folder, 'models', id, 'model.ts'))};`).join('\n')}\nexport const declarations = { ${ids.join(', ')} };\n`,
  );
  await bundle('bench/app-synth.ts', path.join(built, 'app-synth.js'), [
    {
      name: 'fleet',
      setup(build) {
        build.onResolve({ filter: /^fleet$/ }, () => ({ path: declarations }));
        build.onResolve({ filter: /^modelgate$/ }, () => ({ path: path.join(root, 'lib', 'index.ts') }));
      },
    },
  ]);
  return { folder, work, built, ids, objects };
}

/** Where programs of `tools/` are, by name; installed when they are not there, which takes minutes. */
function installed(...names) {
  const { status, stdout } = spawnSync(node, [path.join(root, 'tools', 'install.mjs'), ...names], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`tools/install.mjs ended with ${status}`);
  const places = stdout.trim().split('\n');
  return Object.fromEntries(names.map((name, index) => [name, places[index]]));
}

async function synth({ folder, work, built, ids, objects }) {
  let gone = 0;
  // Moved away, not removed: some file systems are slow to create files for a minute after many were removed.
  const away = (place) => {
    gone += 1;
    if (existsSync(place)) renameSync(place, path.join(work, `gone-${gone}`));
  };
  const cold = {
    name: 'modelgate synth, nothing on disk',
    target: 'peak under 300 MiB',
    prepare: () => away(path.join(folder, 'synth')),
    command: node,
    args: [modelgate, 'synth'],
    how: { cwd: folder },
  };
  const app = (mode, granularity, target) => ({
    name: `cdk8s, ${mode === 'one-app' ? 'one App, one app.synth()' : 'an App each'}, ${granularity === 'file-a-chart' ? 'a file a chart' : 'a file a resource'}`,
    prepare: () => away(path.join(work, 'dist')),
    command: node,
    args: [path.join(built, 'app-synth.js'), mode, granularity, path.join(work, 'contexts.json'), path.join(work, 'dist')],
    target,
  });
  const others = options.peers ? peers({ folder, work, ids }, installed('helm', 'kustomize', 'jsonnet', 'cue')) : [];
  const declaration = path.join(folder, 'models', ids[0], 'model.ts');
  let change = 0;
  const local = {
    name: 'modelgate synth, one model changed',
    prepare: () => {
      // A day's work: the run before found everything as it was.
      const { status, stderr } = spawnSync(node, [modelgate, 'synth'], { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 });
      if (status !== 0) throw new Error(`modelgate synth ended with ${status}\n${stderr}`);
      change += 1;
      writeFileSync(declaration, readFileSync(declaration, 'utf8').replace(/cpu: '\d+m'/, `cpu: '${500 + change}m'`));
    },
    command: node,
    args: [modelgate, 'synth'],
    how: { cwd: folder },
    target: 'at most 0.20, 1 s wall',
  };
  const check = { name: 'modelgate synth --check', command: node, args: [modelgate, 'synth', '--check'], how: { cwd: folder } };
  table(
    `synth of ${ids.length} models x ${objects} objects`,
    await race([
      cold,
      local,
      check,
      app('app-each', 'file-a-chart', 'at least 2'),
      app('one-app', 'file-a-chart', 'at least 8'),
      app('app-each', 'file-a-resource'),
      app('one-app', 'file-a-resource'),
      ...others,
    ]),
  );
}

async function gate({ folder, work, ids, objects }) {
  const policies = path.join(work, 'rego');
  cpSync(path.join(root, 'policies'), policies, {
    recursive: true,
    filter: (file) => !/_test\.rego$|\.json$|\.yaml$|\.wasm$|\.md$/.test(file),
  });
  mkdirSync(path.join(policies, 'bench'));
  // conftest knows deny rules only: the difference that our engine takes in TypeScript, in Rego.
  writeFileSync(
    path.join(policies, 'bench', 'bench.rego'),
    'package bench\n\ndeny contains code if {\n\tsome code, answer in data.main.report\n\tsome subject in answer.required\n\tnot subject in answer.passed\n}\n',
  );
  const inputs = path.join(work, 'inputs');
  const contenders = [
    {
      name: 'modelgate gate, YAML and evidence read',
      target: 'peak under 300 MiB',
      command: node,
      args: [modelgate, 'gate', '--now', 'head', '--format', 'json'],
      // A unit of 12 objects lacks what newer checks ask for: it is denied, which takes as long.
      how: { cwd: folder, allow: [0, 1] },
    },
    {
      name: 'opa exec, ready-made JSON',
      command: opa,
      args: ['exec', '--decision', 'main/report', '--bundle', policies, inputs],
      target: 'at least 2',
    },
    {
      name: 'conftest test, ready-made JSON',
      command: installed('conftest').conftest,
      args: ['test', '--policy', policies, '--namespace', 'bench', '--output', 'json', '--no-fail', inputs],
      target: 'at least 2',
    },
  ];
  const card = path.join(folder, 'models', ids[0], 'card.yaml');
  const look = [modelgate, 'gate', '--now', 'head', '--base', 'HEAD', '--changed'];
  const change = () => writeFileSync(card, `${readFileSync(card, 'utf8')}# again\n`);
  contenders.splice(1, 0, {
    name: 'modelgate gate --changed, one model changed',
    prepare: () => {
      // A day's work: the other models were looked at before.
      change();
      const { status, stderr } = spawnSync(node, look, { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 });
      if (status !== 0 && status !== 1) throw new Error(`modelgate gate ended with ${status}\n${stderr}`);
      change();
    },
    command: node,
    args: look,
    how: { cwd: folder, allow: [0, 1] },
    target: 'at most 1 s wall',
  });
  table(`gate of ${ids.length} units x ${objects} objects`, await race(contenders));
}

/** Every manifest of every model changed: the most that there can be to tell. */
async function diff({ folder, ids, objects }) {
  for (const id of ids) {
    const unit = path.join(folder, 'synth', 'prod', id);
    for (const name of readdirSync(unit)) {
      const file = path.join(unit, name);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^metadata:$/m, 'metadata:\n  generateName: bench'));
    }
  }
  table(
    `diff of ${ids.length * objects} resources, all changed`,
    await race([
      {
        name: 'modelgate diff',
        target: 'at most 1 s wall for 1,000',
        command: node,
        args: [modelgate, 'diff', '--format', 'json'],
        how: { cwd: folder },
      },
      { name: 'git diff, lines', command: 'git', args: ['diff', '--no-color', 'HEAD'], how: { cwd: folder } },
    ]),
  );
}

try {
  // Else the first subject would be timed building what the others find.
  builtFolder();
  console.log(`Node ${process.version}, ${cpus().length} cores, best CPU time of ${options.rounds} interleaved rounds`);
  const help = await race([
    { name: 'modelgate --help', command: node, args: [modelgate, '--help'], target: 'at most 0.15 s wall' },
    { name: 'node -e 0', command: node, args: ['-e', '0'] },
  ]);
  table('start-up', help);
  const asks = (part) => options.only === undefined || options.only === part;
  if (asks('gate') && !existsSync(opa))
    throw new Error(`${opa} is not there; run npx modelgate policy build --check first, which finds or builds it`);
  for (const objects of options.objects) {
    for (const count of options.models) {
      const made = await fleet(count, objects);
      if (asks('synth')) await synth(made);
      if (asks('gate')) await gate(made);
      // Last, because it leaves manifests that nobody rendered.
      if (asks('diff')) await diff(made);
      for (const place of [made.built, made.folder, made.work]) rmSync(place, { recursive: true, force: true });
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
