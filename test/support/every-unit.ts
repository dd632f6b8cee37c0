import { argocdObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import { config, context, everyTask } from './units.ts';

/** All that is written for one environment with one model in it. */
export interface World {
  readonly environment: string;
  readonly progressive: boolean;
  readonly unit: readonly Manifest[];
  readonly platform: readonly Manifest[];
  readonly argocd: readonly Manifest[];
}

/** Every task in every environment, in prod with a candidate too, each beside what its environment shares. */
export function worlds(): readonly (readonly [string, World])[] {
  return config.environments.flatMap(({ name: environment, progressive }) =>
    Object.entries(everyTask).flatMap(([task, declare]) =>
      [undefined, ...(progressive ? ['1.1.0'] : [])].map((candidate): readonly [string, World] => [
        `${task} in ${environment}${candidate === undefined ? '' : ' with a candidate'}`,
        {
          environment,
          progressive,
          unit: synthesizeUnit(
            declare('model'),
            context('model', environment, { placement: { stable: '1.0.0', ...(candidate === undefined ? {} : { candidate }) } }),
          ).manifests,
          platform: platformObjects(config, environment),
          argocd: argocdObjects(config, environment),
        },
      ]),
    ),
  );
}

export function manifestsOf({ unit, platform, argocd }: World): readonly Manifest[] {
  return [...platform, ...argocd, ...unit];
}
