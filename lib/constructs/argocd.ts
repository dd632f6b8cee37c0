import { App, Chart } from 'cdk8s';
import { RiskTier } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import { BootstrapApplication } from './delivery/bootstrap.ts';
import { HealthChecks } from './delivery/health-checks.ts';
import { ModelApplications } from './delivery/model-applications.ts';
import { Notifications } from './delivery/notifications.ts';
import { PlatformApplication } from './delivery/platform-application.ts';
import { BootstrapProject, ModelsProject, PlatformProject } from './delivery/projects.ts';
import { environmentNamed } from './environment-named.ts';
import { manifestsUnder, type Manifest } from './manifests.ts';

function argocdChart({ argocd }: Config): Chart {
  return new Chart(new App(), 'argocd', { disableResourceNameHashes: true, namespace: argocd.namespace });
}

/**
 * What tells Argo CD about one environment, for `synth/argocd/`: a project a risk tier and one for what they share, the applications
 * over `synth/<env>/*` and the one of `_platform`.
 * @throws UserError `config.unknown_environment`
 */
export function argocdObjects(config: Config, environment: string): readonly Manifest[] {
  const shared = environmentNamed(config, environment);
  const scope = argocdChart(config);
  for (const tier of RiskTier.enum) new ModelsProject(scope, `Models-${tier}`, config, shared, tier);
  new PlatformProject(scope, 'Platform', config, shared);
  new PlatformApplication(scope, 'PlatformApplication', config, shared);
  new ModelApplications(scope, 'Applications', config, shared);
  return manifestsUnder(scope, config.argocd.namespace);
}

/** What tells Argo CD about all environments, for `synth/argocd/`: the app of apps with its project, and our part of its settings. */
export function bootstrapObjects(config: Config): readonly Manifest[] {
  const scope = argocdChart(config);
  new BootstrapProject(scope, 'Project', config);
  new BootstrapApplication(scope, 'Application', config);
  new HealthChecks(scope, 'Health');
  if (config.argocd.notifications !== undefined) new Notifications(scope, 'Notifications');
  return manifestsUnder(scope, config.argocd.namespace);
}
