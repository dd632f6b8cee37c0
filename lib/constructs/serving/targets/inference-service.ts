import type { Construct } from 'constructs';
import { InferenceService } from '../../kinds.ts';
import { unitMetadata } from '../../metadata.ts';
import type { Plan } from '../../plan.ts';
import { cpu } from '../autoscaling.ts';
import { podTemplate } from '../pod-template.ts';

/**
 * The pods as KServe's predictor. Nothing but KServe's Deployment and autoscaler is asked of it: the unit's own Services and routes
 * lead to the pods, so KServe makes no Ingress.
 */
export class ServingInferenceService extends InferenceService {
  constructor(scope: Construct, id: string, plan: Plan) {
    const metadata = unitMetadata(plan, 'InferenceService');
    const { version } = plan.release;
    const { metadata: pods, spec: pod } = podTemplate(plan);
    if (pod === undefined) throw new Error('a pod template without its pod');
    const { scaling, autoscalerClass } = scalingOf(plan);
    super(scope, id, {
      metadata: {
        ...metadata,
        labels: { 'app.kubernetes.io/version': version, 'networking.kserve.io/visibility': 'cluster-local' },
        annotations: {
          ...metadata.annotations,
          'modelgate.dev/release': version,
          'serving.kserve.io/deploymentMode': 'Standard',
          'serving.kserve.io/autoscalerClass': autoscalerClass,
        },
      },
      spec: {
        predictor: {
          ...pod,
          minReplicas: plan.place.replicas.min,
          maxReplicas: plan.place.replicas.max,
          ...scaling,
          deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
          labels: pods?.labels ?? {},
          ...(pods?.annotations === undefined ? {} : { annotations: pods.annotations }),
        },
      },
    });
  }
}

/** What KServe makes an autoscaler of: its own fields for CPU and memory, KEDA's for a query. */
function scalingOf({ spec, config }: Plan) {
  const { by, target, query = '' } = spec.autoscaling ?? cpu();
  if (by === 'cpu' || by === 'memory') {
    return { autoscalerClass: 'hpa', scaling: { scaleMetric: by, scaleTarget: target } } as const;
  }
  const metric = { backend: 'prometheus', serverAddress: config.prometheus.address, query } as const;
  return {
    autoscalerClass: 'keda',
    scaling: { autoScaling: { metrics: [{ type: 'External', external: { metric, target: { type: 'Value', value: String(target) } } }] } },
  } as const;
}
