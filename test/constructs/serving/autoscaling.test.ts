import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../../lib/constructs/index.ts';
import { cpu, customMetric, keda, memory, type ModelProps } from '../../../lib/index.ts';
import { complaints } from '../../support/errors.ts';
import { everyServing, servedIn } from '../../support/every-serving.ts';
import { context, forecaster, plainProps } from '../../support/units.ts';

function about(autoscaling: unknown): string {
  const props = { ...plainProps, autoscaling } as ModelProps;
  return complaints(() => synthesizeUnit(forecaster('model', props), context('model', 'dev'))).join('\n');
}

test.each(Object.entries(everyServing))('%s: exactly one object decides the number of pods', (_, served) => {
  const scalers = servedIn(served, 'prod').unit.filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject');
  expect(scalers).toHaveLength(1);
});

describe('a wrong autoscaling is named with what was expected', () => {
  test.each([
    ['more than all CPU', cpu({ target: 120 }), 'autoscaling.target is 120; expected whole percent of the request, 1 to 100'],
    ['part of a percent', memory({ target: 0.8 }), 'autoscaling.target is 0.8; expected whole percent'],
    ['a metric of another kind', { ...cpu(), metric: 'x' }, 'autoscaling.metric is "x"; must be absent for cpu'],
    [
      'no metric',
      { ...customMetric({ metric: 'x', target: 1 }), metric: undefined },
      'autoscaling.metric is nothing; expected one for custom-metric',
    ],
    ['no target', { by: 'cpu' }, 'autoscaling is {"by":"cpu"}; must have required property \'target\''],
    [
      'nothing of that name',
      { by: 'moon', target: 1 },
      'autoscaling.by is "moon"; must be one of "cpu", "memory", "custom-metric", "keda"',
    ],
    [
      'an adapter whose definition the cluster lacks',
      keda({ query: 'sum(up)', target: 1 }),
      'cluster.missing_crd dev/model: autoscaling is "keda", which needs scaledobjects.keda.sh v1alpha1; modelgate.config.ts lists nothing of it',
    ],
  ])('%s', (_, autoscaling, expected) => {
    expect(about(autoscaling)).toContain(expected);
  });
});
