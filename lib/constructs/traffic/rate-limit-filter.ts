import type { Construct } from 'constructs';
import type { RateLimit } from '../../contracts/spec/traffic.ts';
import { EnvoyFilter } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';

/** Reads of the metrics that are let through in a second, so that a flood of calls can't hide itself. */
const METRICS_PER_SECOND = 10;

const METRICS = 'metrics';
const ALWAYS = { numerator: 100, denominator: 'HUNDRED' };

const bucket = (burst: number, perSecond: number) => ({ max_tokens: burst, tokens_per_fill: perSecond, fill_interval: '1s' });

/**
 * A token bucket in each pod's proxy, after the authorization: who may not call takes no token. What finds the bucket empty is
 * answered with 429 before it reaches the server. Envoy's `local_ratelimit`; field names are its API's.
 */
export class RateLimitFilter extends EnvoyFilter {
  constructor(scope: Construct, id: string, plan: Plan, { requestsPerSecond, burst }: RateLimit) {
    const context = 'SIDECAR_INBOUND';
    const metadata = unitMetadata(plan, 'EnvoyFilter', `${plan.spec.id}-rate-limit`);
    const isMetrics = { name: ':path', string_match: { exact: plan.spec.runtime.metricsPath } };
    super(scope, id, {
      // istioctl warns about every EnvoyFilter (IST0133); there is no other way to limit rates in a proxy.
      metadata: { ...metadata, annotations: { ...metadata.annotations, 'galley.istio.io/analyze-suppress': 'IST0133' } },
      spec: {
        // Among several filters that patch relative to another one, Istio applies them in this order; without it, in any.
        priority: 10,
        workloadSelector: { labels: selectorLabels(plan.spec.id) },
        configPatches: [
          {
            applyTo: 'HTTP_FILTER',
            match: {
              context,
              listener: {
                filterChain: {
                  filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } },
                },
              },
            },
            patch: {
              operation: 'INSERT_BEFORE',
              value: {
                name: 'envoy.filters.http.local_ratelimit',
                typed_config: {
                  '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
                  stat_prefix: 'http_local_rate_limiter',
                  token_bucket: bucket(burst, requestsPerSecond),
                  always_consume_default_token_bucket: false,
                  descriptors: [
                    { entries: [{ key: 'header_match', value: METRICS }], token_bucket: bucket(METRICS_PER_SECOND, METRICS_PER_SECOND) },
                  ],
                  filter_enabled: { runtime_key: 'local_rate_limit_enabled', default_value: ALWAYS },
                  filter_enforced: { runtime_key: 'local_rate_limit_enforced', default_value: ALWAYS },
                },
              },
            },
          },
          {
            applyTo: 'VIRTUAL_HOST',
            match: { context },
            patch: {
              operation: 'MERGE',
              value: {
                rate_limits: [{ actions: [{ header_value_match: { descriptor_value: METRICS, headers: [isMetrics] } }] }],
              },
            },
          },
        ],
      },
    });
  }
}
