import type { Check } from './check.ts';

/** Fewest pods that survive a node and a deployment at once. */
const PROGRESSIVE_REPLICAS = 3;

/** Environments that the repository has, each with room for its strategy. */
export const checkEnvironments: Check = (spec, { props, config, mistakes }) => {
  const known = config.environments.map(({ name }) => name);
  for (const name of Object.keys(props.environments)) {
    if (!known.includes(name))
      mistakes.note('environments', name, `expected one of ${known.join(', ')}`, 'Name an environment of modelgate.config.ts.');
  }
  for (const { name, replicas } of spec.environments) {
    if (replicas.max < replicas.min) {
      mistakes.note(`environments.${name}.max`, replicas.max, `expected at least min, ${String(replicas.min)}`, 'Raise max, or lower min.');
    }
    const progressive = config.environments.find((environment) => environment.name === name)?.progressive === true;
    if (progressive && replicas.min < PROGRESSIVE_REPLICAS) {
      mistakes.note(
        `environments.${name}.min`,
        replicas.min,
        `expected at least ${String(PROGRESSIVE_REPLICAS)} in a progressive environment`,
        'Raise min.',
      );
    }
  }
};
