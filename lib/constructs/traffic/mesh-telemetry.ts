import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { Telemetry } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';

/** Istio's provider of lines on the proxy's standard output: text, unless the mesh says JSON (`docs/logs.md`). */
const BUILT_IN = 'envoy';

/** What the proxies of a namespace write down: each call in the log of the one that it reached, and a share of them as spans. */
export class MeshTelemetry extends Telemetry {
  constructor(scope: Construct, id: string, { istio: { accessLog, tracing } }: Config) {
    super(scope, id, {
      metadata: sharedMetadata('Telemetry', 'default'),
      spec: {
        accessLogging: [{ match: { mode: 'SERVER' }, providers: [{ name: accessLog?.provider ?? BUILT_IN }] }],
        ...(tracing === undefined
          ? {}
          : { tracing: [{ providers: [{ name: tracing.provider }], randomSamplingPercentage: tracing.percent }] }),
      },
    });
  }
}
