import { HTTP_PORT, type Plan } from '../plan.ts';

/** Names of a pod's ports beside `http`. Istio reads the protocol from `appProtocol`; the prefix says it once more for older ones. */
const GRPC_PORT = 'grpc';
export const METRICS_PORT = 'http-metrics';

/** One port of a unit's pods and Services. */
export interface ServingPort {
  readonly name: string;
  /** Where the pod listens. */
  readonly containerPort: number;
  /** Where the Service listens. */
  readonly servicePort: number;
  readonly appProtocol: 'http' | 'grpc';
  /** Called by consumers, or read by Prometheus alone. */
  readonly use: 'calls' | 'metrics';
}

/** Ports of the serving container in a fixed order, HTTP first. */
export function servingPorts({ spec: { runtime } }: Plan): readonly ServingPort[] {
  const { port, grpcPort, metricsPort } = runtime;
  return [
    { name: HTTP_PORT, containerPort: port, servicePort: 80, appProtocol: 'http', use: 'calls' },
    ...(grpcPort === undefined
      ? []
      : [{ name: GRPC_PORT, containerPort: grpcPort, servicePort: grpcPort, appProtocol: 'grpc' as const, use: 'calls' as const }]),
    ...(metricsPort === undefined
      ? []
      : [
          {
            name: METRICS_PORT,
            containerPort: metricsPort,
            servicePort: metricsPort,
            appProtocol: 'http' as const,
            use: 'metrics' as const,
          },
        ]),
  ];
}

/** Where the pods' metrics are. */
export function metricsPort(plan: Plan): { readonly name: string; readonly containerPort: number } {
  const { metricsPort: own, port } = plan.spec.runtime;
  return own === undefined ? { name: HTTP_PORT, containerPort: port } : { name: METRICS_PORT, containerPort: own };
}
