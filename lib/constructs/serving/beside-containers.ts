import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Explainer } from '../../contracts/spec/stages.ts';
import { HTTP_PORT, type Plan } from '../plan.ts';
import { containerSecurity } from '../security/hardening.ts';
import { EXPLAIN_PORT } from './ports.ts';
import { PRE_STOP_SECONDS } from './server-container.ts';

/** Name of the container that explains. */
export const EXPLAINER_CONTAINER = 'explainer';

/** What stands beside the server in its pods: the stages, then the explainer. They talk over the loopback, which no policy has to open. */
export function besideContainers({ spec: { runtime, stages = [], explainer } }: Plan): IContainer[] {
  const at = (port: number): string => `http://127.0.0.1:${String(port)}`;
  return [
    ...stages.map((stage, index) =>
      container(
        stage.name,
        stage,
        index === 0 ? HTTP_PORT : `stage-${String(index)}`,
        'NEXT_URL',
        at(stages[index + 1]?.port ?? runtime.port),
      ),
    ),
    ...(explainer === undefined ? [] : [container(EXPLAINER_CONTAINER, explainer, EXPLAIN_PORT, 'PREDICT_URL', at(runtime.port))]),
  ];
}

function container(name: string, what: Explainer, portName: string, variable: string, url: string): IContainer {
  const resources = { cpu: what.cpu, memory: what.memory };
  const probe = (path: string) => ({
    httpGet: { path, port: portName, scheme: 'HTTP' as const },
    periodSeconds: 10,
    timeoutSeconds: 2,
    successThreshold: 1,
  });
  return {
    name,
    image: what.image,
    imagePullPolicy: 'IfNotPresent',
    env: [{ name: variable, value: url }],
    ports: [{ name: portName, containerPort: what.port, protocol: 'TCP' }],
    resources: { requests: { ...resources }, limits: { ...resources } },
    startupProbe: { ...probe(what.livenessPath), failureThreshold: 30 },
    livenessProbe: { ...probe(what.livenessPath), failureThreshold: 3 },
    readinessProbe: { ...probe(what.readinessPath), failureThreshold: 3 },
    lifecycle: { preStop: { sleep: { seconds: PRE_STOP_SECONDS } } },
    securityContext: containerSecurity(),
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}
