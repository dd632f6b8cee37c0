import type { ModelSpec } from '../../../contracts/model-spec.ts';
import type { About, Check } from '../../check.ts';
import { requireCrd } from '../../check-crds.ts';
import { checkSeldon } from './check-seldon.ts';
import type { Target } from '../../../contracts/spec/target.ts';

/** What the cluster must serve for each. */
const CRDS: Readonly<Record<Target['system'], readonly [crd: string, version: string]>> = {
  kserve: ['inferenceservices.serving.kserve.io', 'v1beta1'],
  knative: ['services.serving.knative.dev', 'v1'],
  seldon: ['models.mlops.seldon.io', 'v1alpha1'],
};

/** Whether a target can serve what the rest of the declaration says: what it cannot do would be dropped, or refused by the cluster only. */
export const checkTarget: Check = (spec, about) => {
  const { target } = spec;
  if (target === undefined) return;
  const { config, mistakes } = about;
  const [crd, version] = CRDS[target.system];
  requireCrd('target', target.system, crd, version, config, mistakes);
  const progressive = spec.environments
    .map(({ name }) => name)
    .filter((name) => config.environments.some((shared) => shared.name === name && shared.progressive));
  if (progressive.length > 0) {
    mistakes.note(
      'target',
      target.system,
      `must be absent in ${progressive.join(', ')}: a Rollout hands out traffic there, and runs its pods itself`,
      'Remove target, or leave the progressive environments out.',
    );
  }
  if (target.system === 'kserve') checkKServe(spec, about);
  else if (target.system === 'knative') checkKnative(spec, about);
  else checkSeldon(spec, about);
};

/** Variables that KServe reads as orders of its own, or refuses. */
const KSERVE_VARIABLES = ['MULTI_MODEL_SERVER', 'PROTOCOL', 'PYTHONPATH', 'STORAGE_URI'];

function checkKServe({ runtime, autoscaling }: ModelSpec, { mistakes }: About): void {
  if (autoscaling?.by === 'custom-metric') {
    mistakes.note(
      'autoscaling',
      autoscaling.by,
      'expected cpu, memory or keda for kserve, whose autoscaler knows no other',
      'Ask Prometheus for the metric: keda({ query, target }).',
    );
  }
  checkVariables(runtime, KSERVE_VARIABLES, 'kserve', mistakes);
}

/** Knative sets these itself. */
const KNATIVE_VARIABLES = ['K_CONFIGURATION', 'K_REVISION', 'K_SERVICE', 'PORT'];

/** Ports of the proxy that Knative puts beside the server. */
const KNATIVE_PORTS = [8008, 8012, 8013, 8022, 9090, 9091];

/** What a call may take at most, in seconds, by Knative's default, less the time around draining. */
const KNATIVE_DRAIN = 570;

function checkKnative(spec: ModelSpec, { mistakes }: About): void {
  const { runtime, autoscaling, stages, explainer, traffic } = spec;
  const absent = (what: string, seen: unknown, why: string, fix: string): void => {
    if (seen !== undefined) mistakes.note(what, seen, `must be absent for knative: ${why}`, fix);
  };
  const onePort = 'its pods have one port';
  absent('autoscaling', autoscaling?.by, 'its own autoscaler follows target.concurrency', 'Remove it.');
  absent('runtime.grpcPort', runtime.grpcPort, onePort, 'Serve over HTTP alone, or use kserve().');
  absent('runtime.metricsPort', runtime.metricsPort, onePort, 'Show the metrics on the port that takes calls, or use kserve().');
  absent(
    'stages',
    stages?.map(({ name }) => name),
    onePort,
    'Remove the stages, or use kserve().',
  );
  absent('explainer', explainer?.port, onePort, 'Remove the explainer, or use kserve().');
  absent(
    'traffic.rateLimit',
    traffic.rateLimit,
    'its autoscaler reads the load of each pod through the same proxy',
    'Remove it: target.concurrency bounds what a pod takes.',
  );
  if (traffic.via !== undefined && traffic.via.router !== 'istio') {
    mistakes.note('traffic.via', traffic.via.router, 'expected istio() for knative, whose gateway is in the mesh', 'Route with Istio.');
  }
  if (KNATIVE_PORTS.includes(runtime.port)) {
    mistakes.note('runtime.port', runtime.port, `expected none of Knative's own, ${KNATIVE_PORTS.join(', ')}`, 'Choose another port.');
  }
  if (runtime.drainSeconds !== undefined && runtime.drainSeconds > KNATIVE_DRAIN) {
    mistakes.note(
      'runtime.drainSeconds',
      runtime.drainSeconds,
      `expected at most ${String(KNATIVE_DRAIN)} for knative, which lets a call take ten minutes`,
      'Lower it.',
    );
  }
  checkVariables(runtime, KNATIVE_VARIABLES, 'knative', mistakes);
}

function checkVariables({ env = [] }: ModelSpec['runtime'], taken: readonly string[], system: string, mistakes: About['mistakes']): void {
  for (const { name } of env) {
    if (taken.includes(name))
      mistakes.note('runtime.env', name, `expected none of ${taken.join(', ')} for ${system}`, 'Remove the variable.');
  }
}
