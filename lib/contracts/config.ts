import Type from 'typebox';
import { closed, EnvironmentName, Line } from './common.ts';
import { Freeze, SyncWindow } from './config/sync-window.ts';
import type { Of } from './schema.ts';

const LABEL = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$';
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
      {
        /** The ingress gateway's pods: where they are, as whom they run, and the labels that select them. */
        ingressNamespace: DnsName,
        ingressServiceAccount: DnsName,
        ingressLabels: Type.Record(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]*$' }), Line, { minProperties: 1, ...closed }),
        /** cert-manager's ClusterIssuer of the hosts' certificates. Absent: they come from the secret store. */
        clusterIssuer: Type.Optional(DnsName),
        /** Where spans go: an extension provider of the mesh, and the Service behind it. Absent: no tracing. */
        tracing: Type.Optional(
          Type.Object(
            {
              provider: DnsName,
              service: DnsName,
              namespace: DnsName,
              port: Type.Integer({ minimum: 1, maximum: 65535 }),
              /** Share of calls that are traced. */
              percent: Type.Number({ minimum: 0, maximum: 100 }),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    /** Where secrets come from (External Secrets Operator): the store that every environment has under this name. Absent: there are none. */
    secretStore: Type.Optional(Type.Object({ kind: Type.Enum(['ClusterSecretStore', 'SecretStore']), name: DnsName }, closed)),
    /** Workloads that models may name as consumers: namespace -> its service accounts. */
    consumers: Type.Record(Type.String({ pattern: LABEL }), Type.Array(Type.String({ pattern: LABEL }), { minItems: 1 }), closed),
    /** What the clusters can be asked for beyond what every environment needs: names of CustomResourceDefinitions and the versions served. */
    cluster: Type.Optional(
      Type.Object(
        {
          crds: Type.Record(
            Type.String({ pattern: '^[a-z0-9]+(\\.[a-z0-9-]+)+$' }),
            Type.Array(Type.String({ pattern: '^v[0-9]+((alpha|beta)[0-9]+)?$' }), { minItems: 1, maxItems: 10 }),
          ),
        },
        closed,
      ),
    ),
    /** The image of the step that trains, evaluates and gates in the pipeline: repository and digest. */
    pipelineImage: Type.String({ pattern: '^[^\\s@]+@sha256:[0-9a-f]{64}$' }),
  },
  closed,
);
export type Config = Of<typeof Config>;
