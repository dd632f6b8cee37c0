import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { EventBus as EventBusObject, NetworkPolicy, Role, RoleBinding } from '../kinds.ts';
import { selectorLabels, sharedMetadata } from '../metadata.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';
import { toDns } from '../security/mesh.ts';
import { BUS_CLIENT } from './event-pod.ts';

/** Argo Events looks for a bus of this name unless told otherwise. */
export const BUS = 'default';
/** NATS' ports: clients, and between its servers. */
export const BUS_PORT = 4222;
const CLUSTER_PORT = 6222;
/** A version that the controller's own table of images has (argo-events 1.9). */
const JETSTREAM_VERSION = '2.10.10';
/** The account of Sensors: it may start workflows, and nothing else. */
export const STARTER = 'pipeline-starter';

const POD = 'event-bus';
const RESOURCES = { cpu: '200m', memory: '256Mi' };

/** What the sensors of an environment share: the bus that keeps events on disk until a sensor took them, and the right to start workflows. */
export class EventBus extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const container = {
      imagePullPolicy: 'IfNotPresent',
      resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
      securityContext: containerSecurity(),
    } as const;
    new EventBusObject(this, 'Bus', {
      metadata: sharedMetadata('EventBus', BUS),
      spec: {
        jetstream: {
          version: JETSTREAM_VERSION,
          replicas: 3,
          metadata: { labels: { ...selectorLabels(POD), 'sidecar.istio.io/inject': 'false' } },
          securityContext: podSecurity(),
          containerTemplate: container,
          reloaderContainerTemplate: container,
          metricsContainerTemplate: container,
          persistence: { accessMode: 'ReadWriteOnce', volumeSize: '5Gi' },
        },
      },
    });
    const clients = { podSelector: { matchLabels: { ...BUS_CLIENT } } };
    const servers = { podSelector: { matchLabels: selectorLabels(POD) } };
    const cluster = [
      { protocol: 'TCP' as const, port: BUS_PORT },
      { protocol: 'TCP' as const, port: CLUSTER_PORT },
    ];
    new NetworkPolicy(this, 'Network', {
      metadata: sharedMetadata('NetworkPolicy', POD),
      spec: {
        podSelector: { matchLabels: selectorLabels(POD) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: [clients], ports: [{ protocol: 'TCP', port: BUS_PORT }] },
          { from: [servers], ports: cluster },
        ],
        egress: [toDns(), { to: [servers], ports: cluster }],
      },
    });
    // The controller makes the sensors' pods, so what they mount is said here.
    new ServiceAccount(this, 'Starter', { metadata: sharedMetadata('ServiceAccount', STARTER), automountToken: true });
    new Role(this, 'MayStart', {
      metadata: sharedMetadata('Role', STARTER),
      rules: [{ apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }],
    });
    new RoleBinding(this, 'Starts', {
      metadata: sharedMetadata('RoleBinding', STARTER),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: STARTER },
      subjects: [{ kind: 'ServiceAccount', name: STARTER }],
    });
  }
}
