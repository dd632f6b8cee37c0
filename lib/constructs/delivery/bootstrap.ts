import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { Application } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { CONFIRMED_REMOVAL, IN_CLUSTER, subscriptions, syncPolicy } from './argocd.ts';
import { TRIGGERS } from './notifications.ts';
import { BOOTSTRAP_PROJECT } from './projects.ts';

/** The app of apps: an administrator applies its project and it once, and Argo CD reads the rest of `synth/argocd/`, both of them included. */
export class BootstrapApplication extends Application {
  constructor(scope: Construct, id: string, config: Config) {
    const { url: repoURL, branch } = config.repository;
    const { annotations, ...metadata } = sharedMetadata('Application', 'bootstrap');
    super(scope, id, {
      metadata: { ...metadata, annotations: { ...annotations, ...CONFIRMED_REMOVAL, ...subscriptions(config, TRIGGERS) } },
      spec: {
        project: BOOTSTRAP_PROJECT,
        source: { repoURL, targetRevision: branch, path: 'synth/argocd' },
        destination: { server: IN_CLUSTER, namespace: config.argocd.namespace },
        syncPolicy: syncPolicy(),
      },
    });
  }
}
