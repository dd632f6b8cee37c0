import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import type { Config } from '../../../contracts/config.ts';
import type { githubOf } from '../../github-of.ts';
import { ExternalSecret, NetworkPolicy, WorkflowTemplate } from '../../kinds.ts';
import { selectorLabels, sharedMetadata } from '../../metadata.ts';
import { fetched } from '../../security/fetched.ts';
import { containerSecurity, podSecurity } from '../../security/hardening.ts';
import { stepConnections } from '../../security/step-connections.ts';
import { chain } from '../../training/workflow-parts.ts';

/** The workflow, its account, its pods and its token. */
export const ROLLBACK = 'rollback';

const WORKSPACE = '/workspace';
const CHECKOUT = `${WORKSPACE}/repository`;
const TOKEN = 'github-token';
const TOKEN_FOLDER = '/var/run/secrets/modelgate/rollback';
const RESOURCES = { cpu: '500m', memory: '1Gi' };
const DEADLINE_SECONDS = 1800;
const KEEP_SECONDS = 7 * 24 * 3600;

const MODEL = '{{workflow.parameters.model}}';
const VERSION = '{{workflow.parameters.version}}';
const REASON = '{{workflow.parameters.reason}}';

interface Step {
  readonly name: 'roll-back' | 'propose';
  readonly command: readonly string[];
}

/** Takes a failed release out of `releases.yaml`, blocks its image, renders the unit (one command does), and proposes that. Only the last step has a token. */
export class RollbackWorkflow extends Construct {
  constructor(scope: Construct, id: string, config: Config, environment: string, github: NonNullable<ReturnType<typeof githubOf>>) {
    super(scope, id);
    const { url: repo, branch: revision } = config.repository;
    const steps: readonly Step[] = [
      {
        name: 'roll-back',
        command: ['modelgate', 'release', 'rollback', MODEL, `--env=${environment}`, `--version=${VERSION}`, `--reason=${REASON}`],
      },
      {
        name: 'propose',
        command: [
          ...['modelgate', 'pull-request', 'open', `--repo=${github.repo}`, `--token-file=${TOKEN_FOLDER}/${TOKEN}`],
          ...[`--path=models/${MODEL}`, '--path=synth', `--base=${revision}`],
          ...[`--branch=modelgate/rollback-${environment}-${MODEL}-${VERSION}`, `--title=Roll back ${MODEL} ${VERSION} in ${environment}`],
        ],
      },
    ];
    new ServiceAccount(this, 'Account', { metadata: sharedMetadata('ServiceAccount', ROLLBACK), automountToken: false });
    if (config.secretStore !== undefined) {
      new ExternalSecret(this, 'Token', {
        metadata: sharedMetadata('ExternalSecret', ROLLBACK),
        spec: fetched(config.secretStore, ROLLBACK, ROLLBACK, [TOKEN]),
      });
    }
    new NetworkPolicy(this, 'Network', { metadata: sharedMetadata('NetworkPolicy', ROLLBACK), spec: stepConnections(ROLLBACK) });
    new WorkflowTemplate(this, 'Workflow', {
      metadata: sharedMetadata('WorkflowTemplate', ROLLBACK),
      spec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'model' }, { name: 'version' }, { name: 'reason' }] },
        activeDeadlineSeconds: DEADLINE_SECONDS,
        podGC: { strategy: 'OnPodSuccess' },
        ttlStrategy: { secondsAfterCompletion: KEEP_SECONDS },
        serviceAccountName: ROLLBACK,
        // Asked for: the executor beside each step reports its result to the API server.
        automountServiceAccountToken: true,
        securityContext: podSecurity(),
        podMetadata: { labels: { ...selectorLabels(ROLLBACK), 'sidecar.istio.io/inject': 'false' } },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'workspace' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
          },
        ],
        volumeClaimGC: { strategy: 'OnWorkflowCompletion' },
        volumes: [
          { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
          { name: 'token', secret: { secretName: ROLLBACK, defaultMode: 0o440, optional: false, items: [{ key: TOKEN, path: TOKEN }] } },
        ],
        templates: [
          {
            name: 'main',
            dag: { tasks: chain(steps.map(({ name }) => name)) },
          },
          ...steps.map(({ name, command }) => ({
            name,
            // The history says what was stable before.
            ...(name === 'roll-back' ? { inputs: { artifacts: [{ name: 'repository', path: CHECKOUT, git: { repo, revision } }] } } : {}),
            // Doing either of them again changes nothing more.
            retryStrategy: { limit: 3, retryPolicy: 'Always' as const, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
            container: {
              name,
              image: config.pipelineImage,
              imagePullPolicy: 'IfNotPresent' as const,
              command: [...command],
              workingDir: CHECKOUT,
              env: [{ name: 'HOME', value: '/tmp' }, ...(name === 'propose' ? [{ name: 'GITHUB_API_URL', value: github.api }] : [])],
              resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
              securityContext: containerSecurity(),
              volumeMounts: [
                { name: 'workspace', mountPath: WORKSPACE },
                { name: 'tmp', mountPath: '/tmp' },
                ...(name === 'propose' ? [{ name: 'token', mountPath: TOKEN_FOLDER, readOnly: true }] : []),
              ],
            },
          })),
        ],
      },
    });
  }
}
