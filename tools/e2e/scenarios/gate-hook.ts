import { APPLICATIONS, at, listAt, textAt } from '../objects.ts';
import { agrees, announce, deliver, describe, rollout, type World } from '../world.ts';

/** What reached the branch past the pull request's gate stops before the cluster. */
export async function gateHook(world: World): Promise<void> {
  const { steps, objects, repository, kubelet } = world;
  steps.section('A commit that the policies deny is merged');
  const generation = async (): Promise<unknown> => at(await objects.get(rollout('churn')), 'metadata.generation');
  const before = await generation();
  await repository.edit('models/churn/model.ts', 'steps: [10, 25, 50]', 'steps: [60, 75, 90]');
  await deliver(world, 'Give the candidate most of the traffic at once');
  await steps.expect('the gate job of the unit fails, and with it the sync', 180, async () => {
    const application = await objects.get(`${APPLICATIONS}/churn-prod`);
    const hook = listAt(application, 'status.operationState.syncResult.resources').find((one) => textAt(one, 'name') === 'churn-gate');
    const revision = textAt(application, 'status.operationState.syncResult.revision');
    return textAt(hook, 'hookPhase') === 'Failed' && revision === repository.head() ? true : describe(application);
  });
  await steps.holds('because of the policy that it breaks', () => {
    const log = kubelet.logs.get('models-prod/churn-gate') ?? 'no log';
    return Promise.resolve(log.includes('rollout.first_step_too_large') ? true : log);
  });
  await steps.holds('the rollout is untouched', async () => {
    const after = await generation();
    return after === before ? true : `generation ${String(before)} became ${String(after)}`;
  });
  await repository.revert();
  await announce(world);
  await steps.expect('after the revert git and cluster agree', 240, () => agrees(world, 'churn-prod'));
}
