import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { UNSEALED } from '../../contracts/unit-seal.ts';
import { Job, NetworkPolicy, ServiceAccount } from '../kinds.ts';
import { selectorLabels, sharedMetadata, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';
import { toDns } from '../security/mesh.ts';

/** The account of all gate jobs of an environment, and their pods' label. */
const GATE = 'modelgate-gate';

const RESOURCES = { cpu: '500m', memory: '1Gi' };

/** Long enough to fetch a repository with a long history. */
const DEADLINE_SECONDS = 900;

/** A Secret of this name, if there is one, holds git's `config`: how to reach a private repository. */
const GIT_SECRET = 'modelgate-git';
const CONFIG_FOLDER = '/etc/modelgate';

/**
 * Judges a unit once more before Argo CD applies it: what reached the branch past the pull request's gate stops here. Argo CD tells a
 * hook nothing about the commit, so the Job carries the digest of the unit's other files, and looks for the commit that has them.
 */
export class GateHook extends Job {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { url, branch } = plan.config.repository;
    const { annotations, ...metadata } = unitMetadata(plan, 'Job', `${plan.spec.id}-gate`);
    super(scope, id, {
      metadata: {
        ...metadata,
        annotations: {
          ...annotations,
          'argocd.argoproj.io/hook': 'PreSync',
          // The last one stays, for its log.
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      },
      spec: {
        // A verdict doesn't change by asking again, and Argo CD tries a failed sync again by itself.
        backoffLimit: 0,
        activeDeadlineSeconds: DEADLINE_SECONDS,
        template: {
          metadata: { labels: { ...selectorLabels(GATE), 'sidecar.istio.io/inject': 'false' } },
          spec: {
            restartPolicy: 'Never',
            serviceAccountName: GATE,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: podSecurity(),
            containers: [
              {
                name: 'gate',
                image: plan.config.pipelineImage,
                imagePullPolicy: 'IfNotPresent',
                command: ['modelgate', 'presync'],
                args: [
                  ...['--repository', url, '--branch', branch],
                  ...['--model', plan.spec.id, '--env', plan.place.name],
                  // One word, so that YAML writes it without quotes whatever the digest is.
                  `--unit-sha256=${UNSEALED}`,
                ],
                env: [
                  { name: 'HOME', value: '/tmp' },
                  { name: 'XDG_CONFIG_HOME', value: CONFIG_FOLDER },
                ],
                workingDir: '/tmp',
                resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
                securityContext: containerSecurity(),
                volumeMounts: [
                  { name: 'tmp', mountPath: '/tmp' },
                  { name: 'git', mountPath: `${CONFIG_FOLDER}/git`, readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: 'tmp', emptyDir: { sizeLimit: '2Gi' } },
              { name: 'git', projected: { sources: [{ secret: { name: GIT_SECRET, optional: true } }] } },
            ],
          },
        },
      },
    });
  }
}

/** Without rights and without a token. It is the platform's, because nothing of a unit is there yet when its hook runs. */
export class GateAccount extends ServiceAccount {
  constructor(scope: Construct, id: string) {
    super(scope, id, { metadata: sharedMetadata('ServiceAccount', GATE), automountServiceAccountToken: false });
  }
}

/** Nobody calls a gate job. It calls the git server, whose address no selector can name. */
export class GateConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, { repository }: Config) {
    super(scope, id, {
      metadata: sharedMetadata('NetworkPolicy', GATE),
      spec: {
        podSelector: { matchLabels: selectorLabels(GATE) },
        policyTypes: ['Ingress', 'Egress'],
        egress: [toDns(), { ports: [{ protocol: 'TCP', port: gitPort(repository.url) }] }],
      },
    });
  }
}

function gitPort(url: string): number {
  const { protocol, port } = new URL(url);
  if (port !== '') return Number(port);
  return protocol === 'ssh:' ? 22 : 443;
}
