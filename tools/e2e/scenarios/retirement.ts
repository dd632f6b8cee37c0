import { APPLICATIONS } from '../objects.ts';
import { deliver, synced, type World } from '../world.ts';

/** Collections in which a unit has objects. */
const COLLECTIONS = [
  '/api/v1/namespaces/NAMESPACE/configmaps',
  '/api/v1/namespaces/NAMESPACE/services',
  '/api/v1/namespaces/NAMESPACE/serviceaccounts',
  '/apis/argoproj.io/v1alpha1/namespaces/NAMESPACE/analysistemplates',
  '/apis/argoproj.io/v1alpha1/namespaces/NAMESPACE/rollouts',
  '/apis/argoproj.io/v1alpha1/namespaces/NAMESPACE/workflowtemplates',
  '/apis/apps/v1/namespaces/NAMESPACE/deployments',
  '/apis/autoscaling/v2/namespaces/NAMESPACE/horizontalpodautoscalers',
  '/apis/monitoring.coreos.com/v1/namespaces/NAMESPACE/prometheusrules',
  '/apis/networking.istio.io/v1/namespaces/NAMESPACE/virtualservices',
  '/apis/networking.k8s.io/v1/namespaces/NAMESPACE/networkpolicies',
];

/** What is there, `rollouts/churn`, by the unit whose it is: what Argo CD tracks for it. */
async function inventory({ objects }: World): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const environment of ['dev', 'staging', 'prod']) {
    for (const collection of COLLECTIONS) {
      for (const { metadata } of await objects.list(collection.replace('NAMESPACE', `models-${environment}`))) {
        const [unit] = (metadata.annotations?.['argocd.argoproj.io/tracking-id'] ?? '').split(':');
        if (unit === undefined || unit === '') continue;
        const names = found.get(unit) ?? [];
        found.set(unit, names);
        names.push(`${collection.split('/').at(-1) ?? ''}/${metadata.name}`);
      }
    }
  }
  return found;
}

function others(found: ReadonlyMap<string, readonly string[]>, unit: string): string {
  return JSON.stringify([...found].filter(([name]) => name !== unit).sort());
}

/** A model leaves an environment in two steps, and takes nothing else with it. */
export async function retirement(world: World): Promise<void> {
  const { steps, objects, repository } = world;
  const unit = 'churn-prod';
  steps.section('A model is retired');
  const before = await inventory(world);
  await repository.edit(
    'models/churn/releases.yaml',
    /( +)prod:\n( +)stable: 1\.0\.0\n +candidate: 1\.1\.0\n/,
    "$1prod:\n$2stable: 1.0.0\n$2retired: { on: '2026-11-21', reason: 'Nobody asks it any more' }\n",
  );
  await deliver(world, 'Retire churn from prod');
  await steps.expect('the first step leaves its card', 180, async () => {
    const left = (await inventory(world)).get(unit) ?? [];
    return JSON.stringify(left) === '["configmaps/churn-card"]' ? true : left.join(', ');
  });
  await steps.expect('and is synced', 120, () => synced(world, unit));
  await steps.expect('no pod of it runs', 120, async () => {
    const pods = await objects.list('/api/v1/namespaces/models-prod/pods?labelSelector=app.kubernetes.io%2Fname%3Dchurn');
    return pods.length === 0 ? true : pods.map(({ metadata }) => metadata.name).join(', ');
  });
  await steps.holds('everything else is there as before', async () => {
    const after = others(await inventory(world), unit);
    return after === others(before, unit) ? true : after;
  });
  await repository.edit('models/churn/releases.yaml', /( +)prod:\n +stable: 1\.0\.0\n +retired: [^\n]*\n/, '');
  await deliver(world, 'Remove churn from prod');
  await steps.expect('the second step removes the application', 180, async () =>
    (await objects.get(`${APPLICATIONS}/${unit}`)) === null ? true : 'still there',
  );
  await steps.holds('and still nothing else', async () => {
    const after = others(await inventory(world), unit);
    return after === others(before, unit) ? true : after;
  });
}
