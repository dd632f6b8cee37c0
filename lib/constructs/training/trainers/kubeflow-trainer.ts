import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { OperatorAdapter } from '../../external/adapter.ts';
import { jobLabels } from '../../external/pod.ts';
import { fromGiven } from '../../from-given.ts';

/** Trains with Kubeflow Trainer: `kubeflowTrainer({ runtime: 'torch-distributed', nodes: 4, image, command, perNode: { cpu, memory }, deadlineMinutes })`. */
export function kubeflowTrainer(props: Omit<spec.KubeflowTrainer, 'system'>): spec.KubeflowTrainer {
  return fromGiven(props, (given) => ({ system: 'kubeflow-trainer', ...given }));
}

/** A TrainJob. How its pods are hardened is the runtime's to say: a TrainJob can't, and the namespace admits no others. */
export const kubeflowTrainerAdapter: OperatorAdapter<spec.KubeflowTrainer> = {
  by: 'operator',
  crd: { group: 'trainer.kubeflow.org', version: 'v1alpha1', kind: 'TrainJob', plural: 'trainjobs' },
  // Conditions are a list, and a selector finds them by position only. There is no other before the one that ends the job, unless
  // something suspended it in between: then the deadline decides.
  successCondition: 'status.conditions.0.type == Complete',
  failureCondition: 'status.conditions.0.type == Failed, status.conditions.1.type == Failed',
  specOf: ({ runtime, nodes, image, command, perNode }, plan) => ({
    managedBy: 'trainer.kubeflow.org/trainjob-controller',
    suspend: false,
    labels: jobLabels(plan),
    runtimeRef: { apiGroup: 'trainer.kubeflow.org', kind: 'ClusterTrainingRuntime', name: runtime },
    trainer: {
      numNodes: nodes,
      image,
      command: [...command],
      env: [{ name: 'HOME', value: '/tmp' }],
      resourcesPerNode: { requests: { ...perNode }, limits: { ...perNode } },
    },
  }),
};
