import type { Check } from '../check.ts';
import { requireCrd } from '../check-crds.ts';

export const checkAutoscaling: Check = ({ autoscaling }, { config, mistakes }) => {
  if (autoscaling === undefined) return;
  const { by, target, metric, query } = autoscaling;
  if ((by === 'cpu' || by === 'memory') && (!Number.isInteger(target) || target > 100)) {
    mistakes.note(
      'autoscaling.target',
      target,
      'expected whole percent of the request, 1 to 100',
      'Lower it: at its limit a server is throttled or killed.',
    );
  }
  const needs = { cpu: null, memory: null, 'custom-metric': 'metric', keda: 'query' }[by];
  for (const [name, value] of Object.entries({ metric, query })) {
    if (name === needs && value === undefined) mistakes.note(`autoscaling.${name}`, value, `expected one for ${by}`, `Say the ${name}.`);
    if (name !== needs && value !== undefined) mistakes.note(`autoscaling.${name}`, value, `must be absent for ${by}`, 'Remove it.');
  }
  if (by === 'keda') requireCrd('autoscaling', 'keda', 'scaledobjects.keda.sh', 'v1alpha1', config, mistakes);
};
