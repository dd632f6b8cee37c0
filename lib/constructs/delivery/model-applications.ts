import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { ApplicationSet } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';
import { modelsProjectOf, platformProjectOf } from './projects.ts';

type Environment = Config['environments'][number];

/** The folder of what an environment shares; no model can have this name. */
export const PLATFORM_FOLDER = '_platform';

/**
 * One Argo CD application a folder of `synth/<env>/`. What controllers own (an autoscaler's replicas, the weights that a
 * Rollout moves) is left to them, also while Argo CD repairs the rest. A folder that vanishes from a progressive
 * environment deletes nothing: a model is retired by hand.
 */
export class ModelApplications extends ApplicationSet {
  constructor(scope: Construct, id: string, config: Config, { name: environment, server, progressive }: Environment) {
    const { url: repoURL, branch } = config.repository;
    const isPlatform = `eq .path.basename "${PLATFORM_FOLDER}"`;
    super(scope, id, {
      metadata: sharedMetadata('ApplicationSet', modelsProjectOf(environment)),
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: [{ git: { repoURL, revision: branch, directories: [{ path: `synth/${environment}/*` }] } }],
        syncPolicy: { applicationsSync: progressive ? 'create-update' : 'sync', preserveResourcesOnDeletion: progressive },
        template: {
          metadata: {
            // A dot, which no model's id has, keeps the platform's name apart from theirs.
            name: `{{ if ${isPlatform} }}platform.${environment}{{ else }}{{ .path.basename }}-${environment}{{ end }}`,
            labels: { 'app.kubernetes.io/managed-by': 'modelgate' },
          },
          spec: {
            project: `{{ if ${isPlatform} }}${platformProjectOf(environment)}{{ else }}${modelsProjectOf(environment)}{{ end }}`,
            source: { repoURL, targetRevision: branch, path: '{{ .path.path }}' },
            destination: { server, namespace: namespaceOf(environment) },
            syncPolicy: {
              automated: { prune: true, selfHeal: true },
              syncOptions: [
                'CreateNamespace=false',
                'FailOnSharedResource=true',
                'PruneLast=true',
                'RespectIgnoreDifferences=true',
                'ServerSideApply=true',
              ],
              retry: { limit: 5, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } },
            },
            ignoreDifferences: [
              { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
              { group: 'argoproj.io', kind: 'Rollout', jsonPointers: ['/spec/replicas'] },
              { group: 'networking.istio.io', kind: 'VirtualService', jqPathExpressions: ['.spec.http[].route[].weight'] },
            ],
          },
        },
      },
    });
  }
}
