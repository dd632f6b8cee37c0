import { listAt } from '../objects.ts';
import { pathOf, synced, type World } from '../world.ts';

/** What somebody changes in the cluster. */
export async function byHand(world: World): Promise<void> {
  const { steps, objects } = world;
  steps.section('Somebody changes the cluster by hand');
  const service = pathOf('v1', 'services', 'models-prod', 'churn');
  const port = async (): Promise<number | undefined> => {
    const [first] = listAt(await objects.get(service), 'spec.ports');
    return (first as { readonly port?: number } | undefined)?.port;
  };
  const before = await port();
  await objects.patch(service, { metadata: { labels: { 'modelgate.dev/owner': 'somebody' } } });
  await steps.expect('a changed label is put back', 90, async () => {
    const found = await objects.get(service);
    const owner = found?.metadata.labels?.['modelgate.dev/owner'] ?? 'none';
    return owner === 'people-analytics' ? true : `owner is ${owner}, port ${String(before)}`;
  });
  // Argo CD would wait for the health of what is deleted while it applies.
  await steps.expect('and the repair comes to its end', 120, () => synced(world, 'churn-prod'));
  const budget = pathOf('policy/v1', 'poddisruptionbudgets', 'models-prod', 'churn');
  await objects.delete(budget);
  await steps.expect('what was deleted is there again', 90, async () => ((await objects.get(budget)) === null ? 'still gone' : true));
  const deployment = pathOf('apps/v1', 'deployments', 'models-dev', 'churn');
  await objects.patch(deployment, { spec: { replicas: 2 } });
  await new Promise((resolve) => setTimeout(resolve, 5000));
  await steps.holds('the number of pods is left to the autoscaler', async () => {
    const found = await objects.get(deployment);
    const replicas = (found?.['spec'] as { readonly replicas?: number } | undefined)?.replicas;
    return replicas === 2 ? true : `replicas are ${String(replicas)}`;
  });
}
