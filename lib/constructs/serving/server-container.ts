import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Release } from '../../contracts/release.ts';
import type { Runtime } from '../../contracts/spec/runtime.ts';
import { SERVER_CONTAINER, type Plan } from '../plan.ts';
import { containerSecurity } from '../security/hardening.ts';
import { containerPorts, serverPort } from './ports.ts';
import { SETTINGS_FOLDER } from './runtimes/preset.ts';
import { serverName } from './targets/server-name.ts';
import { telemetryVariables } from './telemetry-variables.ts';

/** Seconds before a pod that ends is told so: proxies and Services need them to stop sending it calls. */
export const PRE_STOP_SECONDS = 5;

/** Seconds for calls in progress, where the runtime says nothing else. */
export const DRAIN_SECONDS = 20;

const SETTINGS_VOLUME = 'settings';

/**
 * Repository, tag for people and digest for machines. A release without a digest gives a reference by tag alone: synthesis
 * says what is there, and the gate denies it (`provenance.image_not_pinned`).
 */
export function imageOf({ image }: Release): string {
  const tagged = `${image.repository}:${image.tag}`;
  return image.digest === null ? tagged : `${tagged}@${image.digest}`;
}

const settingAnnotation = (file: string): string => `server.modelgate.dev/${file}`;

/**
 * A server's files, as annotations of its pods: so they are part of the template, and changing one is a rollout. A ConfigMap
 * would change below running pods.
 */
export function settingsAnnotations({ files = {} }: Runtime): { readonly annotations?: Record<string, string> } {
  const entries = Object.entries(files);
  return entries.length === 0 ? {} : { annotations: Object.fromEntries(entries.map(([file, text]) => [settingAnnotation(file), text])) };
}

/** The volume that shows those annotations as files. */
export function settingsVolumes({ files = {} }: Runtime): IVolume[] {
  const names = Object.keys(files);
  if (names.length === 0) return [];
  const items = names.map((file) => ({
    path: file,
    fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${settingAnnotation(file)}']` },
  }));
  return [{ name: SETTINGS_VOLUME, projected: { defaultMode: 0o444, sources: [{ downwardAPI: { items } }] } }];
}

/** The server without what a long-running one says about probes and its end: it ends with the step that it stands beside. */
export function endingServer(plan: Plan, modelMounts: readonly IVolumeMount[]): IContainer {
  const { runtime } = plan.spec;
  const { gpu, command, args, env, files = {} } = runtime;
  const variables = [...(env ?? []).map((variable) => ({ ...variable })), ...telemetryVariables(plan)];
  // A device can't be shared or overcommitted: its request is its limit.
  const resources = { cpu: runtime.cpu, memory: runtime.memory, ...(gpu === undefined ? {} : { [gpu.resource]: String(gpu.limit) }) };
  return {
    name: SERVER_CONTAINER,
    image: imageOf(plan.release),
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(variables.length === 0 ? {} : { env: variables }),
    ports: containerPorts(plan),
    resources: { requests: { ...resources }, limits: { ...resources } },
    securityContext: containerSecurity(),
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(Object.keys(files).length === 0 ? [] : [{ name: SETTINGS_VOLUME, mountPath: SETTINGS_FOLDER, readOnly: true }]),
      ...modelMounts,
    ],
  };
}

/** The container that serves the model. */
export function serverContainer(plan: Plan, mounts: readonly IVolumeMount[]): IContainer {
  const { runtime } = plan.spec;
  const probe = (path: string) => ({
    httpGet: { path, port: serverPort(plan), scheme: 'HTTP' as const },
    periodSeconds: 10,
    timeoutSeconds: 2,
    successThreshold: 1,
  });
  return {
    ...endingServer(plan, mounts),
    name: serverName(plan.spec.target),
    startupProbe: { ...probe(runtime.livenessPath), failureThreshold: 30 },
    livenessProbe: { ...probe(runtime.livenessPath), failureThreshold: 3 },
    readinessProbe: { ...probe(runtime.readinessPath), failureThreshold: 3 },
    lifecycle: { preStop: { sleep: { seconds: PRE_STOP_SECONDS } } },
  };
}
