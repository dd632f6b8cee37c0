import type { Plan } from '../plan.ts';

/** A variable of a container's environment. */
interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * What an OpenTelemetry SDK in the server needs to say in spans and log lines whose they are, to tell the mesh's spans from its own and to send
 * both to one place; whose they are alone where the repository declares no tracing. Names: OpenTelemetry specification, environment variables
 * and semantic conventions.
 */
export function telemetryVariables(plan: Plan): readonly Variable[] {
  const { tracing } = plan.config.istio;
  const attributes = {
    'service.namespace': plan.place.namespace,
    'service.version': plan.release.version,
    'deployment.environment.name': plan.place.name,
  };
  return [
    { name: 'OTEL_SERVICE_NAME', value: plan.spec.id },
    {
      name: 'OTEL_RESOURCE_ATTRIBUTES',
      value: Object.entries(attributes)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
    // Lines go to the standard output, where the node's collector reads them: each once, and those of servers without an SDK too.
    { name: 'OTEL_LOGS_EXPORTER', value: 'none' },
    ...(tracing === undefined
      ? []
      : [
          {
            name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
            value: `http://${tracing.service}.${tracing.namespace}.svc.cluster.local:${String(tracing.port)}`,
          },
          // The proxy in front of the server has decided already, and says so in the call's headers.
          { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_always_off' },
        ]),
  ];
}
