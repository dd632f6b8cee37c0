import { App, Chart } from 'cdk8s';
import type { Config } from '../contracts/config.ts';
import { GateAccount, GateConnections } from './delivery/gate-hook.ts';
import { environmentNamed } from './environment-named.ts';
import { EventBus } from './events/event-bus.ts';
import { isInstalled, JobStarters } from './external/starters.ts';
import { AuthorizationPolicy, Namespace, NetworkPolicy, PeerAuthentication, Role, RoleBinding } from './kinds.ts';
import { manifestsUnder, type Manifest } from './manifests.ts';
import { sharedMetadata } from './metadata.ts';
import { AlertRoutes } from './monitoring/alert-routes.ts';
import { FleetDashboard } from './monitoring/fleet-dashboard.ts';
import { ProxyScrape } from './monitoring/proxy-scrape.ts';
import { namespaceOf } from './names.ts';
import { AutomaticRollback } from './rollout/rollback/automatic-rollback.ts';
import { DefaultSidecar } from './traffic/egress.ts';
import { MeshTelemetry } from './traffic/mesh-telemetry.ts';
import { ComplianceReport } from './training/compliance-report.ts';
import { katibAdapter } from './training/trainers/katib.ts';
import { SharedGateway } from './traffic/shared-gateway.ts';

/** The Kubernetes release whose rules of "restricted" hold: pinned, so that an upgrade of the cluster rejects no pod overnight. */
const POD_SECURITY_VERSION = 'v1.35';

const NO_HASHES = { disableResourceNameHashes: true } as const;

/**
 * What all units of an environment share, for `synth/<env>/_platform/`: the namespace, and the walls that each unit opens for itself.
 * The mesh's proxies come from its CNI plugin: a namespace under "restricted" admits no init container that changes iptables.
 * @throws UserError `config.unknown_environment`
 */
export function platformObjects(config: Config, environment: string): readonly Manifest[] {
  const namespace = namespaceOf(environmentNamed(config, environment).name);
  const app = new App();
  const cluster = new Chart(app, 'cluster', NO_HASHES);
  const scope = new Chart(app, namespace, { ...NO_HASHES, namespace });
  const { labels, ...metadata } = sharedMetadata('Namespace', namespace);
  new Namespace(cluster, 'Namespace', {
    metadata: {
      ...metadata,
      labels: {
        ...labels,
        'istio-injection': 'enabled',
        // Katib puts what reads a trial's metrics into pods of namespaces with this label only.
        ...(isInstalled(katibAdapter.crd, config) ? { 'katib.kubeflow.org/metrics-collector-injection': 'enabled' } : {}),
        ...Object.fromEntries(
          ['enforce', 'audit', 'warn'].flatMap((mode) => [
            [`pod-security.kubernetes.io/${mode}`, 'restricted'],
            [`pod-security.kubernetes.io/${mode}-version`, POD_SECURITY_VERSION],
          ]),
        ),
      },
      // Whatever happens to its file, a namespace with running models in it is deleted by hand only.
      annotations: { ...metadata.annotations, 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
  });
  new PeerAuthentication(scope, 'PeerAuthentication', {
    metadata: sharedMetadata('PeerAuthentication', 'default'),
    spec: { mtls: { mode: 'STRICT' } },
  });
  // An empty spec allows nothing, so every call needs a unit's own policy.
  new AuthorizationPolicy(scope, 'AuthorizationPolicy', { metadata: sharedMetadata('AuthorizationPolicy', 'deny-all'), spec: {} });
  new NetworkPolicy(scope, 'NetworkPolicy', {
    metadata: sharedMetadata('NetworkPolicy', 'default-deny'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
  new SharedGateway(scope, 'Gateway', config, environment);
  new DefaultSidecar(scope, 'Sidecar', config, namespace);
  new MeshTelemetry(scope, 'Telemetry', config);
  // What Argo's executor and a training run's first step need the API server for. Only pods of pipelines mount a token.
  new Role(scope, 'Role', {
    metadata: sharedMetadata('Role', 'workflow-results'),
    rules: [
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
      { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['list'] },
    ],
  });
  new RoleBinding(scope, 'RoleBinding', {
    metadata: sharedMetadata('RoleBinding', 'workflow-results'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'workflow-results' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: `system:serviceaccounts:${namespace}` }],
  });
  new GateAccount(scope, 'GateAccount');
  new GateConnections(scope, 'GateConnections', config);
  new ProxyScrape(scope, 'ProxyScrape', namespace);
  new FleetDashboard(scope, 'FleetDashboard', environment);
  new AutomaticRollback(scope, 'AutomaticRollback', config, environment);
  new JobStarters(scope, 'JobStarters', config);
  if (config.alerting !== undefined) new AlertRoutes(scope, 'AlertRoutes', config.alerting);
  new EventBus(scope, 'Events');
  if (environment === config.environments.at(-1)?.name) new ComplianceReport(scope, 'Compliance', config, environment);
  return manifestsUnder(app, null);
}
