import { at, listAt, textAt } from '../objects.ts';
import { deliver, phase, synced, virtualService, weights, type World } from '../world.ts';

const MODEL = 'churn';
const PERCENT = 30;

/** The route that mirrors, in the live VirtualService. */
async function mirror({ objects }: World): Promise<unknown> {
  return listAt(await objects.get(virtualService(MODEL)), 'spec.http').find((route) => textAt(route, 'name') === 'shadow');
}

/** The candidate answers copies of calls first, and its answers are compared. */
export async function shadow(world: World): Promise<void> {
  const { steps, repository, prometheus, kubelet, services } = world;
  steps.section('A candidate answers copies of calls');
  prometheus.turn('good');
  const file = 'models/churn/model.ts';
  await repository.edit(file, ' canary,', ' shadow,');
  await repository.edit(
    file,
    'canary({ steps: [10, 25, 50], pauseMinutes: 30 })',
    `shadow({ mirrorPercent: ${String(PERCENT)}, mirrorMinutes: 30, steps: [10, 50], pauseMinutes: 30, compare: { requests: 'http://request-log.call-logs.svc.cluster.local/churn.jsonl', minimumSample: 50, maxDisagreement: 0.02 } })`,
  );
  // A new template is what a rollout is about.
  await repository.edit(file, "cpu: '500m'", "cpu: '600m'");
  await deliver(world, 'Let the candidate of churn answer copies first');
  await steps.expect(`calls are copied: the live route mirrors ${String(PERCENT)} % to the candidate`, 180, async () => {
    const route = await mirror(world);
    const right =
      at(route, 'mirrorPercentage.value') === PERCENT &&
      textAt(route, 'mirror.host') === `${MODEL}-canary` &&
      (await weights(world, MODEL)) !== '';
    return right ? true : `${JSON.stringify(route)} ${await phase(world, MODEL)}`;
  });
  await steps.holds('and no answer of the candidate reaches a caller', async () => {
    const shares = listAt(await mirror(world), 'route').map(
      (to) => `${textAt(to, 'destination.host')} ${String(Number(at(to, 'weight') ?? 0))}`,
    );
    return shares.join() === `${MODEL} 100,${MODEL}-canary 0` ? true : shares.join();
  });
  await steps.expect('the job that compares the answers of both is there, and finds them the same', 180, async () => {
    const found = [...kubelet.logs].filter(([, said]) => said.includes('answers differ'));
    return found.some(([, said]) => said.startsWith('0 of 60 answers differ'))
      ? true
      : `${JSON.stringify(found)} ${await phase(world, MODEL)}`;
  });
  await steps.holds('it asked the stable release and the candidate the same', () => {
    const asked = ['churn.models-prod', 'churn-canary.models-prod'].map((service) => services.predictions.get(service) ?? 0);
    return Promise.resolve(asked.every((count) => count === 60) ? true : asked.join());
  });
  await steps.expect('then the candidate gets calls of its own', 180, async () => {
    const seen = await weights(world, MODEL);
    return seen === '90/10' || seen === '50/50' ? true : `${seen} ${await phase(world, MODEL)}`;
  });
  await steps.expect('and is promoted, with no copies left', 240, async () => {
    const seen = `${await weights(world, MODEL)} ${await phase(world, MODEL)}`;
    return seen === '100/0 Healthy' && (await mirror(world)) === undefined ? true : seen;
  });
  await steps.expect('git and cluster agree', 120, () => synced(world, `${MODEL}-prod`));
}
