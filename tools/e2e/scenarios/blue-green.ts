import { at, textAt } from '../objects.ts';
import { announce, deliver, pathOf, phase, rollout, synced, type World } from '../world.ts';

const MODEL = 'demand-forecast';

/** Which pods a Service reaches: the hash that the controller put into its selector. */
async function hashOf({ objects }: World, service: string): Promise<string> {
  const found = await objects.get(pathOf('v1', 'services', 'models-prod', service));
  return textAt(at(found, 'spec.selector'), 'rollouts-pod-template-hash');
}

/** All traffic goes to the new pods at once, and back. */
export async function blueGreen(world: World): Promise<void> {
  const { steps, repository, prometheus, objects } = world;
  steps.section('A release takes all traffic at once');
  prometheus.turn('good');
  const first = await hashOf(world, MODEL);
  await repository.modelgate('release', 'promote', MODEL, '--version', '1.1.0', '--env', 'prod');
  await deliver(world, 'Promote demand-forecast 1.1.0');
  await steps.expect('the preview is measured before anything switches', 180, async () => {
    const asked = prometheus.queries.some((query) => query.includes(`destination_service_name="${MODEL}-preview"`));
    return asked ? true : await phase(world, MODEL);
  });
  await steps.expect('good measurements switch the traffic', 180, async () => {
    const [active, seen] = [await hashOf(world, MODEL), await phase(world, MODEL)];
    return active !== first && active !== '' && seen === 'Healthy' ? true : `${active} ${seen}`;
  });
  await steps.expect('git and cluster agree, although the controller moved the Service', 120, () => synced(world, `${MODEL}-prod`));

  const second = await hashOf(world, MODEL);
  await repository.edit('models/demand-forecast/model.ts', /cpu: '\d+m'/, "cpu: '300m'");
  await deliver(world, 'Give demand-forecast more CPU');
  await steps.expect('the next one switches too', 180, async () => {
    const active = await hashOf(world, MODEL);
    if (active === second) return `${active} ${await phase(world, MODEL)}`;
    // What serves now turns bad, while it is still watched.
    prometheus.turn('bad');
    return true;
  });
  await steps.expect('and when it turns bad the traffic switches back', 180, async () => {
    const [active, seen] = [await hashOf(world, MODEL), textAt(await objects.get(rollout(MODEL)), 'status.phase')];
    return active === second && seen === 'Degraded' ? true : `${active} ${await phase(world, MODEL)}`;
  });
  await repository.revert();
  await announce(world);
  prometheus.turn('good');
  await steps.expect('the revert in git is what serves', 180, async () => {
    const [active, seen] = [await hashOf(world, MODEL), await phase(world, MODEL)];
    return active === second && seen === 'Healthy' ? true : `${active} ${seen}`;
  });
}
