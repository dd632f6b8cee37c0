import { argocdObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import { binaryClassifier, config, context, everyTask, pipelineProps, routerProps, trafficProps } from './units.ts';

/** All that is written for one environment with one model in it. */
export interface World {
  readonly environment: string;
  readonly progressive: boolean;
  readonly unit: readonly Manifest[];
  readonly platform: readonly Manifest[];
  readonly argocd: readonly Manifest[];
}

type Declare = (id: string) => unknown;

/** Every task, and a classifier with each part that is not asked for in every declaration: name, declaration, its environments. */
const DECLARATIONS: readonly (readonly [string, Declare, readonly string[]])[] = [
  ...Object.entries(everyTask).map(([task, declare]) => [task, declare, config.environments.map(({ name }) => name)] as const),
  ...[['every part of its traffic', trafficProps] as const, ['every pipeline', pipelineProps] as const, ...Object.entries(routerProps)].map(
    ([what, props]) => [`a classifier with ${what}`, (id: string) => binaryClassifier(id, props), Object.keys(props.environments)] as const,
  ),
];

/** Every declaration in each of its environments, in prod with a candidate too, each beside what its environment shares. */
export function worlds(): readonly (readonly [string, World])[] {
  return config.environments.flatMap(({ name: environment, progressive }) =>
    DECLARATIONS.filter(([, , environments]) => environments.includes(environment)).flatMap(([name, declare]) =>
      [undefined, ...(progressive ? ['1.1.0'] : [])].map((candidate): readonly [string, World] => [
        `${name} in ${environment}${candidate === undefined ? '' : ' with a candidate'}`,
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
