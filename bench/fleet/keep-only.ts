import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Takes every object out of a model but those named, so that the bench measures the same ones whatever the presets come to.
 * @param kept kinds, each with what follows the model's id in the object's name: `Service-canary`
 * @throws Error for a name that the model has no object of
 */
export function keepOnly(model: Construct, kept: readonly string[]): void {
  const missing = new Set(kept);
  for (const object of model.node.findAll()) {
    if (!ApiObject.isApiObject(object)) continue;
    const named = `${object.kind}${object.name.slice(model.node.id.length)}`;
    if (!missing.delete(named)) object.node.scope?.node.tryRemoveChild(object.node.id);
  }
  if (missing.size > 0) throw new Error(`${model.node.path}: has no ${[...missing].join(', ')}`);
}
