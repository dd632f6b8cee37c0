import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Plan } from '../plan.ts';
import { containerSecurity } from '../security/hardening.ts';

/** Name of the volume with the model's files, and of the init container that may fill it. */
const MODEL_VOLUME = 'model';
export const FETCH_CONTAINER = 'fetch-model';

/** The downloader's own size; it copies from the network to a folder and holds one buffer. */
const FETCH_RESOURCES = { cpu: '250m', memory: '256Mi' };

const MIB = 1024 * 1024;

/** What a pod needs to have the model's files where its server looks. */
export interface ModelFiles {
  readonly volumes: IVolume[];
  readonly mounts: IVolumeMount[];
  readonly initContainers: IContainer[];
}

/** @throws Error for facts of the release that `checkModelVolume` has not let through */
export function modelFiles({ spec, release, config }: Plan): ModelFiles {
  const { modelVolume, runtime } = spec;
  if (modelVolume === undefined) return { volumes: [], mounts: [], initContainers: [] };
  const { artifact } = release;
  const mounts = [{ name: MODEL_VOLUME, mountPath: known(runtime.modelFolder), readOnly: true }];
  if (modelVolume.from === 'oci-image') {
    const { repository, digest } = known(artifact.volume);
    const image = { reference: `${repository}@${digest}`, pullPolicy: 'IfNotPresent' as const };
    return { volumes: [{ name: MODEL_VOLUME, image }], mounts, initContainers: [] };
  }
  return {
    // The file is written beside its final name first, so twice its size and a little more.
    volumes: [{ name: MODEL_VOLUME, emptyDir: { sizeLimit: `${String(Math.ceil((artifact.bytes * 2) / MIB) + 16)}Mi` } }],
    mounts,
    initContainers: [
      {
        name: FETCH_CONTAINER,
        image: config.pipelineImage,
        imagePullPolicy: 'IfNotPresent',
        command: ['modelgate', 'artifact', 'fetch'],
        args: [
          ...['--url', known(artifact.url)],
          ...['--sha256', artifact.sha256],
          ...['--bytes', String(artifact.bytes)],
          ...['--output', `/model/${artifact.file}`],
        ],
        env: [{ name: 'HOME', value: '/tmp' }],
        resources: { requests: { ...FETCH_RESOURCES }, limits: { ...FETCH_RESOURCES } },
        securityContext: containerSecurity(),
        volumeMounts: [
          { name: MODEL_VOLUME, mountPath: '/model' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
  };
}

function known<T>(fact: T | undefined): T {
  if (fact === undefined) throw new Error('a fact of the release is missing that was checked before');
  return fact;
}
