import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { ApplicationSet } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';
import { CONFIRMED_REMOVAL, subscriptions, syncPolicy } from './argocd.ts';
import { IGNORED_DIFFERENCES } from './ignored-differences.ts';
import { TRIGGERS } from './notifications.ts';
import { PLATFORM_FOLDER } from './platform-application.ts';
import { modelsProjectOf } from './projects.ts';

type Environment = Config['environments'][number];

/**
 * One Argo CD application a unit: each folder of `synth/<env>/` beside the catalog entry of its model, which says the risk tier
 * and so the project. A unit stands alone: it needs no list of its neighbours, and one without a catalog entry gets no application.
 * What stands in a progressive environment outlives its application: a model is retired first (see docs/delivery.md).
 */
export class ModelApplications extends ApplicationSet {
  constructor(scope: Construct, id: string, config: Config, { name: environment, server, progressive }: Environment) {
    const { url: repoURL, branch: revision } = config.repository;
    const name = `models-${environment}`;
    const { annotations, ...metadata } = sharedMetadata('ApplicationSet', name);
    super(scope, id, {
      metadata: { ...metadata, annotations: { ...annotations, ...CONFIRMED_REMOVAL } },
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: [
          {
            matrix: {
              generators: [
                {
                  git: {
                    repoURL,
                    revision,
                    directories: [{ path: `synth/${environment}/*` }, { path: `synth/${environment}/${PLATFORM_FOLDER}`, exclude: true }],
                  },
                },
                {
                  // Its keys become the template's; the prefix keeps its own path apart from the folder's.
                  git: { repoURL, revision, files: [{ path: 'synth/catalog/{{ .path.basename }}.json' }], pathParamPrefix: 'catalog' },
                },
              ],
            },
          },
        ],
        syncPolicy: { applicationsSync: 'sync', preserveResourcesOnDeletion: progressive },
        template: {
          metadata: {
            name: `{{ .path.basename }}-${environment}`,
            labels: {
              'app.kubernetes.io/managed-by': 'modelgate',
              'modelgate.dev/environment': environment,
              'modelgate.dev/owner': '{{ .owner.team }}',
              'modelgate.dev/risk-tier': '{{ .riskTier }}',
            },
            annotations: { 'modelgate.dev/contact': '{{ .owner.email }}', ...subscriptions(config, TRIGGERS) },
          },
          spec: {
            project: modelsProjectOf(environment, '{{ .riskTier }}'),
            source: { repoURL, targetRevision: revision, path: '{{ .path.path }}' },
            destination: { server, namespace: namespaceOf(environment) },
            syncPolicy: syncPolicy('FailOnSharedResource=true'),
            ignoreDifferences: IGNORED_DIFFERENCES,
          },
        },
      },
    });
  }
}
