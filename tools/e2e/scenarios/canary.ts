import { deliver, phase, synced, weights, type World } from '../world.ts';
import { textAt } from '../objects.ts';
import { rollout } from '../world.ts';

/** A value that is above every limit of a model. */
const BAD = 1e9;

async function image({ objects }: World, model: string): Promise<string> {
  const found = await objects.get(rollout(model));
  return /"image":"([^"]+)"/.exec(JSON.stringify((found as { readonly spec?: unknown } | null)?.spec ?? null))?.[1] ?? '';
}

/** A promotion that is measured, and good. */
export async function promotion(world: World): Promise<void> {
  const { steps, repository, prometheus } = world;
  const model = 'demand-forecast';
  steps.section('A release is promoted');
  await steps.expect(`${model} serves with all of its traffic`, 120, async () => {
    const seen = `${await weights(world, model)} ${await phase(world, model)}`;
    return seen === '100/0 Healthy' ? true : seen;
  });
  prometheus.answer(0);
  await repository.modelgate('release', 'promote', model, '--version', '1.1.0', '--env', 'prod');
  // A release has to have stood in the environment before for a while.
  await deliver(world, 'Promote demand-forecast 1.1.0', 100);
  const asked = prometheus.queries.length;
  for (const share of [20, 50]) {
    await steps.expect(`the candidate gets ${String(share)} %`, 120, async () => {
      const seen = await weights(world, model);
      return seen === `${String(100 - share)}/${String(share)}` ? true : `${seen} ${await phase(world, model)}`;
    });
  }
  await steps.expect('good measurements promote it', 120, async () => {
    const seen = `${await weights(world, model)} ${await phase(world, model)}`;
    return seen === '100/0 Healthy' && (await image(world, model)).includes(':1.1.0@') ? true : `${seen} ${await image(world, model)}`;
  });
  await steps.holds('the candidate’s calls were what was measured', () => {
    const queries = prometheus.queries.slice(asked);
    const own = queries.filter((query) => query.includes(`destination_service_name="${model}-canary"`));
    return Promise.resolve(own.length >= 6 ? true : `${String(own.length)} of ${String(queries.length)} queries: ${queries.join('\n')}`);
  });
  await steps.expect('git and cluster agree, although the controller moved the shares', 120, () => synced(world, `${model}-prod`));
}

/** A promotion that fails: the controller takes the traffic back, and git takes the release back. */
export async function abortion(world: World): Promise<void> {
  const { steps, repository, prometheus, objects } = world;
  steps.section('A release fails its measurements');
  prometheus.answer(BAD);
  await repository.modelgate('release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod');
  await deliver(world, 'Promote churn 1.1.0', 100);
  await steps.expect('the candidate gets 10 %', 120, async () => {
    const seen = await weights(world, 'churn');
    return seen === '90/10' ? true : `${seen} ${await phase(world, 'churn')}`;
  });
  await steps.expect('bad measurements abort it', 120, async () => {
    const found = await objects.get(rollout('churn'));
    const seen = `${textAt(found, 'status.phase')} ${textAt(found, 'status.message')}`;
    return seen.startsWith('Degraded') && /latency|error-rate/.test(seen) ? true : seen;
  });
  await steps.expect('and no traffic stays with it', 60, async () => {
    const seen = await weights(world, 'churn');
    return seen === '100/0' ? true : seen;
  });
  await repository.modelgate(
    'release',
    'rollback',
    'churn',
    '--env',
    'prod',
    '--version',
    '1.1.0',
    '--reason',
    'latency above its limit',
    '--now',
    'head',
  );
  await deliver(world, 'Roll churn 1.1.0 back');
  prometheus.answer(0);
  await steps.expect('the revert in git is what serves again', 120, async () => {
    const seen = `${await phase(world, 'churn')} ${await image(world, 'churn')}`;
    return seen.startsWith('Healthy') && seen.includes(':1.0.0@') ? true : seen;
  });
  await steps.expect('git and cluster agree', 120, () => synced(world, 'churn-prod'));
  await steps.holds('the failed image is blocked', async () => {
    const blocked = await repository.read('models/churn/blocked.yaml');
    return /sha256:[0-9a-f]{64}/.test(blocked) ? true : blocked;
  });
}
