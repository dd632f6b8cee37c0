import { selectorLabels } from '../metadata.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';

/** The label of pods that may talk to the event bus. */
export const BUS_CLIENT = { 'modelgate.dev/event-bus': 'client' } as const;

/** What an EventSource or Sensor says about its pod; the controller chooses image and command. */
export interface EventPod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly serviceAccountName: string;
  readonly securityContext: ReturnType<typeof podSecurity>;
  readonly container: {
    readonly imagePullPolicy: 'IfNotPresent';
    readonly resources: Readonly<Record<'limits' | 'requests', Readonly<Record<'cpu' | 'memory', string>>>>;
    readonly securityContext: ReturnType<typeof containerSecurity>;
  };
}

const RESOURCES = { cpu: '100m', memory: '128Mi' };

/** A pod of the events machinery, hardened like every other. @param name the label that its connections are allowed by */
export function eventPod(name: string, serviceAccountName: string): EventPod {
  return {
    // No proxy: the bus encrypts by itself, and the mesh knows nothing of its protocol.
    metadata: { labels: { ...selectorLabels(name), ...BUS_CLIENT, 'sidecar.istio.io/inject': 'false' } },
    serviceAccountName,
    securityContext: podSecurity(),
    container: {
      imagePullPolicy: 'IfNotPresent',
      resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
      securityContext: containerSecurity(),
    },
  };
}
