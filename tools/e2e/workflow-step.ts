import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { runCommand, type CommandOptions, type Ended } from './command.ts';
import { at, listAt, textAt, type Live, type Objects } from './objects.ts';

const run = promisify(execFile);

export interface StepOptions extends CommandOptions {
  /** What the pipeline's image has beside the command: the framework that declarations import. */
  readonly modules: string;
}

const named = (list: readonly unknown[], name: string): unknown => list.find((one) => textAt(one, 'name') === name);

/** Folders of a pod's volumes on this machine: claims by their names, because pods share them; a Secret's keys as files. */
async function volumesOf(objects: Objects, namespace: string, pod: Live, folder: string): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  for (const volume of listAt(pod, 'spec.volumes')) {
    const claim = textAt(volume, 'persistentVolumeClaim.claimName');
    const place = path.join(folder, 'volumes', claim === '' ? `${pod.metadata.name}-${textAt(volume, 'name')}` : claim);
    await mkdir(place, { recursive: true });
    const secret = textAt(volume, 'secret.secretName');
    if (secret !== '') {
      const found = await objects.get(`/api/v1/namespaces/${namespace}/secrets/${secret}`);
      if (found === null) throw new Error(`Secret ${secret}: there is none`);
      for (const item of listAt(volume, 'secret.items')) {
        const value = Buffer.from(textAt(at(found, 'data'), textAt(item, 'key')), 'base64');
        await writeFile(path.join(place, textAt(item, 'path')), value, { mode: 0o600 });
      }
    }
    places.set(textAt(volume, 'name'), place);
  }
  return places;
}

/** What Argo's executor does before a step: the template is in its environment, and says which repository goes where. */
async function fetchInputs(pod: Live, place: (path: string) => string, modules: string): Promise<void> {
  const executor = named(listAt(pod, 'spec.initContainers'), 'init');
  const template = JSON.parse(textAt(named(listAt(executor, 'env'), 'ARGO_TEMPLATE'), 'value') || '{}') as unknown;
  for (const artifact of listAt(template, 'inputs.artifacts')) {
    const target = place(textAt(artifact, 'path'));
    // A step that is tried again begins anew.
    await rm(target, { recursive: true, force: true });
    await run('git', ['clone', '--quiet', '--branch', textAt(artifact, 'git.revision'), textAt(artifact, 'git.repo'), target]);
    await symlink(modules, path.join(target, 'node_modules'), 'dir');
  }
}

/** Runs a pod that the workflow controller made: fetches its inputs, then runs the command that stands behind Argo's own. */
export async function runStep(objects: Objects, namespace: string, pod: Live, options: StepOptions): Promise<Ended> {
  const main = named(listAt(pod, 'spec.containers'), 'main');
  const volumes = await volumesOf(objects, namespace, pod, options.folder);
  const mounts = listAt(main, 'volumeMounts')
    .map((mount) => [textAt(mount, 'mountPath'), path.join(volumes.get(textAt(mount, 'name')) ?? '', textAt(mount, 'subPath'))] as const)
    .sort(([a], [b]) => b.length - a.length);
  const place = (inside: string): string => {
    const [mounted, outside] = mounts.find(([point]) => inside === point || inside.startsWith(`${point}/`)) ?? [];
    return mounted === undefined || outside === undefined ? inside : path.join(outside, inside.slice(mounted.length));
  };
  await fetchInputs(pod, place, options.modules);
  const words = [...listAt(main, 'command'), ...listAt(main, 'args')].map(String);
  return runCommand(main, words.slice(words.indexOf('--') + 1), options, place);
}
