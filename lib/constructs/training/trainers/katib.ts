import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { OperatorAdapter } from '../../external/adapter.ts';
import { jobPod } from '../../external/pod.ts';
import { fromGiven } from '../../from-given.ts';

const CONTAINER = 'trial';
/** Where what reads a trial's metrics, beside it in its pod, hands them in. */
const DB_MANAGER_PORT = 6789;

/** Searches hyperparameters with Katib; a trial prints `<metric>=<value>` lines. */
export function katib(props: Omit<spec.Katib, 'system'>): spec.Katib {
  return fromGiven(props, (given) => ({ system: 'katib', ...given }));
}

function feasibleSpace({ min, max, list }: spec.KatibParameter) {
  return {
    ...(min === undefined ? {} : { min: String(min) }),
    ...(max === undefined ? {} : { max: String(max) }),
    ...(list === undefined ? {} : { list: [...list] }),
  };
}

/** An Experiment whose trials are Jobs. Upstream's definition takes any fields; what its webhook defaults is written out. */
export const katibAdapter: OperatorAdapter<spec.Katib> = {
  by: 'operator',
  crd: { group: 'kubeflow.org', version: 'v1beta1', kind: 'Experiment', plural: 'experiments' },
  // Created, Running, and then how it ended: a condition that changes goes to the end of the list. One that never ran has failed second.
  successCondition: 'status.conditions.2.type == Succeeded',
  failureCondition: 'status.conditions.1.type == Failed, status.conditions.2.type == Failed',
  calleeOf: ({ operatorNamespace }) => ({ namespace: operatorNamespace, port: DB_MANAGER_PORT }),
  specOf: (job, plan) => {
    const { objective, algorithm, parameters, trials, image, command, perTrial, deadlineMinutes } = job;
    return {
      objective: {
        type: objective.type,
        objectiveMetricName: objective.metric,
        ...(objective.goal === undefined ? {} : { goal: objective.goal }),
        metricStrategies: [{ name: objective.metric, value: objective.type === 'minimize' ? 'min' : 'max' }],
      },
      algorithm: { algorithmName: algorithm },
      parallelTrialCount: trials.parallel,
      maxTrialCount: trials.max,
      maxFailedTrialCount: trials.maxFailed,
      resumePolicy: 'Never',
      metricsCollectorSpec: { collector: { kind: 'StdOut' } },
      parameters: parameters.map((parameter) => ({
        name: parameter.name,
        parameterType: parameter.type,
        feasibleSpace: feasibleSpace(parameter),
      })),
      trialTemplate: {
        retain: false,
        primaryContainerName: CONTAINER,
        successCondition: 'status.conditions.#(type=="Complete")#|#(status=="True")#',
        failureCondition: 'status.conditions.#(type=="Failed")#|#(status=="True")#',
        trialParameters: parameters.map(({ name }) => ({ name, reference: name })),
        trialSpec: {
          apiVersion: 'batch/v1',
          kind: 'Job',
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: deadlineMinutes * 60,
            template: jobPod(plan, { name: CONTAINER, image, size: perTrial, command }, { restartPolicy: 'Never' }),
          },
        },
      },
    };
  },
};
