import type { RolloutSpec } from '../../contracts/spec/rollout.ts';
import { selectorLabels } from '../metadata.ts';
import { analysisNameOf, canaryServiceOf, type Plan } from '../plan.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';

/** Name of the container of a job that decides. */
export const JOB_CONTAINER = 'decide';

const RESOURCES = { cpu: '250m', memory: '256Mi' };

/** What the job of a strategy gives, which its AnalysisTemplate is named after. */
const JOBS: Readonly<Partial<Record<RolloutSpec['strategy'], string>>> = { shadow: 'comparison', abTest: 'decision', bandit: 'share' };

/** Name of the AnalysisTemplate with a strategy's job; null for a strategy that measures only. */
export function analysisJobOf(id: string, rollout: RolloutSpec): string | null {
  // Declarations run without a type check: there may be no rollout at all.
  const suffix = JOBS[(rollout as RolloutSpec | undefined)?.strategy ?? 'canary'];
  return suffix === undefined ? null : `${id}-${suffix}`;
}

/** The job asks the pods themselves, so it has to be in the mesh. */
export function isInMesh(rollout: RolloutSpec): boolean {
  return rollout.strategy === 'shadow';
}

const HOUR = 3600;
/** Time to start, and to ask Prometheus for the last time. */
const SLACK_SECONDS = 600;

function commandOf(plan: Plan): { readonly command: string[]; readonly deadlineSeconds: number } | null {
  const { id, rollout } = plan.spec;
  const { namespace } = plan.place;
  const prometheus = ['--prometheus', plan.config.prometheus.address, '--model', id, '--environment', plan.place.name];
  switch (rollout.strategy) {
    case 'shadow': {
      const { requests, path, minimumSample, maxDisagreement, tolerance } = rollout.compare;
      const at = (service: string) => `http://${service}.${namespace}.svc.cluster.local${path}`;
      const limits = [
        '--minimum-sample',
        String(minimumSample),
        '--max-disagreement',
        String(maxDisagreement),
        '--tolerance',
        String(tolerance),
      ];
      return {
        command: [
          'modelgate',
          'experiment',
          'compare',
          '--requests',
          requests,
          '--stable',
          at(id),
          '--candidate',
          at(canaryServiceOf(plan)),
          ...limits,
        ],
        deadlineSeconds: HOUR,
      };
    }
    case 'abTest':
      return {
        command: [
          'modelgate',
          'experiment',
          'decide',
          ...prometheus,
          '--hypothesis',
          JSON.stringify(rollout.hypothesis),
          '--hours',
          String(rollout.maxHours),
        ],
        deadlineSeconds: rollout.maxHours * HOUR + SLACK_SECONDS,
      };
    case 'bandit':
      return {
        command: [
          'modelgate',
          'experiment',
          'share',
          ...prometheus,
          '--reward',
          rollout.reward,
          '--percent',
          '{{args.percent}}',
          '--hours',
          String(rollout.maxHours),
        ],
        deadlineSeconds: rollout.maxHours * HOUR + SLACK_SECONDS,
      };
    case 'canary':
    case 'blueGreen':
      return null;
  }
}

/** A metric that a job decides by its exit code: it succeeds, or the rollout is aborted. Null for a strategy without one. */
export function jobMetric(plan: Plan) {
  const { id, rollout } = plan.spec;
  const asked = commandOf(plan);
  if (asked === null) return null;
  const name = analysisNameOf(id);
  return {
    name: JOB_CONTAINER,
    count: 1,
    failureLimit: 0,
    inconclusiveLimit: 0,
    consecutiveErrorLimit: rollout.analysis.consecutiveErrorLimit,
    provider: {
      job: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: asked.deadlineSeconds,
          template: {
            metadata: { labels: { ...selectorLabels(name), 'sidecar.istio.io/inject': String(isInMesh(rollout)) } },
            spec: {
              restartPolicy: 'Never' as const,
              serviceAccountName: name,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: podSecurity(),
              containers: [
                {
                  name: JOB_CONTAINER,
                  image: plan.config.pipelineImage,
                  imagePullPolicy: 'IfNotPresent' as const,
                  command: asked.command,
                  env: [{ name: 'HOME', value: '/tmp' }],
                  resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
                  securityContext: containerSecurity(),
                  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                },
              ],
              volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
            },
          },
        },
      },
    },
  };
}
