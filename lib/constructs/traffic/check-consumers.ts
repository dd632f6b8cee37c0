import type { Check } from '../check.ts';

export const checkConsumers: Check = ({ traffic }, { mistakes }) => {
  const consumers = new Set<string>();
  for (const { namespace, serviceAccount } of traffic.consumers) {
    const key = `${namespace}/${serviceAccount}`;
    if (consumers.has(key)) mistakes.note('traffic.consumers', key, 'expected each consumer once', 'Remove one of the two.');
    consumers.add(key);
  }
};
