import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { UnitContext } from '../contracts/unit-facts.ts';
import { UserError } from '../errors.ts';
import { manifestsUnder, type Manifest } from './manifests.ts';
import { remainsOf } from './remains.ts';
import { Model } from './model.ts';
import { Unit, type Claim } from './unit.ts';

/** What one unit comes to. */
export interface SynthesizedUnit {
  readonly manifests: readonly Manifest[];
  readonly spec: ModelSpec;
}

type ModelClass = new (scope: Construct) => Model;

function isModelClass(declaration: unknown): declaration is ModelClass {
  return typeof declaration === 'function' && declaration.prototype instanceof Model;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'function') return `a value of type ${typeof value}`;
  return value.name === '' ? 'a function without a name' : `the function ${value.name}`;
}

/**
 * Runs one declaration for one environment, in an App and a Chart of its own: nothing crosses to another unit.
 * @param declaration the default export of `models/<id>/model.ts`
 * @param claim hears the first label of the model's hosts as soon as it is known, also when other mistakes are thrown afterwards
 * @throws UserErrors or UserError for every mistake of the declaration that can be found in one go; whatever the declaration itself throws
 */
export function synthesizeUnit(declaration: unknown, context: UnitContext, claim?: Claim): SynthesizedUnit {
  const file = `models/${context.model}/model.ts`;
  if (!isModelClass(declaration)) {
    throw new UserError(
      'model.not_a_model',
      `${file}: the default export is ${describe(declaration)}; expected a class that extends Model`,
      'Export the model: export default class ... extends BinaryClassifier { ... }.',
    );
  }
  const unit = new Unit(new App(), context, claim);
  const model = new declaration(unit);
  if (model.node.id !== context.model) {
    throw new UserError(
      'model.id_mismatch',
      `${file}: the model's id is ${JSON.stringify(model.node.id)}; expected ${context.model}, its folder's name`,
      `Give super() the id '${context.model}'.`,
    );
  }
  const manifests = manifestsUnder(unit, unit.namespace ?? null);
  const { retired } = context.placement;
  return { manifests: retired === undefined ? manifests : remainsOf(context.model, manifests, retired), spec: model.spec };
}
