import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gateHookFile, sealOf } from '../../lib/contracts/unit-seal.ts';
import type { Repository } from './repository.ts';

/** All that differs between what is committed here and what the end-to-end test applies. */
export interface Overlay {
  /** Where the clusters and Prometheus are, and which releases the test begins with. */
  readonly declarations: (repository: Repository) => Promise<void>;
  /** In the rendered manifests: where Argo CD and the gate jobs find the repository, and how long a rollout waits, seconds for minutes. */
  readonly manifests: (repository: Repository) => Promise<void>;
}

/** Seconds of a pause, and between two measurements. */
const PAUSE = '6s';
const INTERVAL = '1s';

/** In every one of these files, every place is replaced. */
const QUICK: readonly (readonly [kind: RegExp, from: RegExp, to: string])[] = [
  [/^Rollout\./, /^(\s+duration: )"?\d+m"?$/gm, `$1"${PAUSE}"`],
  [/^Rollout\./, /^(\s+minReadySeconds: )\d+$/gm, '$11'],
  [/^AnalysisTemplate\./, /^(\s+initialDelay: )"?\d+m"?$/gm, `$1"${INTERVAL}"`],
  [/^AnalysisTemplate\./, /^(\s+interval: )"?\d+m"?$/gm, `$1"${INTERVAL}"`],
];

async function units(folder: string): Promise<readonly { readonly model: string; readonly place: string }[]> {
  const found: { model: string; place: string }[] = [];
  for (const environment of await readdir(path.join(folder, 'synth'))) {
    if (environment === 'argocd' || environment === 'catalog') continue;
    for (const model of await readdir(path.join(folder, 'synth', environment))) {
      if (model !== '_platform') found.push({ model, place: path.join(folder, 'synth', environment, model) });
    }
  }
  return found;
}

async function replaceIn(file: string, from: string, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
}

export function overlayOf(prometheus: string, gitHost: string): Overlay {
  return {
    async declarations(repository) {
      const config = 'modelgate.config.ts';
      await repository.edit(config, /server: '[^']+'/g, "server: 'https://kubernetes.default.svc'");
      await repository.edit(config, /address: 'http[^']+'/, `address: '${prometheus}'`);
      // The test has to run in December too.
      await repository.edit(config, /freeze: \[[^\]]*\],/, '');
      await repository.edit('models/churn/releases.yaml', '    candidate: 1.1.0\n', '');
      await repository.edit('models/demand-forecast/releases.yaml', /(prod:\n\s+stable: )1\.1\.0/, '$11.0.0');
    },
    async manifests({ folder, url, read }) {
      const [, declared] = /url: '([^']+)'/.exec(await read('modelgate.config.ts')) ?? [];
      if (declared === undefined) throw new Error('modelgate.config.ts: no repository');
      const argocd = path.join(folder, 'synth/argocd');
      for (const name of await readdir(argocd)) await replaceIn(path.join(argocd, name), declared, url);
      // What takes a failed release back: the repository that it clones, and where it proposes that.
      const rollback = path.join(folder, 'synth/prod/_platform/WorkflowTemplate.rollback.yaml');
      await replaceIn(rollback, `repo: ${declared}`, `repo: ${url}`);
      await replaceIn(rollback, `${new URL(declared).origin}/api/v3`, gitHost);
      for (const { place } of await units(folder)) {
        for (const name of await readdir(place)) {
          if (name.startsWith('Job.')) await replaceIn(path.join(place, name), declared, url);
          for (const [kind, from, to] of QUICK) {
            if (!kind.test(name)) continue;
            const file = path.join(place, name);
            await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
          }
        }
      }
    },
  };
}

/** Writes the digests of units that the overlay changed into their gate jobs, as synth does. */
export async function seal({ folder }: Repository): Promise<void> {
  for (const { model, place } of await units(folder)) {
    const names = await readdir(place);
    const files = await Promise.all(names.map(async (name) => [name, await readFile(path.join(place, name))] as const));
    // A retired unit has nothing left to judge.
    if (!names.includes(gateHookFile(model))) continue;
    const hook = path.join(place, gateHookFile(model));
    await writeFile(hook, (await readFile(hook, 'utf8')).replace(/--unit-sha256=[0-9a-f]{64}/, `--unit-sha256=${sealOf(model, files)}`));
  }
}
