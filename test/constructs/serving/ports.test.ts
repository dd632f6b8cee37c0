import { expect, test } from 'vitest';
import { every, manifest, one } from '../../support/json.ts';
import { everyServing, servedIn } from '../../support/every-serving.ts';

test.each(Object.entries(everyServing))(
  '%s: every port that is called has a route to itself, and the Rollout moves the weights of each',
  (_, served) => {
    const { unit } = servedIn(served, 'prod');
    const routes = every(manifest(unit, 'VirtualService', 'model'), 'spec http[]');
    const called = every(manifest(unit, 'Service', 'model'), 'spec ports[]')
      .filter((port) => !['http-metrics', 'http-server'].includes(String(one(port, 'name'))))
      .map((port) => one(port, 'port'));
    const led = routes.map((route) => [one(route, 'match[] port') ?? 80, ...new Set(every(route, 'route[] destination port number'))]);
    expect(led.sort()).toEqual(called.map((port) => [port, port]).sort());
    // What has no match takes everything, so it is the last.
    expect(routes.findIndex((route) => one(route, 'match') === undefined)).toBe(routes.length - 1);
    const weighted = every(manifest(unit, 'Rollout'), 'spec strategy canary trafficRouting istio virtualService routes[]');
    expect([...weighted].sort()).toEqual(routes.map((route) => one(route, 'name')).sort());
  },
);
