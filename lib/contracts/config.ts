import Type from 'typebox';
import { closed, EnvironmentName, Line } from './common.ts';
import { Freeze, SyncWindow } from './config/sync-window.ts';
import type { Of } from './schema.ts';

const DnsName = Type.String({ pattern: '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$' });

/** `modelgate.config.ts`, resolved: what all models of a repository share. */
export const Config = Type.Object(
  {
    /** The repository that Argo CD reads, and the branch it follows. */
    repository: Type.Object({ url: Type.String({ pattern: '^(https|ssh|file)://[^\\s]+$' }), branch: Line }, closed),
    /** Hosts of models are `<model>.<environment>.<domain>`. */
    domain: DnsName,
    /** In promotion order. `server` is the cluster's API address as Argo CD knows it; `progressive` serves with a Rollout, else a Deployment. */
    environments: Type.Array(
      Type.Object(
        {
          name: EnvironmentName,
          server: Type.String({ pattern: '^https://[^\\s]+$' }),
          progressive: Type.Boolean(),
          syncWindows: Type.Optional(Type.Array(SyncWindow, { maxItems: 20 })),
          freeze: Type.Optional(Type.Array(Freeze, { maxItems: 20 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 10 },
    ),
    argocd: Type.Object(
      {
        namespace: DnsName,
        /** Who hears of a failed sync or a degraded model. The token is `slack-token` in the Secret `argocd-notifications-secret`. */
        notifications: Type.Optional(Type.Object({ slackChannel: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,79}$' }) }, closed)),
      },
      closed,
    ),
    prometheus: Type.Object({ address: Type.String({ pattern: '^https?://[^\\s]+$' }), namespace: DnsName }, closed),
    istio: Type.Object(
      { gateway: Type.String({ pattern: '^[a-z0-9-]+/[a-z0-9-]+$' }), ingressNamespace: DnsName, ingressServiceAccount: DnsName },
      closed,
    ),
    /** The image of the step that trains, evaluates and gates in the pipeline: repository and digest. */
    pipelineImage: Type.String({ pattern: '^[^\\s@]+@sha256:[0-9a-f]{64}$' }),
  },
  closed,
);
export type Config = Of<typeof Config>;
