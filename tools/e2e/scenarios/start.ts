import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../cluster/kube.ts';
import { APPLICATIONS, textAt } from '../objects.ts';
import { synced, type World } from '../world.ts';

/** The applications that a repository asks for: one a folder, and the one that brings them. */
async function expected({ repository }: World): Promise<readonly string[]> {
  const names = ['bootstrap'];
  for (const environment of await readdir(path.join(repository.folder, 'synth'))) {
    if (environment === 'argocd' || environment === 'catalog') continue;
    for (const folder of await readdir(path.join(repository.folder, 'synth', environment))) {
      names.push(folder === '_platform' ? `platform.${environment}` : `${folder}-${environment}`);
    }
  }
  return names.sort();
}

/** An administrator applies two files; Argo CD does the rest. */
export async function start(world: World): Promise<void> {
  const { steps, kube, objects, repository } = world;
  steps.section('From an empty cluster');
  await steps.holds('the app of apps and its project are accepted as they stand', async () => {
    for (const file of ['AppProject.modelgate.yaml', 'Application.bootstrap.yaml']) {
      const { status, body } = await kube.apply(parse(await repository.read(`synth/argocd/${file}`)) as KubeObject);
      if (status >= 300) return `${file}: ${JSON.stringify(body)}`;
    }
    return true;
  });
  const wanted = await expected(world);
  await steps.expect(`${String(wanted.length)} applications are there, one a folder`, 180, async () => {
    const names = (await objects.list(APPLICATIONS)).map(({ metadata }) => metadata.name).sort();
    return JSON.stringify(names) === JSON.stringify(wanted) ? true : `seen ${names.join(', ')}; expected ${wanted.join(', ')}`;
  });
  for (const name of wanted) await steps.expect(`${name} is synced`, 300, () => synced(world, name));
  await steps.holds('each unit is in the project of its environment and tier', async () => {
    const projects: string[] = [];
    for (const { metadata, ...application } of await objects.list(APPLICATIONS)) {
      projects.push(`${metadata.name} ${textAt(application, 'spec.project')}`);
    }
    const missing = [
      'churn-prod models-prod-limited',
      'credit-approval-dev models-dev-high',
      'demand-forecast-prod models-prod-low',
    ].filter((line) => !projects.includes(line));
    return missing.length === 0 ? true : `missing ${missing.join(', ')} in ${projects.join(', ')}`;
  });
}
