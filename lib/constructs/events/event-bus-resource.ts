import type { containerSecurity, podSecurity } from '../security/hardening.ts';

interface ContainerTemplate {
  readonly imagePullPolicy: 'IfNotPresent';
  readonly resources: Readonly<Record<'limits' | 'requests', Readonly<Record<'cpu' | 'memory', string>>>>;
  readonly securityContext: ReturnType<typeof containerSecurity>;
}

/** The part of Argo Events' EventBus that is used here. Its CRD has no schema, so this type is all that finds a misspelled field. */
export interface EventBusResource {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'EventBus';
  readonly spec: {
    readonly jetstream: {
      readonly version: string;
      readonly replicas: 3;
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly securityContext: ReturnType<typeof podSecurity>;
      readonly containerTemplate: ContainerTemplate;
      readonly reloaderContainerTemplate: ContainerTemplate;
      readonly metricsContainerTemplate: ContainerTemplate;
      readonly persistence: { readonly accessMode: 'ReadWriteOnce'; readonly volumeSize: string };
    };
  };
}
