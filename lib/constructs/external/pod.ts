import { selectorLabels } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';

/** Name of the WorkflowTemplate of jobs that run elsewhere, of their account, and of all their pods' label. */
export function jobsNameOf(id: string): string {
  return `${id}-jobs`;
}

/** Labels of every pod of a job: by the first their connections are allowed, by the others people find whose they are. */
export function jobLabels({ spec: { id, owner, riskTier } }: Plan): Record<string, string> {
  return {
    ...selectorLabels(jobsNameOf(id)),
    'app.kubernetes.io/managed-by': 'modelgate',
    'modelgate.dev/owner': owner.team,
    'modelgate.dev/risk-tier': riskTier,
    // No proxy: a pod ends when its own container does.
    'sidecar.istio.io/inject': 'false',
  };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly size: { readonly cpu: string; readonly memory: string };
  readonly command?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly protocol: 'TCP' }[];
}

/** The template of a pod with one container, hardened like every other; `/tmp` is all that it can write to. */
export function jobPod(plan: Plan, { name, image, size, command, ports }: Container, rest: object = {}) {
  return {
    metadata: { labels: jobLabels(plan) },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity(),
      ...rest,
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          ...(command === undefined ? {} : { command: [...command] }),
          ...(ports === undefined ? {} : { ports }),
          env: [{ name: 'HOME', value: '/tmp' }],
          resources: { requests: { ...size }, limits: { ...size } },
          securityContext: containerSecurity(),
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '10Gi' } }],
    },
  };
}
