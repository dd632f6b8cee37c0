import { deliver, phase, synced, weights, type World } from '../world.ts';
import { textAt } from '../objects.ts';
import { rollout } from '../world.ts';

export async function image({ objects }: World, model: string): Promise<string> {
  const found = await objects.get(rollout(model));
  return /"image":"([^"]+)"/.exec(JSON.stringify((found as { readonly spec?: unknown } | null)?.spec ?? null))?.[1] ?? '';
}

/** A promotion that fails: the controller takes the traffic back, and git takes the release back. */
export async function abortion(world: World): Promise<void> {
  const { steps, repository, prometheus, objects } = world;
  steps.section('A release fails its measurements');
  await steps.expect('churn serves with all of its traffic', 120, async () => {
    const seen = `${await weights(world, 'churn')} ${await phase(world, 'churn')}`;
    return seen === '100/0 Healthy' ? true : seen;
  });
  prometheus.turn('bad');
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
  prometheus.turn('good');
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

/** The same release once more, after somebody has taken its block out: measured, and good. */
export async function promotion(world: World): Promise<void> {
  const { steps, repository, prometheus } = world;
  steps.section('A release is promoted');
  await repository.git('rm', '--quiet', 'models/churn/blocked.yaml');
  await repository.commit('Let churn 1.1.0 try again');
  prometheus.turn('good');
  const asked = prometheus.queries.length;
  await repository.modelgate('release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod');
  await deliver(world, 'Promote churn 1.1.0 again');
  for (const share of [10, 25, 50]) {
    await steps.expect(`the candidate gets ${String(share)} %`, 180, async () => {
      const seen = await weights(world, 'churn');
      return seen === `${String(100 - share)}/${String(share)}` ? true : `${seen} ${await phase(world, 'churn')}`;
    });
  }
  await steps.expect('good measurements promote it', 180, async () => {
    const seen = `${await weights(world, 'churn')} ${await phase(world, 'churn')} ${await image(world, 'churn')}`;
    return seen.startsWith('100/0 Healthy') && seen.includes(':1.1.0@') ? true : seen;
  });
  await steps.holds('the candidate’s calls were what was measured', () => {
    const queries = prometheus.queries.slice(asked);
    const own = queries.filter((query) => query.includes('destination_service_name="churn-canary"'));
    return Promise.resolve(own.length >= 9 ? true : `${String(own.length)} of ${String(queries.length)} queries: ${queries.join('\n')}`);
  });
  await steps.expect('git and cluster agree, although the controller moved the shares', 120, () => synced(world, 'churn-prod'));
}
