import { HTTP_PORT, type Plan } from '../plan.ts';
import { isSeldon } from './targets/is-seldon.ts';
import { SELDON_PORT } from './targets/seldon-proxy.ts';

/** Names of a pod's ports beside `http`, which is the one that calls come in by. */
const GRPC_PORT = 'grpc';
const METRICS_PORT = 'http-metrics';
const SERVER_PORT = 'http-server';
export const EXPLAIN_PORT = 'http-explain';

/** One port of a unit's Services. */
export interface ServingPort {
  readonly name: string;
  /** Name of the pod's port. */
  readonly targetPort: string;
  /** Where the pod listens. */
  readonly containerPort: number;
  /** Where the Service listens. */
  readonly servicePort: number;
  readonly appProtocol: 'http' | 'grpc';
  /** Called by consumers, or read by Prometheus alone. */
  readonly use: 'calls' | 'metrics';
}

/** The server's own port for HTTP. Behind stages it is not the one that calls come in by. */
export function serverPort({ spec: { stages } }: Plan): string {
  return stages === undefined ? HTTP_PORT : SERVER_PORT;
}

/** Ports of the serving container, HTTP first. */
export function containerPorts(plan: Plan): { name: string; containerPort: number; protocol: 'TCP' }[] {
  const { port, grpcPort, metricsPort: metrics } = plan.spec.runtime;
  const open = (name: string, containerPort: number | undefined) =>
    containerPort === undefined ? [] : [{ name, containerPort, protocol: 'TCP' as const }];
  return [...open(serverPort(plan), port), ...open(GRPC_PORT, grpcPort), ...open(METRICS_PORT, metrics)];
}

/** Where the pods' metrics are: on a port of their own, or on the server's. */
export function metricsPort(plan: Plan): { readonly name: string; readonly containerPort: number } {
  const { metricsPort: own, port } = plan.spec.runtime;
  if (own !== undefined) return { name: METRICS_PORT, containerPort: own };
  return { name: serverPort(plan), containerPort: port };
}

/** Where Knative's proxy in each pod takes calls: over HTTP/1.1 and over HTTP/2. */
const KNATIVE_CALL_PORTS = [8012, 8013];

/** Where it says how many calls are in progress. */
export const KNATIVE_LOAD_PORT = 9090;

/** Ports of a pod that calls come in by. */
export function callPorts(plan: Plan): readonly number[] {
  if (plan.spec.target?.system === 'knative') return KNATIVE_CALL_PORTS;
  return servingPorts(plan).flatMap(({ use, containerPort }) => (use === 'calls' ? [containerPort] : []));
}

/** Ports of a unit's Services in a fixed order, HTTP first. Calls over gRPC would pass the stages by, so behind stages there are none. */
export function servingPorts(plan: Plan): readonly ServingPort[] {
  const { runtime, stages, explainer } = plan.spec;
  const metrics = metricsPort(plan);
  const port = (
    name: string,
    containerPort: number,
    appProtocol: 'http' | 'grpc',
    use: 'calls' | 'metrics',
    servicePort = containerPort,
  ): ServingPort => ({
    name,
    targetPort: name,
    containerPort,
    servicePort,
    appProtocol,
    use,
  });
  if (isSeldon(plan.spec.target)) return [port(HTTP_PORT, SELDON_PORT, 'http', 'calls', 80)];
  return [
    port(HTTP_PORT, stages?.[0]?.port ?? runtime.port, 'http', 'calls', 80),
    ...(runtime.grpcPort === undefined || stages !== undefined ? [] : [port(GRPC_PORT, runtime.grpcPort, 'grpc', 'calls')]),
    ...(metrics.name === HTTP_PORT ? [] : [port(metrics.name, metrics.containerPort, 'http', 'metrics')]),
    ...(explainer === undefined ? [] : [port(EXPLAIN_PORT, explainer.port, 'http', 'calls')]),
  ];
}
