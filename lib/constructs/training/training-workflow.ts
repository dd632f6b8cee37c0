import type { ITemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Template';
import type { Construct } from 'constructs';
import { WorkflowTemplate } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';
import { TRAINING_STEPS } from './steps.ts';

type Step = (typeof TRAINING_STEPS)[number];

/** What the steps of a run share: the checkout, and the report. */
const WORKSPACE = '/workspace';
const CHECKOUT = `${WORKSPACE}/repository`;
const REPORT = `${WORKSPACE}/report.json`;

const RESOURCES = { cpu: '1', memory: '2Gi' };

const DEADLINE_SECONDS = 4 * 3600;
const KEEP_SECONDS = 7 * 24 * 3600;

/**
 * Trains the model's releases from a fresh checkout, proves that their numbers come out again, and judges them; the gate's
 * exit code decides the run. The pipeline image has git, Node.js, Python and the `modelgate` command. The unit's limits are
 * a parameter, so that every run keeps what it was judged by: the same object that the analysis and the alerts have.
 */
export class TrainingWorkflow extends WorkflowTemplate {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    const { id: model } = plan.spec;
    const evidence = ['npm', 'run', 'evidence', '--', '--model', model];
    const commands: Readonly<Record<Step, string[]>> = {
      train: evidence,
      evaluate: [...evidence, '--check'],
      gate: ['modelgate', 'gate', '--model', model, '--env', plan.place.name, '--format', 'json', '--output', REPORT],
    };
    const { url: repo, branch: revision } = plan.config.repository;
    const extras: Readonly<Partial<Record<Step, Pick<ITemplate, 'inputs' | 'outputs'>>>> = {
      train: { inputs: { artifacts: [{ name: 'repository', path: CHECKOUT, git: { repo, revision, depth: 1 } }] } },
      gate: { outputs: { parameters: [{ name: 'report', valueFrom: { path: REPORT } }] } },
    };
    super(scope, id, {
      metadata: unitMetadata(plan, 'WorkflowTemplate', name),
      spec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'thresholds', value: JSON.stringify(plan.thresholds) }] },
        activeDeadlineSeconds: DEADLINE_SECONDS,
        // A failed run's pods stay until the run itself goes, for its logs.
        podGC: { strategy: 'OnPodSuccess' },
        ttlStrategy: { secondsAfterCompletion: KEEP_SECONDS },
        serviceAccountName: name,
        // Asked for: the executor beside each step reports its result to the API server; the namespace's role allows nothing else.
        automountServiceAccountToken: true,
        securityContext: podSecurity(),
        // No proxy: a step ends when its own container does, and nothing calls it.
        podMetadata: { labels: { ...selectorLabels(name), 'sidecar.istio.io/inject': 'false' } },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'workspace' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
          },
        ],
        volumeClaimGC: { strategy: 'OnWorkflowCompletion' },
        volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
        templates: [
          {
            name: 'main',
            dag: {
              tasks: TRAINING_STEPS.map((step, index) => {
                const before = TRAINING_STEPS[index - 1];
                return { name: step, template: step, ...(before === undefined ? {} : { depends: `${before}.Succeeded` }) };
              }),
            },
          },
          ...TRAINING_STEPS.map((step) => ({
            name: step,
            ...extras[step],
            container: {
              name: step,
              image: plan.config.pipelineImage,
              imagePullPolicy: 'IfNotPresent' as const,
              command: commands[step],
              workingDir: CHECKOUT,
              // The only folders that can be written to.
              env: [{ name: 'HOME', value: '/tmp' }],
              resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
              securityContext: containerSecurity(),
              volumeMounts: [
                { name: 'workspace', mountPath: WORKSPACE },
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
          })),
        ],
      },
    });
  }
}
