import type { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { Knative } from '../../../contracts/spec/target.ts';
import { KnativeService } from '../../kinds.ts';
import { unitMetadata } from '../../metadata.ts';
import type { Plan } from '../../plan.ts';
import { podTemplate } from '../pod-template.ts';

/** Knative's name of a port over which HTTP/1.1 is spoken; it takes no other names but the one for HTTP/2. */
const HTTP1 = 'http1';

/**
 * The pods as Knative's revisions. The newest one that is ready takes all calls: shares of traffic would need somebody who moves them, and in
 * a progressive environment that is a Rollout.
 */
export class ServingKnativeService extends KnativeService {
  constructor(scope: Construct, id: string, plan: Plan, { concurrency }: Knative) {
    const metadata = unitMetadata(plan, 'KnativeService');
    const { version } = plan.release;
    const { min, max } = plan.place.replicas;
    const { metadata: pods, spec: pod } = podTemplate(plan);
    if (pod === undefined) throw new Error('a pod template without its pod');
    const { terminationGracePeriodSeconds = 0, containers, ...rest } = pod;
    super(scope, id, {
      metadata: {
        ...metadata,
        // The model's own route is the only way in from outside.
        labels: { 'app.kubernetes.io/version': version, 'networking.knative.dev/visibility': 'cluster-local' },
        annotations: { ...metadata.annotations, 'modelgate.dev/release': version },
      },
      spec: {
        template: {
          metadata: {
            labels: pods?.labels ?? {},
            annotations: {
              ...pods?.annotations,
              'autoscaling.knative.dev/class': 'kpa.autoscaling.knative.dev',
              'autoscaling.knative.dev/metric': 'concurrency',
              'autoscaling.knative.dev/target': String(concurrency),
              'autoscaling.knative.dev/min-scale': String(min),
              'autoscaling.knative.dev/max-scale': String(max),
              // Calls go to the pods themselves: behind the activator each caller would have the activator's identity.
              'autoscaling.knative.dev/target-burst-capacity': '0',
            },
          },
          spec: {
            containerConcurrency: 0,
            timeoutSeconds: terminationGracePeriodSeconds,
            ...rest,
            containers: containers.map(asKnativeTakesIt),
          },
        },
        traffic: [{ latestRevision: true, percent: 100 }],
      },
    });
  }
}

/** Knative sends the pod's end to its proxy first and drains there, so it allows no hook; its one port has Knative's name. */
function asKnativeTakesIt(server: IContainer): IContainer {
  const { ports = [], startupProbe, livenessProbe, readinessProbe } = server;
  const container = {
    ...server,
    ports: ports.map((port) => ({ ...port, name: HTTP1 })),
    ...probes({ startupProbe, livenessProbe, readinessProbe }),
  };
  delete container.lifecycle;
  return container;
}

function probes(all: Readonly<Record<'startupProbe' | 'livenessProbe' | 'readinessProbe', IProbe | undefined>>): Partial<IContainer> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, probe]) =>
      probe?.httpGet === undefined ? [] : [[name, { ...probe, httpGet: { ...probe.httpGet, port: HTTP1 } }]],
    ),
  );
}
