import type { Construct } from 'constructs';
import { ConfigMap } from '../kinds.ts';
import { syncWave } from './sync-waves.ts';

/**
 * Our part of a ConfigMap that belongs to the installation of Argo CD. Applied on the server, it adds and changes the keys that it
 * has and no others; it is never removed, because the rest of it is not ours.
 */
export class SharedConfigMap extends ConfigMap {
  constructor(scope: Construct, id: string, name: string, data: Readonly<Record<string, string>>) {
    super(scope, id, {
      metadata: {
        name,
        // Argo CD reads no ConfigMap without it.
        labels: { 'app.kubernetes.io/part-of': 'argocd' },
        annotations: { ...syncWave('ConfigMap'), 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      data,
    });
  }
}
