import type { IWorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate';
import { Construct } from 'constructs';
import { ExternalSecret, NetworkPolicy, ServiceAccount, WorkflowTemplate } from '../kinds.ts';
import { selectorLabels, unitLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { fetched } from '../security/fetched.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';
import { API_SERVER_PORTS, namespaceNamed, toAnywhere, toDns } from '../security/mesh.ts';
import { toHost } from '../security/networks.ts';
import { chain, UNJUDGED_AGAIN } from '../training/workflow-parts.ts';
import type { OperatorAdapter } from './adapter.ts';
import { adapterOf, type ExternalJob } from './adapters.ts';
import { endpointOf } from './check-external-jobs.ts';
import { TOKEN, TOKEN_FOLDER } from './command.ts';
import { jobLabels, jobsNameOf } from './pod.ts';
import { starterOf } from './starters.ts';
import { commandSteps, jobsOf, type NamedJob } from './steps.ts';

type Template = NonNullable<NonNullable<IWorkflowTemplate['spec']>['templates']>[number];

const KEEP_SECONDS = 7 * 24 * 3600;
/** What a step needs besides its job: a pod has to start, and a command to notice that its time is over. */
const SLACK_SECONDS = 300;
const RESOURCES = { cpu: '100m', memory: '256Mi' };
/** What Flink makes of an object's name has at most 45 characters, what Ray makes of it 47; the API server adds five to it. */
const LONGEST_PREFIX = 40;

/** Jobs that prepare data and train in systems beside the cluster's pipelines: one workflow, with an account and connections of its own. */
export class ExternalJobs extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const jobs = jobsOf(plan.spec);
    if (jobs.length === 0) return;
    const name = jobsNameOf(plan.spec.id);
    const { secretStore } = plan.config;
    new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount', name), automountServiceAccountToken: false });
    new JobConnections(this, 'Network', plan, jobs);
    if (secretStore !== undefined && commandSteps(plan.spec).length > 0) {
      new ExternalSecret(this, 'Token', {
        metadata: unitMetadata(plan, 'ExternalSecret', name),
        spec: fetched(secretStore, name, `${plan.place.name}/${plan.spec.id}/jobs`, [TOKEN]),
      });
    }
    new JobsWorkflow(this, 'Workflow', plan, jobs);
  }
}

class JobsWorkflow extends WorkflowTemplate {
  constructor(scope: Construct, id: string, plan: Plan, jobs: readonly NamedJob[]) {
    const name = jobsNameOf(plan.spec.id);
    const seconds = jobs.reduce((sum, { job }) => sum + job.deadlineMinutes * 60 + SLACK_SECONDS, 0);
    const calls = commandSteps(plan.spec).length > 0;
    super(scope, id, {
      metadata: unitMetadata(plan, 'WorkflowTemplate', name),
      spec: {
        entrypoint: 'main',
        activeDeadlineSeconds: seconds,
        // A failed run's pods stay until the run itself goes, for their logs.
        podGC: { strategy: 'OnPodSuccess' },
        ttlStrategy: { secondsAfterCompletion: KEEP_SECONDS },
        synchronization: { mutexes: [{ name }] },
        serviceAccountName: name,
        // Asked for: the executor reports to the API server, and creates what an operator works off.
        automountServiceAccountToken: true,
        securityContext: podSecurity(),
        podMetadata: { labels: jobLabels(plan) },
        volumes: [
          { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
          ...(calls ? [{ name: 'token', secret: { secretName: name, defaultMode: 0o440, optional: false } }] : []),
        ],
        templates: [
          {
            name: 'main',
            dag: { tasks: chain(jobs.map(({ name: job }) => job)) },
          },
          ...jobs.map((job) => template(plan, job)),
        ],
      },
    });
  }
}

function template(plan: Plan, { name, job }: NamedJob): Template {
  const adapter = adapterOf(job);
  const seconds = job.deadlineMinutes * 60;
  if (adapter.by === 'operator') {
    return {
      name,
      activeDeadlineSeconds: seconds,
      serviceAccountName: starterOf(adapter.crd),
      resource: {
        action: 'create',
        // The object goes with its run, and what it started goes with it.
        setOwnerReference: true,
        successCondition: adapter.successCondition,
        failureCondition: adapter.failureCondition,
        // JSON is YAML too, and what policies can read without a parser of their own.
        manifest: `${JSON.stringify(objectOf(plan, name, job, adapter), null, 2)}\n`,
      },
    };
  }
  return {
    name,
    // The command ends by itself, and says how the run was.
    activeDeadlineSeconds: seconds + SLACK_SECONDS,
    retryStrategy: UNJUDGED_AGAIN,
    container: {
      name,
      image: plan.config.pipelineImage,
      imagePullPolicy: 'IfNotPresent',
      command: [...adapter.commandOf(job)],
      workingDir: '/tmp',
      env: [{ name: 'HOME', value: '/tmp' }],
      resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
      securityContext: containerSecurity(),
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'token', mountPath: TOKEN_FOLDER, readOnly: true },
      ],
    },
  };
}

function objectOf(plan: Plan, step: string, job: ExternalJob, { crd, specOf }: OperatorAdapter<ExternalJob>) {
  return {
    apiVersion: `${crd.group}/${crd.version}`,
    kind: crd.kind,
    metadata: {
      generateName: `${`${plan.spec.id}-${step}`.slice(0, LONGEST_PREFIX - 1).replace(/-+$/, '')}-`,
      namespace: plan.place.namespace,
      labels: unitLabels(plan),
      annotations: { 'modelgate.dev/contact': plan.spec.owner.email, 'modelgate.dev/run': '{{workflow.name}}' },
    },
    spec: specOf(job, plan),
  };
}

/** A job's pods call each other, the API server (a driver starts its executors), what they download over HTTPS, and what the model itself may call. */
class JobConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan, jobs: readonly NamedJob[]) {
    const name = jobsNameOf(plan.spec.id);
    const own = { podSelector: { matchLabels: selectorLabels(name) } };
    const peers = (side: 'calleeOf' | 'callerOf') =>
      jobs.flatMap(({ job }) => {
        const adapter = adapterOf(job);
        const peer = adapter.by === 'operator' ? adapter[side]?.(job) : undefined;
        return peer === undefined
          ? []
          : [{ namespaces: [namespaceNamed(peer.namespace)], ports: [{ protocol: 'TCP' as const, port: peer.port }] }];
      });
    const called = jobs.flatMap(({ job }) => ('url' in job ? [endpointOf(job.url)] : []));
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy', name),
      spec: {
        podSelector: { matchLabels: selectorLabels(name) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [own] }, ...peers('callerOf').map(({ namespaces, ports }) => ({ from: namespaces, ports }))],
        egress: [
          toDns(),
          { to: [own] },
          toAnywhere(...API_SERVER_PORTS),
          ...peers('calleeOf').map(({ namespaces, ports }) => ({ to: namespaces, ports })),
          ...called.map(toHost),
          ...(plan.spec.traffic.egress ?? []).map(toHost),
        ],
      },
    });
  }
}
