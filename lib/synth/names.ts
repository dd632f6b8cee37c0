/** The configuration, relative to the repository. */
export const CONFIG_FILE = 'modelgate.config.ts';

/** The declaration of a model, relative to the repository. */
export function declarationOf(model: string): string {
  return `models/${model}/model.ts`;
}

/** What a bundle of declarations shares with the framework instead of containing it: two copies of a class break `instanceof`. */
export const PROVIDED = ['modelgate', 'cdk8s', 'cdk8s-plus-27', 'constructs'] as const;
export type Provided = (typeof PROVIDED)[number];

/** The global function that a bundle gets them from. */
export const PROVIDER = 'modelgateProvides';
