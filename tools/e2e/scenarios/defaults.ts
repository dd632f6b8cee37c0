import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../cluster/kube.ts';
import type { Live } from '../objects.ts';
import type { World } from '../world.ts';

/** Fields of live objects that controllers write beside what git says. */
const WRITTEN_BY_CONTROLLERS: Readonly<Record<string, readonly string[]>> = {
  Rollout: ['spec.restartAt'],
  // The custom resources of Argo CD itself are read back by it in the form that it writes.
  Application: ['operation', 'status'],
};

/** API groups whose kinds Kubernetes itself defaults; Argo CD knows those defaults. */
const BUILT_IN = /^(v1|apps\/|batch\/|autoscaling\/|policy\/|networking\.k8s\.io\/|rbac\.authorization\.k8s\.io\/)/;

/** Dotted paths of what the live value has and git's doesn't. */
function additions(live: unknown, git: unknown, where: string): readonly string[] {
  if (Array.isArray(live) && Array.isArray(git)) {
    if (live.length !== git.length) return [`${where} (${String(git.length)} became ${String(live.length)})`];
    return live.flatMap((value, index) => additions(value, git[index], `${where}[${String(index)}]`));
  }
  if (typeof live !== 'object' || live === null || typeof git !== 'object' || git === null) return [];
  return Object.entries(live).flatMap(([key, value]) => {
    const path = where === '' ? key : `${where}.${key}`;
    return Object.hasOwn(git, key) ? additions(value, (git as Record<string, unknown>)[key], path) : [path];
  });
}

function bodyOf(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(key)));
}

/** Reads back what was applied: what the server added to a custom resource would look like a difference for ever. */
export async function defaults({ steps, kube, objects, repository }: World): Promise<void> {
  steps.section('What was applied is read back');
  const added: string[] = [];
  let compared = 0;
  await steps.holds('nothing that a custom resource was defaulted is missing from git', async () => {
    for (const entry of await readdir(path.join(repository.folder, 'synth'), { recursive: true, withFileTypes: true })) {
      if (!entry.name.endsWith('.yaml')) continue;
      const file = path.relative(repository.folder, path.join(entry.parentPath, entry.name));
      const manifest = parse(await repository.read(file)) as KubeObject & Readonly<Record<string, unknown>>;
      if (BUILT_IN.test(manifest.apiVersion)) continue;
      const live: Live | null = await objects.get(await kube.pathOf(manifest));
      if (live === null) {
        added.push(`${file}: not in the cluster`);
        continue;
      }
      compared += 1;
      const ignored = WRITTEN_BY_CONTROLLERS[manifest.kind] ?? [];
      const found = additions(bodyOf(live), bodyOf(manifest), '').filter((field) => !ignored.includes(field));
      added.push(...found.map((field) => `${file}: ${field}`));
    }
    if (compared < 50) return `only ${String(compared)} custom resources were compared`;
    return added.length === 0 ? true : added.join('\n');
  });
}
