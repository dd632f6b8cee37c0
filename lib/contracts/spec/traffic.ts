import Type from 'typebox';
import { closed, Line } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel, DnsName } from './kubernetes-names.ts';

const Port = Type.Integer({ minimum: 1, maximum: 65535 });
const Https = Type.String({ pattern: '^https://[^\\s*]+$', maxLength: 500 });

/** A workload that may call, and what it may ask for. Absent: GET and POST, on every path but the metrics. */
export const Consumer = Type.Object(
  {
    namespace: DnsLabel,
    serviceAccount: DnsLabel,
    methods: Type.Optional(
      Type.Array(Type.Enum(['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']), { minItems: 1, maxItems: 6, uniqueItems: true }),
    ),
    /** `/predict` is that path alone, `/v1/*` everything below. */
    paths: Type.Optional(
      Type.Array(Type.String({ pattern: '^/[A-Za-z0-9._~/-]*(/\\*)?$', maxLength: 200 }), { minItems: 1, maxItems: 50, uniqueItems: true }),
    ),
  },
  closed,
);
export type Consumer = Of<typeof Consumer>;

/** Whose tokens prove the callers that come through the ingress gateway (RFC 7519 `iss`, RFC 7517 key set, `aud`). */
export const Issuer = Type.Object(
  { issuer: Https, jwksUri: Https, audiences: Type.Array(Line, { minItems: 1, maxItems: 20, uniqueItems: true }) },
  closed,
);
export type Issuer = Of<typeof Issuer>;

/** Calls that one pod takes; the rest is answered with 429. */
export const RateLimit = Type.Object(
  { requestsPerSecond: Type.Integer({ minimum: 1, maximum: 1_000_000 }), burst: Type.Integer({ minimum: 1, maximum: 1_000_000 }) },
  closed,
);
export type RateLimit = Of<typeof RateLimit>;

/** A host that the model's pods may call. */
export const Egress = Type.Object(
  {
    /** One full name, without wildcards: outside the cluster, or a Service's `<name>.<namespace>.svc.cluster.local`. */
    host: Type.String({ pattern: '^[a-z0-9.*-]+$', maxLength: 200 }),
    port: Port,
    protocol: Type.Enum(['HTTP', 'HTTPS', 'TCP', 'TLS']),
    /** The port of the pods behind a Service, where it is not the Service's. */
    targetPort: Type.Optional(Port),
    /** The addresses of a host in a private network; absent: any public address. */
    cidr: Type.Optional(Type.String({ pattern: '^(\\d{1,3}\\.){3}\\d{1,3}/([89]|[12]\\d|3[0-2])$' })),
  },
  closed,
);
export type Egress = Of<typeof Egress>;

/** What routes calls from outside to the model. `serviceAccount` is the identity of the proxy that the calls come through. */
export const Router = Type.Union([
  Type.Object({ router: Type.Literal('istio') }, closed),
  Type.Object({ router: Type.Literal('gateway-api'), gateway: DnsLabel, namespace: DnsLabel, serviceAccount: DnsLabel }, closed),
  Type.Object({ router: Type.Literal('ingress'), className: DnsLabel, namespace: DnsLabel, serviceAccount: DnsLabel }, closed),
]);
export type Router = Of<typeof Router>;

/** How calls reach the model, and what it may call. */
export const Traffic = Type.Object(
  {
    /** The host in the last of its environments. */
    host: DnsName,
    /** First label of the host; absent: the model's id. */
    subdomain: Type.Optional(DnsLabel),
    /** Absent: Istio. */
    via: Type.Optional(Router),
    /** Who may call besides the ingress gateway. */
    consumers: Type.Array(Consumer, { maxItems: 100 }),
    /** Absent: whoever reaches the ingress gateway may call. */
    issuers: Type.Optional(Type.Array(Issuer, { minItems: 1, maxItems: 10 })),
    rateLimit: Type.Optional(RateLimit),
    /** Absent: nothing. */
    egress: Type.Optional(Type.Array(Egress, { minItems: 1, maxItems: 50 })),
  },
  closed,
);
export type Traffic = Of<typeof Traffic>;
