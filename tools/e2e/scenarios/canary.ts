import { announce, deliver, pathOf, phase, rollout, synced, weights, type World } from '../world.ts';
import type { Listener } from '../listener.ts';
import { at, textAt, type Live } from '../objects.ts';

export async function image({ objects }: World, model: string): Promise<string> {
  const found = await objects.get(rollout(model));
  return /"image":"([^"]+)"/.exec(JSON.stringify((found as { readonly spec?: unknown } | null)?.spec ?? null))?.[1] ?? '';
}

const TOKEN = 'a-token-of-the-test';

/** The steps that the workflow ran, and how each ended: `roll-back Succeeded`. */
function stepsOf(workflow: Live | null): readonly string[] {
  return Object.values((at(workflow, 'status.nodes') ?? {}) as Readonly<Record<string, unknown>>)
    .filter((node) => textAt(node, 'type') === 'Pod')
    .map((node) => `${textAt(node, 'templateName')} ${textAt(node, 'phase')} ${textAt(node, 'message')}`.trim());
}

/** The loop back: an event starts a workflow, the workflow proposes the revert, a person merges it. */
async function rollback(world: World, listener: Listener): Promise<void> {
  const { steps, repository, objects, gitHost, kubelet } = world;
  const workflow = pathOf('argoproj.io/v1alpha1', 'workflows', 'models-prod', 'rollback-churn-1-1-0');
  await steps.expect('the sensor starts the workflow that takes it back', 60, async () =>
    (await objects.get(workflow)) === null ? listener.heard().slice(-1200) : true,
  );
  await steps.expect('its two steps succeed', 180, async () => {
    const found = await objects.get(workflow);
    const seen = stepsOf(found);
    if (textAt(found, 'status.phase') === 'Succeeded' && seen.length === 2) return true;
    const logs = [...kubelet.logs].filter(([name]) => name.includes('rollback-churn')).map(([name, said]) => `${name}: ${said}`);
    return [textAt(found, 'status.phase'), textAt(found, 'status.message'), ...seen, ...logs].join('\n');
  });
  const [proposed] = gitHost.pullRequests;
  await steps.holds('one pull request proposes the revert, with the token of that step alone', () => {
    const seen = JSON.stringify([gitHost.pullRequests, [...gitHost.tokens].map((token) => token.replace(TOKEN, 'the token'))]);
    const right =
      gitHost.pullRequests.length === 1 &&
      proposed?.title === 'Roll back churn 1.1.0 in prod' &&
      [...gitHost.tokens].every((token) => token.endsWith(TOKEN));
    return Promise.resolve(right ? true : seen);
  });
  const branch = proposed?.branch ?? 'main';
  await steps.holds('of the releases it changes production’s alone, and it blocks the image', async () => {
    const changed = await repository.git('diff', '--name-only', `main...${branch}`);
    const places = await repository.git('show', `${branch}:models/churn/releases.yaml`);
    const blocked = await repository.git('show', `${branch}:models/churn/blocked.yaml`).catch(String);
    const own = changed
      .split('\n')
      .every((file) => /^(models\/churn\/(releases|blocked)\.yaml$|synth\/([a-z]+\/churn\/|catalog\/churn))/.test(file));
    const right =
      own && /prod:\n\s+stable: 1\.0\.0$/.test(places) && /sha256:[0-9a-f]{64}/.test(blocked) && blocked.includes('RolloutAborted');
    return right ? true : `${changed}\n${places}\n${blocked}`;
  });
  await listener.stop();
  if (proposed === undefined) return;
  await repository.merge(branch);
  await announce(world);
}

/** A promotion that fails: the controller takes the traffic back, and git takes the release back. */
export async function abortion(world: World): Promise<void> {
  const { steps, repository, prometheus, objects, kube } = world;
  steps.section('A release fails its measurements');
  await steps.expect('churn serves with all of its traffic', 120, async () => {
    const seen = `${await weights(world, 'churn')} ${await phase(world, 'churn')}`;
    return seen === '100/0 Healthy' ? true : seen;
  });
  // What the secret store would put there.
  await kube.apply({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'rollback', namespace: 'models-prod' } },
    ...{ stringData: { 'github-token': TOKEN } },
  });
  const listener = await world.listen('rollouts', 'rollback');
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
  await rollback(world, listener);
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
