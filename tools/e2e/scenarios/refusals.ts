import { APPLICATIONS } from '../objects.ts';
import { agrees, announce, describe, type World } from '../world.ts';

const NAME = 'zz-forbidden';

/** What nobody may put into a unit, and what Argo CD answers. */
const FORBIDDEN: readonly (readonly [what: string, manifest: object, answer: RegExp])[] = [
  [
    'a Secret',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: NAME, namespace: 'models-prod' } },
    /Secret is not permitted in project models-prod-low/,
  ],
  [
    'a ClusterRole',
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: NAME }, rules: [] },
    /ClusterRole is not permitted in project models-prod-low/,
  ],
  [
    'an object for another namespace',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace: 'argocd' }, data: {} },
    /namespace argocd is not permitted in project/,
  ],
];

/** Argo CD applies nothing that a project doesn't allow, even when it was merged. */
export async function refusals(world: World): Promise<void> {
  const { steps, objects, repository } = world;
  steps.section('What no project allows is merged');
  for (const [what, manifest, answer] of FORBIDDEN) {
    const file = `synth/prod/demand-forecast/${(manifest as { kind: string }).kind}.${NAME}.yaml`;
    await repository.write(file, `${JSON.stringify(manifest)}\n`);
    await repository.commit(`Add ${what}`);
    await announce(world);
    await steps.expect(`${what} is refused`, 120, async () => {
      const seen = describe(await objects.get(`${APPLICATIONS}/demand-forecast-prod`));
      return answer.test(seen) ? true : seen;
    });
    await repository.git('rm', '--quiet', file);
    await repository.commit(`Remove ${what}`);
  }
  await announce(world);
  await steps.expect('without them git and cluster agree', 240, () => agrees(world, 'demand-forecast-prod'));
}
