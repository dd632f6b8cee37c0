import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { OperatorAdapter } from '../../external/adapter.ts';
import { jobLabels } from '../../external/pod.ts';
import { fromGiven } from '../../from-given.ts';
import { containerSecurity, podSecurity } from '../../security/hardening.ts';
import { cores, mebibytes } from '../../serving/quantity.ts';

/** Where the JobManager answers how the job is. */
const REST_PORT = 8081;

/** Prepares data with Flink, with a job that ends: `flink({ name, version: 'v2_2', image, jar: 'local:///opt/jobs/rows.jar', parallelism: 4, ... })`. */
export function flink(props: Omit<spec.Flink, 'args' | 'system'> & Partial<Pick<spec.Flink, 'args'>>): spec.Flink {
  return fromGiven(props, ({ args = [], ...rest }) => ({ system: 'flink', args, ...rest }));
}

/** A FlinkDeployment in application mode, for one batch job. Flink asks for the same as request and limit. */
export const flinkAdapter: OperatorAdapter<spec.Flink> = {
  by: 'operator',
  crd: { group: 'flink.apache.org', version: 'v1beta1', kind: 'FlinkDeployment', plural: 'flinkdeployments' },
  successCondition: 'status.jobStatus.state == FINISHED',
  failureCondition: 'status.jobStatus.state in (FAILED, CANCELED), status.lifecycleState == FAILED',
  callerOf: ({ operatorNamespace }) => ({ namespace: operatorNamespace, port: REST_PORT }),
  specOf: (job, plan) => {
    const { version, image, jar, entryClass, args, parallelism, jobManager, taskManager, serviceAccount } = job;
    const resource = ({ cpu, memory }: spec.Flink['jobManager']) => ({
      cpu: cores(cpu) ?? 0,
      memory: `${String(mebibytes(memory) ?? 0)}m`,
    });
    return {
      image,
      imagePullPolicy: 'IfNotPresent',
      flinkVersion: version,
      mode: 'native',
      serviceAccount,
      flinkConfiguration: {
        'execution.runtime-mode': 'BATCH',
        'taskmanager.numberOfTaskSlots': '1',
        'io.tmp.dirs': '/tmp',
        // The limit is the request.
        'kubernetes.jobmanager.cpu.limit-factor': '1.0',
        'kubernetes.taskmanager.cpu.limit-factor': '1.0',
      },
      podTemplate: {
        metadata: { labels: jobLabels(plan) },
        spec: {
          enableServiceLinks: false,
          securityContext: podSecurity(),
          containers: [
            {
              // The name by which Flink finds the container that is its own.
              name: 'flink-main-container',
              env: [{ name: 'HOME', value: '/tmp' }],
              securityContext: containerSecurity(),
              volumeMounts: [
                { name: 'tmp', mountPath: '/tmp' },
                { name: 'log', mountPath: '/opt/flink/log' },
              ],
            },
          ],
          volumes: [
            { name: 'tmp', emptyDir: { sizeLimit: '10Gi' } },
            { name: 'log', emptyDir: { sizeLimit: '1Gi' } },
          ],
        },
      },
      jobManager: { replicas: 1, resource: resource(jobManager) },
      taskManager: { resource: resource(taskManager) },
      job: {
        jarURI: jar,
        ...(entryClass === undefined ? {} : { entryClass }),
        args: [...args],
        parallelism,
        state: 'running',
        upgradeMode: 'stateless',
      },
    };
  },
};
