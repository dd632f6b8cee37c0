import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import { selectorLabels } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { podSecurity } from '../security/hardening.ts';
import { secretMounts, secretVolumes } from '../security/secrets.ts';
import { besideContainers } from './beside-containers.ts';
import { DRAIN_SECONDS, PRE_STOP_SECONDS, serverContainer, settingsAnnotations, settingsVolumes } from './server-container.ts';
import { modelFiles } from './model-files.ts';

/** What a pod gets beyond its own words, so that the kubelet never cuts a server short that ends as it was told. */
const GRACE_SECONDS = 5;

/**
 * The pods of a unit. What changes here starts a rollout, so nothing stands here that is not about the running server:
 * no owner, no tier, no card. Every field that a CRD defaults is written out, else a Rollout never looks synced.
 */
export function podTemplate(plan: Plan): IPodTemplateSpec {
  const { runtime, id } = plan.spec;
  const { gpu } = runtime;
  const files = modelFiles(plan);
  const spread = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway' as const,
    labelSelector: { matchLabels: selectorLabels(id) },
  });
  return {
    metadata: {
      labels: { ...selectorLabels(id), 'app.kubernetes.io/version': plan.release.version },
      ...settingsAnnotations(runtime),
    },
    spec: {
      serviceAccountName: id,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity(),
      // Longer than the sleep before the signal and the draining after it together.
      terminationGracePeriodSeconds: PRE_STOP_SECONDS + (runtime.drainSeconds ?? DRAIN_SECONDS) + GRACE_SECONDS,
      topologySpreadConstraints: [spread('kubernetes.io/hostname'), spread('topology.kubernetes.io/zone')],
      ...(gpu === undefined
        ? {}
        : { nodeSelector: { ...gpu.nodes }, tolerations: [{ key: gpu.resource, operator: 'Exists', effect: 'NoSchedule' }] }),
      ...(files.initContainers.length === 0 ? {} : { initContainers: files.initContainers }),
      containers: [serverContainer(plan, [...files.mounts, ...secretMounts(plan)]), ...besideContainers(plan)],
      // The root file system is read-only; Python and the server's workers need this one folder.
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }, ...settingsVolumes(runtime), ...files.volumes, ...secretVolumes(plan)],
    },
  };
}
