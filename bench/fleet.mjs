// A repository of many models in a scratch folder: copies of churn under other names, each with a candidate rolling out in prod.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../', import.meta.url));
export const modelgate = path.join(root, 'lib', 'cli', 'bin.mjs');

function run(command, args, cwd) {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stderr}`);
}

/** Makes the repository, synthesizes and commits it. */
export function makeFleet(folder, count) {
  mkdirSync(folder, { recursive: true });
  for (const part of ['policies', 'modelgate.config.ts', 'package.json', '.gitignore'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const source = path.join(root, 'models', 'churn');
  const read = (name) => readFileSync(path.join(source, name), 'utf8');
  const files = [
    'model.ts',
    'card.yaml',
    ...['1.0.0', '1.1.0'].flatMap((version) => [`versions/${version}/release.yaml`, `versions/${version}/evaluation.json`]),
  ];
  const texts = files.map((name) => [name, read(name)]);
  for (let index = 0; index < count; index += 1) {
    const id = `m${String(index).padStart(4, '0')}`;
    for (const [name, text] of texts) {
      const file = path.join(folder, 'models', id, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(
        file,
        text
          .replace("'churn'", `'${id}'`)
          .replace(/^model: churn$/m, `model: ${id}`)
          .replace('"model": "churn"', `"model": "${id}"`)
          .replace('models/churn\n', `models/${id}\n`),
      );
    }
    writeFileSync(
      path.join(folder, 'models', id, 'releases.yaml'),
      `schemaVersion: modelgate.dev/releases/v1\nmodel: ${id}\nenvironments:\n  prod:\n    stable: 1.0.0\n    candidate: 1.1.0\n`,
    );
  }
  run(process.execPath, [modelgate, 'synth'], folder);
  run('git', ['init', '--quiet'], folder);
  run('git', ['add', '--all'], folder);
  run('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'Fleet'], folder);
}
