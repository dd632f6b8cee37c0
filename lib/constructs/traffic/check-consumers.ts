import type { Check } from '../check.ts';

export const checkConsumers: Check = ({ traffic }, { config, mistakes }) => {
  const known = Object.entries(config.consumers).flatMap(([namespace, accounts]) => accounts.map((account) => `${namespace}/${account}`));
  const seen = new Set<string>();
  traffic.consumers.forEach(({ namespace, serviceAccount }, index) => {
    const here = `traffic.consumers[${String(index)}]`;
    const key = `${namespace}/${serviceAccount}`;
    if (seen.has(key)) mistakes.note('traffic.consumers', key, 'expected each consumer once', 'Remove one of the two.');
    seen.add(key);
    if (!known.includes(key)) {
      mistakes.note(
        here,
        key,
        `expected one of ${known.length === 0 ? 'none: there are no consumers' : known.join(', ')}`,
        'Name a consumer of modelgate.config.ts, or add this one there.',
      );
    }
  });
};

/** Apart from who may call, so that a mistake in the runtime hides no unknown consumer. */
export const checkConsumerPaths: Check = ({ traffic, runtime }, { mistakes }) => {
  traffic.consumers.forEach(({ paths = [] }, index) => {
    if (paths.includes(runtime.metricsPath)) {
      mistakes.note(
        `traffic.consumers[${String(index)}].paths`,
        runtime.metricsPath,
        'expected paths of the model: the metrics are read by Prometheus alone',
        'Remove the path.',
      );
    }
  });
};
