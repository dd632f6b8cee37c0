import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { Telemetry } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';

/** What the proxies of a namespace write down: each call in the log of the one that it reached, and a share of them as spans. */
export class MeshTelemetry extends Telemetry {
  constructor(scope: Construct, id: string, { istio: { tracing } }: Config) {
    super(scope, id, {
      metadata: sharedMetadata('Telemetry', 'default'),
      spec: {
        // Istio's built-in provider: a line of text on the proxy's standard output.
        accessLogging: [{ match: { mode: 'SERVER' }, providers: [{ name: 'envoy' }] }],
        ...(tracing === undefined
          ? {}
          : { tracing: [{ providers: [{ name: tracing.provider }], randomSamplingPercentage: tracing.percent }] }),
      },
    });
  }
}
