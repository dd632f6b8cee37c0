import type { Construct } from 'constructs';
import type { IMetricSpec } from 'kubernetes-models/autoscaling/v2/MetricSpec';
import type { Autoscaling } from '../../contracts/spec/autoscaling.ts';
import { HorizontalPodAutoscaler, ScaledObject } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { SERVER_CONTAINER, type Plan } from '../plan.ts';
import { cpu } from './autoscaling.ts';

/** What chooses the number of the unit's pods, between the sizes that the environment declares. */
export function addAutoscaler(scope: Construct, plan: Plan): void {
  const autoscaling = plan.spec.autoscaling ?? cpu();
  if (autoscaling.by === 'keda') new KedaAutoscaler(scope, 'Autoscaler', plan, autoscaling);
  else new Autoscaler(scope, 'Autoscaler', plan, autoscaling);
}

function scaled(plan: Plan) {
  return plan.progressive
    ? { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: plan.spec.id }
    : { apiVersion: 'apps/v1', kind: 'Deployment', name: plan.spec.id };
}

function metricOf({ by, target, metric = '' }: Autoscaling): IMetricSpec {
  if (by === 'custom-metric') {
    return { type: 'Pods', pods: { metric: { name: metric }, target: { type: 'AverageValue', averageValue: String(target) } } };
  }
  // The server's own use: the pod's average would count the mesh's proxy in.
  return {
    type: 'ContainerResource',
    containerResource: { name: by, container: SERVER_CONTAINER, target: { type: 'Utilization', averageUtilization: target } },
  };
}

class Autoscaler extends HorizontalPodAutoscaler {
  constructor(scope: Construct, id: string, plan: Plan, autoscaling: Autoscaling) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'HorizontalPodAutoscaler'),
      spec: {
        scaleTargetRef: scaled(plan),
        minReplicas: plan.place.replicas.min,
        maxReplicas: plan.place.replicas.max,
        metrics: [metricOf(autoscaling)],
      },
    });
  }
}

/** KEDA makes an autoscaler of its own from it. A query that fails or is empty never takes pods away. */
class KedaAutoscaler extends ScaledObject {
  constructor(scope: Construct, id: string, plan: Plan, { query = '', target }: Autoscaling) {
    const { min, max } = plan.place.replicas;
    super(scope, id, {
      metadata: unitMetadata(plan, 'ScaledObject'),
      spec: {
        scaleTargetRef: scaled(plan),
        minReplicaCount: min,
        maxReplicaCount: max,
        pollingInterval: 30,
        cooldownPeriod: 300,
        fallback: { failureThreshold: 3, replicas: min, behavior: 'currentReplicasIfHigher' },
        triggers: [
          {
            type: 'prometheus',
            name: 'load',
            metricType: 'AverageValue',
            metadata: { serverAddress: plan.config.prometheus.address, query, threshold: String(target), ignoreNullValues: 'false' },
          },
        ],
      },
    });
  }
}
