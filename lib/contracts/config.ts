import Type from 'typebox';
import { closed, EnvironmentName, Line } from './common.ts';
import { Freeze, SyncWindow } from './config/sync-window.ts';
import type { Of } from './schema.ts';

const LABEL = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$';
const DnsName = Type.String({ pattern: '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$' });

/** A key of a Secret in the models' namespaces, which an ExternalSecret fills: never the value itself. */
const SecretKey = Type.Object({ name: DnsName, key: Type.String({ pattern: '^[A-Za-z0-9._-]{1,253}$' }) }, closed);
export type SecretKey = Of<typeof SecretKey>;

const Email = Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$', maxLength: 200 });

/** One or more ways to reach people. */
export const AlertReceiver = Type.Object(
  {
    slack: Type.Optional(Type.Object({ channel: Type.String({ pattern: '^#[a-z0-9_-]{1,79}$' }), apiUrl: SecretKey }, closed)),
    /** `smarthost` is `host:port`; the connection is encrypted. */
    email: Type.Optional(
      Type.Object(
        { to: Email, from: Email, smarthost: Type.String({ pattern: '^[a-z0-9.-]+:[0-9]{1,5}$' }), username: Line, password: SecretKey },
        closed,
      ),
    ),
    pagerduty: Type.Optional(Type.Object({ routingKey: SecretKey }, closed)),
  },
  { ...closed, minProperties: 1 },
);
export type AlertReceiver = Of<typeof AlertReceiver>;

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
    /** Where alerts go, by severity; nowhere by themselves when left out. `page` wakes somebody, `ticket` waits for the morning. */
    alerting: Type.Optional(Type.Object({ page: AlertReceiver, ticket: AlertReceiver }, closed)),
    istio: Type.Object(
      {
        /** The ingress gateway's pods: where they are, as whom they run, and the labels that select them. */
        ingressNamespace: DnsName,
        ingressServiceAccount: DnsName,
        ingressLabels: Type.Record(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]*$' }), Line, { minProperties: 1, ...closed }),
        /** cert-manager's ClusterIssuer of the hosts' certificates. Absent: they come from the secret store. */
        clusterIssuer: Type.Optional(DnsName),
        /** An extension provider of the mesh that writes down each call as JSON. Absent: Istio's built-in one, whose form the mesh's own settings say. */
        accessLog: Type.Optional(Type.Object({ provider: DnsName }, closed)),
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
            closed,
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
