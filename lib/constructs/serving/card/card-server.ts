import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { AuthorizationPolicy, Deployment, NetworkPolicy, PodDisruptionBudget, Service, VirtualService } from '../../kinds.ts';
import { selectorLabels, unitMetadata } from '../../metadata.ts';
import type { OrderedKind } from '../../delivery/sync-waves.ts';
import { hostOf } from '../../names.ts';
import { cardNameOf, HTTP_PORT, SERVICE_PORT, type Plan } from '../../plan.ts';
import { containerSecurity, podSecurity } from '../../security/hardening.ts';
import { ISTIOD_NAMESPACE, ISTIOD_PORT, namespaceNamed, principal, PROXY_METRICS_PORT, toDns } from '../../security/mesh.ts';
import { entranceOf } from '../../traffic/entrance.ts';
import { GATEWAY } from '../../traffic/shared-gateway.ts';
import { CARD_CONTAINER, CARD_FILE } from './names.ts';

const PORT = 8080;
const FOLDER = '/card';
const RESOURCES = { cpu: '50m', memory: '128Mi' };

/** Enough to lose a node and to update at once; in other environments one will do. */
const PROGRESSIVE_REPLICAS = 3;

/** Metadata under which nothing that looks for the model's own pods or Services finds these. */
function cardMetadata(plan: Plan, kind: OrderedKind) {
  const name = cardNameOf(plan.spec.id);
  return { ...unitMetadata(plan, kind, name), labels: selectorLabels(name) };
}

/**
 * Shows the card to everyone who may call the model: a page and JSON on a host of its own, from a Deployment of its own, so that a
 * word changed in the card touches neither the model's pods nor these: they read the ConfigMap for each call.
 */
export class CardServer extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    new ServiceAccount(this, 'Account', { metadata: cardMetadata(plan, 'ServiceAccount'), automountToken: false });
    new CardDeployment(this, 'Deployment', plan);
    new CardService(this, 'Service', plan);
    // Another router's model has its card inside the mesh alone.
    if ((plan.spec.traffic.via?.router ?? 'istio') === 'istio') new CardRoute(this, 'Route', plan);
    new CardConnections(this, 'Network', plan);
    new CardReaders(this, 'Readers', plan);
    new CardBudget(this, 'DisruptionBudget', plan);
  }
}

class CardDeployment extends Deployment {
  constructor(scope: Construct, id: string, plan: Plan) {
    const name = cardNameOf(plan.spec.id);
    const matchLabels = selectorLabels(name);
    const probe = (path: string) => ({
      httpGet: { path, port: HTTP_PORT, scheme: 'HTTP' as const },
      periodSeconds: 10,
      timeoutSeconds: 2,
      successThreshold: 1,
    });
    super(scope, id, {
      metadata: cardMetadata(plan, 'Deployment'),
      spec: {
        replicas: plan.progressive ? PROGRESSIVE_REPLICAS : 1,
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        progressDeadlineSeconds: 600,
        selector: { matchLabels },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
        template: {
          // Istio's metrics tell releases apart by it.
          metadata: { labels: { ...matchLabels, 'app.kubernetes.io/version': plan.release.version } },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: podSecurity(),
            terminationGracePeriodSeconds: 30,
            topologySpreadConstraints: [
              { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels } },
            ],
            containers: [
              {
                name: CARD_CONTAINER,
                image: plan.config.pipelineImage,
                imagePullPolicy: 'IfNotPresent',
                command: ['modelgate', 'card', 'serve'],
                args: ['--file', `${FOLDER}/${CARD_FILE}`, '--host', '0.0.0.0', '--port', String(PORT)],
                env: [{ name: 'HOME', value: '/tmp' }],
                ports: [{ name: HTTP_PORT, containerPort: PORT, protocol: 'TCP' }],
                resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
                startupProbe: { ...probe('/readyz'), failureThreshold: 30 },
                livenessProbe: { ...probe('/healthz'), failureThreshold: 3 },
                readinessProbe: { ...probe('/readyz'), failureThreshold: 3 },
                lifecycle: { preStop: { sleep: { seconds: 5 } } },
                securityContext: containerSecurity(),
                volumeMounts: [
                  { name: 'card', mountPath: FOLDER, readOnly: true },
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
            volumes: [
              { name: 'card', configMap: { name, defaultMode: 0o444 } },
              { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
            ],
          },
        },
      },
    });
  }
}

class CardService extends Service {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: cardMetadata(plan, 'Service'),
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(cardNameOf(plan.spec.id)),
        ports: [{ name: HTTP_PORT, port: SERVICE_PORT, targetPort: HTTP_PORT, protocol: 'TCP', appProtocol: 'http' }],
      },
    });
  }
}

class CardRoute extends VirtualService {
  constructor(scope: Construct, id: string, plan: Plan) {
    const name = cardNameOf(plan.spec.id);
    super(scope, id, {
      metadata: cardMetadata(plan, 'VirtualService'),
      spec: {
        hosts: [hostOf(name, plan.place.name, plan.config)],
        gateways: [GATEWAY],
        http: [{ name: 'card', timeout: '5s', route: [{ destination: { host: name, port: { number: SERVICE_PORT } }, weight: 100 }] }],
      },
    });
  }
}

class CardConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const entrance = entranceOf(plan.spec, plan.config);
    const callers = [...new Set([entrance.namespace, ...plan.spec.traffic.consumers.map(({ namespace }) => namespace)])];
    super(scope, id, {
      metadata: cardMetadata(plan, 'NetworkPolicy'),
      spec: {
        podSelector: { matchLabels: selectorLabels(cardNameOf(plan.spec.id)) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: callers.map(namespaceNamed), ports: [{ protocol: 'TCP', port: PORT }] },
          { from: [namespaceNamed(plan.config.prometheus.namespace)], ports: [{ protocol: 'TCP', port: PROXY_METRICS_PORT }] },
        ],
        egress: [toDns(), { to: [namespaceNamed(ISTIOD_NAMESPACE)], ports: [{ protocol: 'TCP', port: ISTIOD_PORT }] }],
      },
    });
  }
}

class CardReaders extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const entrance = entranceOf(plan.spec, plan.config);
    const consumers = plan.spec.traffic.consumers.map(({ namespace, serviceAccount }) => principal(namespace, serviceAccount));
    super(scope, id, {
      metadata: cardMetadata(plan, 'AuthorizationPolicy'),
      spec: {
        selector: { matchLabels: selectorLabels(cardNameOf(plan.spec.id)) },
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: [principal(entrance.namespace, entrance.serviceAccount), ...consumers] } }],
            to: [{ operation: { methods: ['GET', 'HEAD'], ports: [String(PORT)] } }],
          },
        ],
      },
    });
  }
}

class CardBudget extends PodDisruptionBudget {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: cardMetadata(plan, 'PodDisruptionBudget'),
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: selectorLabels(cardNameOf(plan.spec.id)) },
      },
    });
  }
}
