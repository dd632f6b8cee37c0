import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import type { BatchInference, S3Place } from '../../../contracts/spec/batch.ts';
import { CronWorkflow, NetworkPolicy } from '../../kinds.ts';
import { selectorLabels, unitMetadata } from '../../metadata.ts';
import { batchNameOf, type Plan } from '../../plan.ts';
import { containerSecurity, podSecurity } from '../../security/hardening.ts';
import { stepConnections } from '../../security/step-connections.ts';
import { modelFiles } from '../model-files.ts';
import { endingServer, settingsAnnotations, settingsVolumes } from '../server-container.ts';
import { PREDICT_STEP } from './names.ts';
import { ROW_PROTOCOLS } from './protocols.ts';

/** The folder that the client and Argo's executor share. */
const BATCH = '/batch';
const INPUT = `${BATCH}/input.jsonl`;
const OUTPUT = `${BATCH}/output.jsonl`;

/** The client's own size; it holds a few hundred rows at a time. */
const RESOURCES = { cpu: '250m', memory: '256Mi' };

/** A start that was missed by more than this is left out: the next one comes. */
const LATE_SECONDS = 600;
const KEPT = 3;
const KEEP_SECONDS = 7 * 24 * 3600;

/**
 * Scores a file at set times. The stable release's own server runs beside the client in the same pod, so a batch takes nothing from
 * live traffic and nobody calls it. Argo's executor brings the input and takes the result away, by the pod's identity.
 */
export class BatchWorkflow extends Construct {
  constructor(scope: Construct, id: string, plan: Plan, batch: BatchInference) {
    super(scope, id);
    const name = batchNameOf(plan.spec.id);
    new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount', name), automountToken: false });
    new NetworkPolicy(this, 'Network', { metadata: unitMetadata(plan, 'NetworkPolicy', name), spec: stepConnections(name) });
    new ScheduledBatch(this, 'Schedule', plan, name, batch);
  }
}

const s3 = ({ endpoint, region, bucket, key }: S3Place) => ({ endpoint, region, bucket, key, useSDKCreds: true });

class ScheduledBatch extends CronWorkflow {
  constructor(scope: Construct, id: string, plan: Plan, name: string, batch: BatchInference) {
    const { runtime } = plan.spec;
    const { path = '', key = '' } = ROW_PROTOCOLS[runtime.server] ?? {};
    const stable = { ...plan, release: plan.stable };
    const files = modelFiles(stable);
    const at = (where: string): string => `http://127.0.0.1:${String(runtime.port)}${where}`;
    const { gpu } = runtime;
    super(scope, id, {
      metadata: unitMetadata(plan, 'CronWorkflow', name),
      spec: {
        schedules: [batch.schedule],
        timezone: batch.timezone,
        concurrencyPolicy: batch.concurrency,
        startingDeadlineSeconds: LATE_SECONDS,
        successfulJobsHistoryLimit: KEPT,
        failedJobsHistoryLimit: KEPT,
        suspend: false,
        workflowSpec: {
          entrypoint: PREDICT_STEP,
          activeDeadlineSeconds: batch.deadlineMinutes * 60,
          podGC: { strategy: 'OnPodSuccess' },
          ttlStrategy: { secondsAfterCompletion: KEEP_SECONDS },
          serviceAccountName: name,
          // Asked for: the executor reports the step's result to the API server; the namespace's role allows nothing else.
          automountServiceAccountToken: true,
          securityContext: podSecurity(),
          podMetadata: {
            labels: { ...selectorLabels(name), 'sidecar.istio.io/inject': 'false' },
            ...settingsAnnotations(runtime),
          },
          volumes: [
            { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
            { name: 'work', emptyDir: { sizeLimit: '10Gi' } },
            ...settingsVolumes(runtime),
            ...files.volumes,
          ],
          templates: [
            {
              name: PREDICT_STEP,
              ...(gpu === undefined
                ? {}
                : { nodeSelector: { ...gpu.nodes }, tolerations: [{ key: gpu.resource, operator: 'Exists', effect: 'NoSchedule' }] }),
              inputs: { artifacts: [{ name: 'input', path: INPUT, s3: s3(batch.input) }] },
              outputs: {
                artifacts: [
                  {
                    name: 'predictions',
                    path: OUTPUT,
                    archive: { none: {} },
                    s3: s3({ ...batch.sink, key: `${batch.sink.key}/{{workflow.name}}.jsonl` }),
                  },
                ],
              },
              ...(files.initContainers.length === 0 ? {} : { initContainers: files.initContainers }),
              sidecars: [endingServer(stable, files.mounts)],
              container: {
                name: PREDICT_STEP,
                image: plan.config.pipelineImage,
                imagePullPolicy: 'IfNotPresent',
                command: ['modelgate', 'batch', 'predict'],
                args: [
                  ...['--server', at(path)],
                  ...['--ready', at(runtime.readinessPath)],
                  ...['--rows', key],
                  ...['--input', INPUT],
                  ...['--output', OUTPUT],
                ],
                env: [{ name: 'HOME', value: '/tmp' }],
                resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
                securityContext: containerSecurity(),
                volumeMounts: [
                  { name: 'tmp', mountPath: '/tmp' },
                  { name: 'work', mountPath: BATCH },
                ],
              },
            },
          ],
        },
      },
    });
  }
}
