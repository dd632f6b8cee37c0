import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { Release } from '../../contracts/release.ts';
import { selectorLabels } from '../metadata.ts';
import { HTTP_PORT, SERVER_CONTAINER, type Plan } from '../plan.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';

/**
 * Repository, tag for people and digest for machines. A release without a digest gives a reference by tag alone: synthesis
 * says what is there, and the gate denies it (`provenance.image_not_pinned`).
 */
export function imageOf({ image }: Release): string {
  const tagged = `${image.repository}:${image.tag}`;
  return image.digest === null ? tagged : `${tagged}@${image.digest}`;
}

/**
 * The pods of a unit. What changes here starts a rollout, so nothing stands here that is not about the running server:
 * no owner, no tier, no card. Every field that a CRD defaults is written out, else a Rollout never looks synced.
 */
export function podTemplate(plan: Plan): IPodTemplateSpec {
  const { runtime, id } = plan.spec;
  const resources = { cpu: runtime.cpu, memory: runtime.memory };
  const probe = (path: string) => ({
    httpGet: { path, port: HTTP_PORT, scheme: 'HTTP' as const },
    periodSeconds: 10,
    timeoutSeconds: 2,
    successThreshold: 1,
  });
  const spread = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway' as const,
    labelSelector: { matchLabels: selectorLabels(id) },
  });
  return {
    metadata: { labels: { ...selectorLabels(id), 'app.kubernetes.io/version': plan.release.version } },
    spec: {
      serviceAccountName: id,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity(),
      terminationGracePeriodSeconds: 30,
      topologySpreadConstraints: [spread('kubernetes.io/hostname'), spread('topology.kubernetes.io/zone')],
      containers: [
        {
          name: SERVER_CONTAINER,
          image: imageOf(plan.release),
          imagePullPolicy: 'IfNotPresent',
          ports: [{ name: HTTP_PORT, containerPort: runtime.port, protocol: 'TCP' }],
          resources: { requests: { ...resources }, limits: { ...resources } },
          startupProbe: { ...probe(runtime.livenessPath), failureThreshold: 30 },
          livenessProbe: { ...probe(runtime.livenessPath), failureThreshold: 3 },
          readinessProbe: { ...probe(runtime.readinessPath), failureThreshold: 3 },
          securityContext: containerSecurity(),
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      // The root file system is read-only; Python and the server's workers need this one folder.
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }],
    },
  };
}
