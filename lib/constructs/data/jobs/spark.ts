import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { OperatorAdapter } from '../../external/adapter.ts';
import { jobLabels } from '../../external/pod.ts';
import { fromGiven } from '../../from-given.ts';
import { containerSecurity, podSecurity } from '../../security/hardening.ts';
import { cores, mebibytes } from '../../serving/quantity.ts';

/** Prepares data with Spark: `spark({ name, language: 'Python', version: '4.0.4', image, file: 'local:///opt/jobs/rows.py', driver, executors: 4, perExecutor, ... })`. */
export function spark(props: Omit<spec.Spark, 'args' | 'system'> & Partial<Pick<spec.Spark, 'args'>>): spec.Spark {
  return fromGiven(props, ({ args = [], ...rest }) => ({ system: 'spark', args, ...rest }));
}

/** A SparkApplication, tried once. Spark asks for what the JVM gets and a tenth, at least 384 MiB, more, as request and limit. */
export const sparkAdapter: OperatorAdapter<spec.Spark> = {
  by: 'operator',
  crd: { group: 'sparkoperator.k8s.io', version: 'v1beta2', kind: 'SparkApplication', plural: 'sparkapplications' },
  successCondition: 'status.applicationState.state == COMPLETED',
  failureCondition: 'status.applicationState.state == FAILED',
  specOf: (job, plan) => {
    const { language, version, image, file, mainClass, args, driver, executors, perExecutor, serviceAccount } = job;
    const pod = ({ cpu, memory }: spec.Spark['driver']) => ({
      cores: Math.max(1, Math.ceil(cores(cpu) ?? 1)),
      coreRequest: cpu,
      coreLimit: cpu,
      memory: `${String(mebibytes(memory) ?? 0)}m`,
      labels: jobLabels(plan),
      env: [{ name: 'HOME', value: '/tmp' }],
      podSecurityContext: podSecurity(),
      securityContext: containerSecurity(),
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    });
    return {
      type: language,
      mode: 'cluster',
      ...(language === 'Python' ? { pythonVersion: '3' } : {}),
      sparkVersion: version,
      image,
      imagePullPolicy: 'IfNotPresent',
      mainApplicationFile: file,
      ...(mainClass === undefined ? {} : { mainClass }),
      arguments: [...args],
      restartPolicy: { type: 'Never' },
      // Shuffled rows go where a pod may write.
      sparkConf: { 'spark.local.dir': '/tmp' },
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '10Gi' } }],
      driver: { ...pod(driver), serviceAccount },
      executor: { ...pod(perExecutor), instances: executors },
    };
  },
};
