import { ConfigMap } from 'cdk8s-plus-27/lib/config-map.js';
import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { Deployment, PodDisruptionBudget, Service } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { candidateRoleOf, canaryServiceOf, cardNameOf, type Plan } from '../plan.ts';
import { addAutoscaler } from './autoscaler.ts';
import { BatchWorkflow } from './batch/batch-workflow.ts';
import { CardServer } from './card/card-server.ts';
import { CARD_FILE } from './card/names.ts';
import { podTemplate } from './pod-template.ts';
import { servingPorts } from './ports.ts';
import { ROLE } from './role.ts';
import { ServingInferenceService } from './targets/inference-service.ts';
import { isSeldon } from './targets/is-seldon.ts';
import { MetricsService } from './targets/metrics-service.ts';
import { ServingKnativeService } from './targets/knative-service.ts';
import { ServingSeldonModel } from './targets/seldon-model.ts';
import { SELDON_PODS } from './targets/seldon-proxy.ts';

/** What serves the model: pods (a Deployment; a Rollout comes from `rollout/`), their account, Services, size and card. */
export class Serving extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const name = plan.spec.id;
    const { target } = plan.spec;
    // Seldon's pods are others': no account, size or disruption is the unit's to say.
    const ownPods = !isSeldon(target);
    if (ownPods) new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount'), automountToken: false });
    // Not mounted into pods: a word changed in the card must not start a rollout.
    new ConfigMap(this, 'Card', { metadata: unitMetadata(plan, 'ConfigMap', cardNameOf(name)), data: { [CARD_FILE]: plan.card } });
    if (plan.spec.card?.served === true) new CardServer(this, 'CardServer', plan);
    // Knative makes a Service of that name itself.
    if (target?.system !== 'knative') new ModelService(this, 'Service', plan, name, 'stable');
    if (plan.progressive) new ModelService(this, 'CanaryService', plan, canaryServiceOf(plan), candidateRoleOf(plan));
    else addWorkload(this, plan);
    if (target === undefined) addAutoscaler(this, plan);
    // Its input and its sink are one place each, so one environment may use them.
    if (plan.spec.batch !== undefined && plan.place === plan.spec.environments.at(-1))
      new BatchWorkflow(this, 'Batch', plan, plan.spec.batch);
    if (ownPods) new DisruptionBudget(this, 'DisruptionBudget', plan);
  }
}

/** The pods where no traffic is split, and what counts them where that is not ours to write. */
function addWorkload(scope: Construct, plan: Plan): void {
  const { target } = plan.spec;
  if (target === undefined) new ServingDeployment(scope, 'Deployment', plan);
  else if (target.system === 'kserve') new ServingInferenceService(scope, 'InferenceService', plan);
  else if (isSeldon(target)) new ServingSeldonModel(scope, 'Model', plan, target);
  else {
    new ServingKnativeService(scope, 'KnativeService', plan, target);
    new MetricsService(scope, 'Metrics', plan);
  }
}

/** A cluster-internal Service over the unit's pods, or over those that take calls for Seldon's servers. */
class ModelService extends Service {
  constructor(scope: Construct, id: string, plan: Plan, name: string, role: 'stable' | ReturnType<typeof candidateRoleOf>) {
    super(scope, id, {
      metadata: { ...unitMetadata(plan, 'Service', name), labels: { [ROLE]: role } },
      spec: {
        type: 'ClusterIP',
        selector: isSeldon(plan.spec.target) ? { ...SELDON_PODS } : selectorLabels(plan.spec.id),
        ports: servingPorts(plan).map(({ name: port, servicePort, targetPort, appProtocol }) => ({
          name: port,
          port: servicePort,
          targetPort,
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
