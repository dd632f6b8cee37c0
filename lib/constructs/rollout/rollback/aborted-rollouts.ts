import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { BUS, BUS_PORT } from '../../events/event-bus.ts';
import { eventPod } from '../../events/event-pod.ts';
import { exactly } from '../../events/exactly.ts';
import { EventSource, NetworkPolicy, Role, RoleBinding, Sensor } from '../../kinds.ts';
import { selectorLabels, sharedMetadata } from '../../metadata.ts';
import { API_SERVER_PORTS, toAnywhere, toDns } from '../../security/mesh.ts';
import { ROLLBACK } from './rollback-workflow.ts';

const SOURCE = 'rollouts';
const EVENT = 'changed';
const DEPENDENCY = 'aborted';
const WATCHER = 'rollback-watcher';
const STARTER = 'rollback-starter';

const FIELDS = '.Input.body';
const VERSION = `(index ${FIELDS}.metadata.labels "app.kubernetes.io/version")`;

/** Starts the workflow that takes a failed release back, whenever a Rollout of the environment was aborted. */
export class AbortedRollouts extends Construct {
  constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id);
    new EventSource(this, 'Source', {
      metadata: sharedMetadata('EventSource', SOURCE),
      spec: {
        eventBusName: BUS,
        replicas: 1,
        template: eventPod(WATCHER, WATCHER),
        resource: {
          [EVENT]: { namespace, group: 'argoproj.io', version: 'v1alpha1', resource: 'rollouts', eventTypes: ['UPDATE'] },
        },
      },
    });
    const from = (dataTemplate: string, dest: string) => ({
      src: { dependencyName: DEPENDENCY, dataTemplate },
      dest,
      operation: 'append' as const,
    });
    const argument = (index: number) => `spec.arguments.parameters.${String(index)}.value`;
    new Sensor(this, 'Sensor', {
      metadata: sharedMetadata('Sensor', ROLLBACK),
      spec: {
        eventBusName: BUS,
        replicas: 1,
        template: eventPod(STARTER, STARTER),
        dependencies: [
          {
            name: DEPENDENCY,
            eventSourceName: SOURCE,
            eventName: EVENT,
            filters: {
              data: [
                { path: 'body.status.abort', type: 'bool', value: ['true'] },
                { path: 'body.status.phase', type: 'string', value: [exactly('Degraded')] },
              ],
            },
          },
        ],
        triggers: [
          {
            template: {
              name: ROLLBACK,
              conditions: DEPENDENCY,
              k8s: {
                operation: 'create',
                source: {
                  resource: {
                    apiVersion: 'argoproj.io/v1alpha1',
                    kind: 'Workflow',
                    metadata: { name: `${ROLLBACK}-` },
                    spec: {
                      workflowTemplateRef: { name: ROLLBACK },
                      arguments: { parameters: ['model', 'version', 'reason'].map((name) => ({ name, value: '' })) },
                    },
                  },
                },
                parameters: [
                  // One name a release: however often the controller says it, one workflow takes it back.
                  from(
                    `{{ printf "%s-%s" ${FIELDS}.metadata.name ${VERSION} | lower | replace "." "-" | trunc 50 | trimSuffix "-" }}`,
                    'metadata.name',
                  ),
                  from(`{{ ${FIELDS}.metadata.name }}`, argument(0)),
                  from(`{{ ${VERSION} }}`, argument(1)),
                  // One line, as blocked.yaml wants it.
                  from(`{{ ${FIELDS}.status.message | toString | replace "\\n" " " | trunc 200 }}`, argument(2)),
                ],
              },
            },
            retryStrategy: { steps: 3, duration: '10s', factor: 2, jitter: 0.2 },
            atLeastOnce: true,
          },
        ],
      },
    });
    new Access(this, 'Watcher', WATCHER, { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['get', 'list', 'watch'] });
    new Access(this, 'Starter', STARTER, { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] });
  }
}

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

/** An account with one right, and connections to the API server (whose address no selector can name) and the bus. */
class Access extends Construct {
  constructor(scope: Construct, id: string, name: string, rule: Rule) {
    super(scope, id);
    new ServiceAccount(this, 'Account', { metadata: sharedMetadata('ServiceAccount', name), automountToken: true });
    new Role(this, 'Role', { metadata: sharedMetadata('Role', name), rules: [rule] });
    new RoleBinding(this, 'Binding', {
      metadata: sharedMetadata('RoleBinding', name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name }],
    });
    new NetworkPolicy(this, 'Network', {
      metadata: sharedMetadata('NetworkPolicy', name),
      spec: {
        podSelector: { matchLabels: selectorLabels(name) },
        policyTypes: ['Ingress', 'Egress'],
        egress: [toDns(), toAnywhere(...API_SERVER_PORTS, BUS_PORT)],
      },
    });
  }
}
