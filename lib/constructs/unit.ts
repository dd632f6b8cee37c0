import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { UnitContext } from '../contracts/unit-facts.ts';
import { UserError } from '../errors.ts';
import { namespaceOf } from './names.ts';

/** cdk8s's `instanceof Chart` answers for every chart, so a unit is known by its mark. */
const UNIT = Symbol('modelgate.Unit');

/** Hears what a model has that no other may have: the first label of its hosts. */
export type Claim = (subdomain: string) => void;

/** One model in one environment: the chart that a model's constructs are declared in. */
export class Unit extends Chart {
  readonly [UNIT] = true;
  readonly context: UnitContext;
  readonly #claim: Claim;
  #labels: Readonly<Record<string, string>> = {};

  constructor(scope: Construct, context: UnitContext, claim: Claim = () => undefined) {
    super(scope, context.environment, { namespace: namespaceOf(context.environment), disableResourceNameHashes: true });
    this.context = context;
    this.#claim = claim;
  }

  /** Labels of every object in the unit, also of those that a model adds itself. */
  override get labels(): Record<string, string> {
    return this.#labels;
  }

  /** Sets the labels of the objects that are declared from now on. */
  labelAll(labels: Readonly<Record<string, string>>): void {
    this.#labels = labels;
  }

  /** Says the first label of the model's hosts, before it is known whether all else is right. */
  claim(subdomain: string): void {
    this.#claim(subdomain);
  }

  /**
   * The unit that a construct is declared in.
   * @throws UserError `model.outside_unit`
   */
  static override of(scope: Construct): Unit {
    const unit = scope.node.scopes.find((ancestor): ancestor is Unit => UNIT in ancestor);
    if (unit !== undefined) return unit;
    throw new UserError(
      'model.outside_unit',
      `${scope.node.path === '' ? 'the top of the tree' : scope.node.path}: no unit above it; expected a model to be declared in the scope that it is given`,
      'Pass the constructor\'s scope on: super(scope, "<id>", { ... }).',
    );
  }
}
