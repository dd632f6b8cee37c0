import type { Kube } from '../cluster/kube.ts';
import type { GitHost } from './git-host.ts';
import type { Kubelet } from './kubelet.ts';
import type { Listener } from './listener.ts';
import { APPLICATION_SETS, APPLICATIONS, listAt, textAt, type Live, type Objects } from './objects.ts';
import type { PrometheusStub } from './prometheus-stub.ts';
import type { Repository } from './repository.ts';
import type { ServicesStandIn } from './services-stand-in.ts';
import type { Steps } from './steps.ts';

/** What the scenarios work on. */
export interface World {
  readonly kube: Kube;
  readonly objects: Objects;
  readonly repository: Repository;
  readonly prometheus: PrometheusStub;
  readonly kubelet: Kubelet;
  readonly gitHost: GitHost;
  readonly services: ServicesStandIn;
  /** Starts what an EventSource and a Sensor in production stand for. */
  readonly listen: (source: string, sensor: string) => Promise<Listener>;
  readonly steps: Steps;
  /** The program. */
  readonly kubectl: string;
}

/** Path of a namespaced object of a group. */
export function pathOf(group: string, plural: string, namespace: string, name: string): string {
  return `/${group === 'v1' ? 'api' : 'apis'}/${group}/namespaces/${namespace}/${plural}/${name}`;
}

export const rollout = (name: string): string => pathOf('argoproj.io/v1alpha1', 'rollouts', 'models-prod', name);
export const virtualService = (name: string): string => pathOf('networking.istio.io/v1', 'virtualservices', 'models-prod', name);

/** What a webhook of the git server does: Argo CD would look by itself a minute or two later. */
export async function announce({ objects }: World): Promise<void> {
  for (const { metadata } of await objects.list(APPLICATION_SETS)) {
    await objects.patch(`${APPLICATION_SETS}/${metadata.name}`, {
      metadata: { annotations: { 'argocd.argoproj.io/application-set-refresh': 'true' } },
    });
  }
  for (const { metadata } of await objects.list(APPLICATIONS)) {
    await objects.patch(`${APPLICATIONS}/${metadata.name}`, { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } });
  }
}

/** What an application says about itself, for the last state of a check. */
export function describe(application: Live | null): string {
  if (application === null) return 'no such application';
  const conditions = listAt(application, 'status.conditions').map((condition) => textAt(condition, 'message'));
  const resources = listAt(application, 'status.operationState.syncResult.resources')
    .filter((resource) => !['Synced', 'Succeeded', ''].includes(textAt(resource, 'hookPhase') || textAt(resource, 'status')))
    .map(
      (resource) => `${textAt(resource, 'kind')}/${textAt(resource, 'name')}: ${textAt(resource, 'status')} ${textAt(resource, 'message')}`,
    );
  const drifted = listAt(application, 'status.resources')
    .filter((resource) => textAt(resource, 'status') !== 'Synced')
    .map((resource) => `${textAt(resource, 'kind')}/${textAt(resource, 'name')} ${textAt(resource, 'status')}`);
  return [
    `${application.metadata.name}: ${textAt(application, 'status.sync.status')}, ${textAt(application, 'status.health.status')}`,
    `operation ${textAt(application, 'status.operationState.phase')}: ${textAt(application, 'status.operationState.message')}`,
    `revision ${textAt(application, 'status.sync.revision')}`,
    ...(drifted.length === 0 ? [] : [`not synced: ${drifted.join(', ')}`]),
    ...conditions,
    ...resources,
  ].join('\n');
}

export function isSyncedAt(application: Live | null, revision: string): boolean {
  return (
    textAt(application, 'status.sync.status') === 'Synced' &&
    textAt(application, 'status.sync.revision') === revision &&
    textAt(application, 'status.operationState.phase') === 'Succeeded'
  );
}

/** Whether an application agrees with the newest commit. */
export async function synced({ objects, repository }: World, name: string): Promise<true | string> {
  const application = await objects.get(`${APPLICATIONS}/${name}`);
  return isSyncedAt(application, repository.head()) ? true : describe(application);
}

/** The same, however the last operation ended: where nothing was changed there is nothing to apply. */
export async function agrees({ objects, repository }: World, name: string): Promise<true | string> {
  const application = await objects.get(`${APPLICATIONS}/${name}`);
  const seen = `${textAt(application, 'status.sync.status')} ${textAt(application, 'status.sync.revision')}`;
  return seen === `Synced ${repository.head()}` ? true : describe(application);
}

/** Renders, commits and tells Argo CD. */
export async function deliver(world: World, message: string, hours = 0): Promise<void> {
  await world.repository.synth();
  await world.repository.commit(message, hours);
  await announce(world);
}

/** Shares of traffic of a model in prod, as the mesh has them: `90/10`. */
export async function weights({ objects }: World, model: string): Promise<string> {
  const [route] = listAt(await objects.get(virtualService(model)), 'spec.http');
  return listAt(route, 'route')
    .map((to) => String((to as { readonly weight?: number }).weight))
    .join('/');
}

/** Phase and image of a rollout: `Healthy`. */
export async function phase({ objects }: World, model: string): Promise<string> {
  const found = await objects.get(rollout(model));
  return `${textAt(found, 'status.phase')} ${textAt(found, 'status.message')}`.trim();
}
