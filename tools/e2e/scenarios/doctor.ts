import path from 'node:path';
import { pathOf, type World } from '../world.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Where tools/e2e/control-plane.ts puts what Argo Workflows reads at its start. */
const CONTROLLER = pathOf('v1', 'configmaps', 'argo', 'workflow-controller-configmap');

/** What a cluster lacks is told before anything is applied to it. */
export async function doctor({ steps, kube, kubectl, objects, repository }: World): Promise<void> {
  steps.section('A cluster is looked at');
  const env = { KUBECONFIG: kube.kubeconfig, PATH: `${path.dirname(kubectl)}:${process.env['PATH'] ?? ''}` };
  const says = async (code: number, ...parts: readonly RegExp[]): Promise<true | string> => {
    const seen = await repository.modelgateWith(env, 'doctor', '--cluster');
    return seen.code === code && parts.every((part) => part.test(seen.said)) ? true : `exit ${String(seen.code)}: ${seen.said}`;
  };
  await steps.holds('one that has everything is fit', () => says(0, /Kubernetes v1\.35/));
  const name = 'telemetries.telemetry.istio.io';
  const definition = await objects.get(`${CRDS}/${name}`);
  await objects.delete(`${CRDS}/${name}`);
  await steps.expect('one without a kind is told so, and who brings it', 60, () =>
    says(1, /lacks +telemetry\.istio\.io\/v1 Telemetry/, /Install Istio/),
  );
  const manifest = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name } };
  await kube.apply({ ...manifest, ...(definition === null ? {} : { spec: definition['spec'] }) });
  await steps.expect('and it is fit again once it is there', 60, () => says(0));
  const { data } = (await objects.get(CONTROLLER)) as { readonly data?: { readonly executor?: string } };
  await objects.patch(CONTROLLER, { data: { executor: null } });
  await steps.holds('one whose Argo Workflows would write containers that the namespaces refuse is told so', () =>
    says(1, /lax +argo\/workflow-controller-configmap: executor\.securityContext\.allowPrivilegeEscalation is absent, expected false/),
  );
  await objects.patch(CONTROLLER, { data: { executor: data?.executor } });
  await steps.holds('and it is fit again once they say what they need', () => says(0));
}
