import { Construct } from 'constructs';
import type { Task } from '../contracts/common.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Release } from '../contracts/release.ts';
import { resolveThresholds } from '../contracts/resolve-thresholds.ts';
import { shown } from '../contracts/shown.ts';
import type { ThresholdFile, Thresholds } from '../contracts/thresholds.ts';
import type { UnitContext } from '../contracts/unit-facts.ts';
import { UserError } from '../errors.ts';
import type { ClassifierProps } from './declaration.ts';
import { DataObjects } from './data/data-objects.ts';
import { GateHook } from './delivery/gate-hook.ts';
import { ExternalJobs } from './external/external-jobs.ts';
import { unitLabels } from './metadata.ts';
import { Mistakes } from './mistakes.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import type { Plan } from './plan.ts';
import { resolveDeclaration } from './resolve-declaration.ts';
import { ProgressiveRollout } from './rollout/progressive-rollout.ts';
import { Security } from './security/security.ts';
import { checkModelVolume } from './serving/check-model-volume.ts';
import { Serving } from './serving/serving.ts';
import { checkSeldonRelease } from './serving/targets/check-seldon.ts';
import { TrafficRoutes } from './traffic/traffic-routes.ts';
import { Training } from './training/training.ts';
import { Unit } from './unit.ts';

/**
 * One model in one environment, whole: what serves it, how calls reach it, how a candidate is rolled out, what watches it
 * and how it is trained again. Declare one of its presets; what they take is in `declaration.ts`.
 */
export abstract class Model extends Construct {
  /** The declaration as data, the same in every environment. */
  readonly spec: ModelSpec;
  /** The limits of this unit: the tier's, tightened by the model. */
  readonly thresholds: Thresholds;

  /**
   * @param scope what the declaration's constructor was given
   * @param id the model's folder name
   * @throws UserErrors with every mistake of the declaration
   */
  protected constructor(scope: Construct, id: string, task: Task, props: ClassifierProps) {
    super(scope, textOf(id));
    const plan = planOf(this.node.path, Unit.of(this), id, task, props);
    this.spec = plan.spec;
    this.thresholds = plan.thresholds;
    Unit.of(this).labelAll(unitLabels(plan));
    new GateHook(this, 'Gate', plan);
    new Security(this, 'Security', plan);
    new Serving(this, 'Serving', plan);
    new TrafficRoutes(this, 'Traffic', plan);
    if (plan.progressive) new ProgressiveRollout(this, 'Rollout', plan);
    new Monitoring(this, 'Monitoring', plan);
    new Training(this, 'Training', plan);
    new DataObjects(this, 'Data', plan);
    new ExternalJobs(this, 'Jobs', plan);
  }
}

/** @throws UserError `model.invalid`, before anything is named by it */
function textOf(id: unknown): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new UserError(
    'model.invalid',
    `the model's id is ${shown(id)}; expected its folder's name`,
    "Write it as super()'s second argument.",
  );
}

/** A version may be called like something that every object has. */
function releaseOf({ versions }: UnitContext, version: string): Release | undefined {
  return Object.hasOwn(versions, version) ? versions[version] : undefined;
}

/** @returns null when the files of limits leave one unsaid, which is noted: it stands in the way of this model like its own mistakes */
function limitsOf(file: ThresholdFile, { task, thresholds }: ModelSpec, environment: string, mistakes: Mistakes) {
  try {
    return resolveThresholds(file, task, environment, thresholds);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    mistakes.include(thrown);
    return null;
  }
}

function planOf(where: string, unit: Unit, id: string, task: Task, props: ClassifierProps): Plan {
  const mistakes = new Mistakes(where);
  const given: unknown = props;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    mistakes.note(
      'the declaration',
      given,
      'expected an object: what the model says about itself',
      `Write it as the last argument of super().`,
    );
    throw mistakes.errors();
  }
  const { context } = unit;
  const { config, environment, placement } = context;
  const { spec, sound, subdomain } = resolveDeclaration(id, task, props, config, mistakes);
  if (subdomain !== null) unit.claim(subdomain);

  const place = spec.environments.find(({ name }) => name === environment);
  if (place === undefined && sound('environments')) {
    const declared = spec.environments.map(({ name }) => name).join(', ');
    mistakes.add(
      'model.undeclared_environment',
      `releases.yaml places it in ${environment}; expected one of its environments, ${declared}`,
      `Declare the environment ${environment}, or take it out of releases.yaml.`,
    );
  }
  const version = placement.candidate ?? placement.stable;
  const release = releaseOf(context, version);
  const stable = releaseOf(context, placement.stable);
  if (release === undefined) {
    mistakes.add(
      'release.missing',
      `version ${version} stands in ${environment} without a release; expected versions/${version}/release.yaml`,
      'Add the release, or place another version.',
    );
  }
  if (release !== undefined && sound('runtime') && sound('modelVolume')) checkModelVolume(spec, release, mistakes);
  if (release !== undefined && sound('runtime') && sound('target')) checkSeldonRelease(spec, release, mistakes);
  // Only a sound tier has limits to be looser than.
  const resolved =
    sound('riskTier') && sound('thresholds') ? limitsOf(context.thresholds[spec.riskTier], spec, environment, mistakes) : null;
  for (const { path, asked, limit } of resolved?.loosened ?? []) {
    mistakes.add(
      'thresholds.loosened',
      `thresholds.${path} is ${String(asked)}; expected ${String(limit)} or tighter, the limit of tier ${spec.riskTier}`,
      "Tighten or remove it; a tier's limit is changed in policies/thresholds/ in a pull request of its own.",
    );
  }
  if (stable === undefined && version !== placement.stable) {
    mistakes.add(
      'release.missing',
      `version ${placement.stable} stands in ${environment} without a release; expected versions/${placement.stable}/release.yaml`,
      'Add the release, or place another version.',
    );
  }
  if (place === undefined || release === undefined || stable === undefined || resolved === null || !mistakes.isEmpty())
    throw mistakes.errors();
  const progressive = config.environments.some((shared) => shared.name === environment && shared.progressive);
  return { spec, place, progressive, thresholds: resolved.thresholds, release, stable, card: context.card, config };
}
