import { ConfigMap } from 'cdk8s-plus-27/lib/config-map.js';
import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { Deployment, HorizontalPodAutoscaler, PodDisruptionBudget, Service } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { canaryServiceOf, SERVER_CONTAINER, type Plan } from '../plan.ts';
import { podTemplate } from './pod-template.ts';
import { servingPorts } from './ports.ts';

/** Share of its CPU request that a server may use before another pod is added, whole percent. */
const CPU_TARGET = 70;

/** Label of a Service that says which pods it reaches, for metrics. */
const ROLE = 'modelgate.dev/role';

/** What serves the model: pods (a Deployment; a Rollout comes from `rollout/`), their account, Services, size and card. */
export class Serving extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const name = plan.spec.id;
    new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount'), automountToken: false });
    // Not mounted into pods: a word changed in the card must not start a rollout.
    new ConfigMap(this, 'Card', { metadata: unitMetadata(plan, 'ConfigMap', `${name}-card`), data: { 'card.yaml': plan.card } });
    new ModelService(this, 'Service', plan, name, 'stable');
    if (plan.progressive) new ModelService(this, 'CanaryService', plan, canaryServiceOf(plan), 'canary');
    else new ServingDeployment(this, 'Deployment', plan);
    new Autoscaler(this, 'Autoscaler', plan);
    new DisruptionBudget(this, 'DisruptionBudget', plan);
  }
}

/** A cluster-internal Service over the unit's pods. */
class ModelService extends Service {
  constructor(scope: Construct, id: string, plan: Plan, name: string, role: 'stable' | 'canary') {
    super(scope, id, {
      metadata: { ...unitMetadata(plan, 'Service', name), labels: { [ROLE]: role } },
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(plan.spec.id),
        ports: servingPorts(plan).map(({ name: port, servicePort, appProtocol }) => ({
          name: port,
          port: servicePort,
          targetPort: port,
          protocol: 'TCP' as const,
          appProtocol,
        })),
      },
    });
  }
}

/** The pods where no traffic is split: dev and staging. */
class ServingDeployment extends Deployment {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: workloadMetadata(plan, 'Deployment'),
      spec: {
        replicas: plan.place.replicas.min,
        revisionHistoryLimit: 3,
        minReadySeconds: 10,
        progressDeadlineSeconds: 600,
        selector: { matchLabels: selectorLabels(plan.spec.id) },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
        template: podTemplate(plan),
      },
    });
  }
}

/** Metadata of what runs the pods; names the release in them. */
export function workloadMetadata(plan: Plan, kind: 'Deployment' | 'Rollout') {
  const metadata = unitMetadata(plan, kind);
  return {
    ...metadata,
    labels: { 'app.kubernetes.io/version': plan.release.version },
    annotations: { ...metadata.annotations, 'modelgate.dev/release': plan.release.version },
  };
}

class Autoscaler extends HorizontalPodAutoscaler {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'HorizontalPodAutoscaler'),
      spec: {
        scaleTargetRef: plan.progressive
          ? { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: plan.spec.id }
          : { apiVersion: 'apps/v1', kind: 'Deployment', name: plan.spec.id },
        minReplicas: plan.place.replicas.min,
        maxReplicas: plan.place.replicas.max,
        // The server's own CPU: the pod's average would count the mesh's proxy in.
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: {
              name: 'cpu',
              container: SERVER_CONTAINER,
              target: { type: 'Utilization', averageUtilization: CPU_TARGET },
            },
          },
        ],
      },
    });
  }
}

class DisruptionBudget extends PodDisruptionBudget {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'PodDisruptionBudget'),
      spec: {
        // Not minAvailable: with one replica that would block every node drain.
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: selectorLabels(plan.spec.id) },
      },
    });
  }
}
