import { kind } from '../../kinds.ts';
import { selectorLabels } from '../../metadata.ts';
import { containerSecurity, podSecurity } from '../../security/hardening.ts';

const RESOURCES = { cpu: '100m', memory: '128Mi' };

/** A pod of Argo Events; the controller chooses image and command. Bus and mesh know nothing of each other. */
export function eventPod(account: string) {
  return {
    metadata: {
      labels: { ...selectorLabels(account), 'modelgate.dev/event-bus': 'client', 'sidecar.istio.io/inject': 'false' },
    },
    serviceAccountName: account,
    securityContext: podSecurity(),
    container: {
      imagePullPolicy: 'IfNotPresent' as const,
      resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
      securityContext: containerSecurity(),
    },
  };
}

type EventPod = ReturnType<typeof eventPod>;

/** The part of Argo Events' EventSource that is used here. Its CRD has no schema, so this type is all that finds a misspelled field. */
interface ResourceEventSource {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'EventSource';
  readonly spec: {
    readonly eventBusName: string;
    readonly replicas: number;
    readonly template: EventPod;
    readonly resource: Readonly<
      Record<
        string,
        {
          readonly namespace: string;
          readonly group: string;
          readonly version: string;
          readonly resource: string;
          readonly eventTypes: readonly ('ADD' | 'DELETE' | 'UPDATE')[];
        }
      >
    >;
  };
}

interface Parameter {
  readonly src: { readonly dependencyName: string; readonly dataTemplate: string };
  readonly dest: string;
  readonly operation: 'append';
}

/** The part of Argo Events' Sensor that is used here; no schema either. */
interface WorkflowSensor {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Sensor';
  readonly spec: {
    readonly eventBusName: string;
    readonly replicas: number;
    readonly template: EventPod;
    readonly dependencies: readonly {
      readonly name: string;
      readonly eventSourceName: string;
      readonly eventName: string;
      readonly filters: {
        readonly data: readonly { readonly path: string; readonly type: 'bool' | 'string'; readonly value: readonly string[] }[];
      };
    }[];
    readonly triggers: readonly {
      readonly template: {
        readonly name: string;
        readonly conditions: string;
        readonly k8s: {
          readonly operation: 'create';
          readonly source: { readonly resource: Readonly<Record<string, unknown>> };
          readonly parameters: readonly Parameter[];
        };
      };
      readonly retryStrategy: { readonly steps: number; readonly duration: string; readonly factor: number };
    }[];
  };
}

export const RolloutEvents = kind<ResourceEventSource>('argoproj.io/v1alpha1', 'EventSource');
export const RollbackSensor = kind<WorkflowSensor>('argoproj.io/v1alpha1', 'Sensor');
