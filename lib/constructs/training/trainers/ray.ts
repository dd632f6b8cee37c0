import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { OperatorAdapter } from '../../external/adapter.ts';
import { jobPod } from '../../external/pod.ts';
import { fromGiven } from '../../from-given.ts';

/** Where the head answers how a job is. */
const DASHBOARD_PORT = 8265;
const SUBMITTER_SIZE = { cpu: '500m', memory: '512Mi' };

/** Trains with Ray: `ray({ version: '2.52.0', image, entrypoint: 'python train.py', head: { cpu, memory }, workers: 4, perWorker: { cpu, memory }, ... })`. */
export function ray(props: Omit<spec.Ray, 'system'>): spec.Ray {
  return fromGiven(props, (given) => ({ system: 'ray', ...given }));
}

/** A RayJob with a cluster of its own, which goes with it. */
export const rayAdapter: OperatorAdapter<spec.Ray> = {
  by: 'operator',
  crd: { group: 'ray.io', version: 'v1', kind: 'RayJob', plural: 'rayjobs' },
  successCondition: 'status.jobDeploymentStatus == Complete, status.jobStatus == SUCCEEDED',
  failureCondition: 'status.jobDeploymentStatus in (Failed, ValidationFailed), status.jobStatus in (FAILED, STOPPED)',
  callerOf: ({ operatorNamespace }) => ({ namespace: operatorNamespace, port: DASHBOARD_PORT }),
  specOf: (job, plan) => {
    const { version, image, entrypoint, head, workers, perWorker, deadlineMinutes } = job;
    const port = (name: string, containerPort: number) => ({ name, containerPort, protocol: 'TCP' as const });
    return {
      entrypoint,
      activeDeadlineSeconds: deadlineMinutes * 60,
      // The workflow decides about another try.
      backoffLimit: 0,
      shutdownAfterJobFinishes: true,
      ttlSecondsAfterFinished: 0,
      submissionMode: 'K8sJobMode',
      submitterPodTemplate: jobPod(plan, { name: 'ray-job-submitter', image, size: SUBMITTER_SIZE }, { restartPolicy: 'Never' }),
      rayClusterSpec: {
        rayVersion: version,
        headGroupSpec: {
          serviceType: 'ClusterIP',
          rayStartParams: { 'dashboard-host': '0.0.0.0' },
          template: jobPod(plan, {
            name: 'ray-head',
            image,
            size: head,
            ports: [port('gcs-server', 6379), port('dashboard', DASHBOARD_PORT), port('client', 10001)],
          }),
        },
        workerGroupSpecs: [
          {
            groupName: 'workers',
            replicas: workers,
            minReplicas: workers,
            maxReplicas: workers,
            numOfHosts: 1,
            priority: 0,
            rayStartParams: {},
            template: jobPod(plan, { name: 'ray-worker', image, size: perWorker }),
          },
        ],
      },
    };
  },
};
