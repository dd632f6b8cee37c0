import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { Application } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';
import { CONFIRMED_REMOVAL, subscriptions, syncPolicy } from './argocd.ts';
import { TRIGGERS } from './notifications.ts';
import { platformProjectOf } from './projects.ts';

type Environment = Config['environments'][number];

/** The folder of what an environment shares; no model can have this name. */
export const PLATFORM_FOLDER = '_platform';

/** What the units of one environment share, as one application. A dot, which no model's id has, keeps its name apart from theirs. */
export class PlatformApplication extends Application {
  constructor(scope: Construct, id: string, config: Config, { name: environment, server }: Environment) {
    const { url: repoURL, branch } = config.repository;
    const { annotations, ...metadata } = sharedMetadata('Application', `platform.${environment}`);
    super(scope, id, {
      metadata: { ...metadata, annotations: { ...annotations, ...CONFIRMED_REMOVAL, ...subscriptions(config, TRIGGERS) } },
      spec: {
        project: platformProjectOf(environment),
        source: { repoURL, targetRevision: branch, path: `synth/${environment}/${PLATFORM_FOLDER}` },
        destination: { server, namespace: namespaceOf(environment) },
        syncPolicy: syncPolicy('FailOnSharedResource=true'),
      },
    });
  }
}
