import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { distinct, judgeVersion, needOf, projectOf } from '../../lib/cli/cluster-needs.ts';
import { modelgate, scratchFolder, scratchRepository } from '../support/scratch.ts';

// Against a real cluster it is run by `npm run e2e`.

test('without kubectl it cannot judge, and says what is missing', () => {
  const { code, err } = modelgate(scratchRepository(), ['doctor', '--cluster'], { PATH: '/nowhere' });
  expect(code).toBe(2);
  expect(err).toContain('error kubectl.missing');
});

test('what kubectl says when it reaches no cluster is what is told', () => {
  const folder = scratchFolder();
  const refusing = '#!/bin/sh\necho "E1121 noise" >&2\necho "The connection to the server was refused" >&2\nexit 1\n';
  writeFileSync(path.join(folder, 'kubectl'), refusing, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  const { code, err } = modelgate(scratchRepository(), ['doctor', '--cluster'], env);
  expect(code).toBe(2);
  expect(err).toContain('kubectl get --raw /version: The connection to the server was refused');
});

/** A kubectl that answers for a cluster that has every kind of `synth/`, and this in its ConfigMap `istio-system/istio`. */
function clusterWith(repository: string, mesh: string): Readonly<Record<string, string>> {
  const folder = scratchFolder();
  const manifests = readdirSync(path.join(repository, 'synth'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  const kinds = manifests.flatMap((name) => needOf(readFileSync(path.join(repository, 'synth', name), 'utf8'))?.kind ?? []);
  const answer = (name: string, value: unknown): string => {
    writeFileSync(path.join(folder, name), JSON.stringify(value));
    return `cat ${path.join(folder, name)}`;
  };
  const any = answer('any.json', {
    gitVersion: 'v1.35.0',
    items: [],
    versions: [],
    resources: [...new Set(kinds)].map((kind) => ({ kind })),
  });
  const executor = 'securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }';
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    '  *"get configmaps"*) printf "istio-system   istio\\nistio-system   istio-ca-root-cert\\nargo   workflow-controller-configmap\\n" ;;',
    `  *"configmap istio --namespace istio-system"*) ${answer('istio.json', { data: { mesh } })} ;;`,
    `  *"configmap istio-ca-root-cert"*) ${answer('ca.json', { data: { 'root-cert.pem': '' } })} ;;`,
    `  *"configmap workflow-controller-configmap"*) ${answer('argo.json', { data: { executor } })} ;;`,
    `  *) ${any} ;;`,
    'esac',
  ];
  writeFileSync(path.join(folder, 'kubectl'), `${script.join('\n')}\n`, { mode: 0o755 });
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}

test('a mesh that writes calls as text is told so, and where the settings are', () => {
  const repository = scratchRepository();
  const { code, out } = modelgate(repository, ['doctor', '--cluster'], clusterWith(repository, 'accessLogEncoding: TEXT\n'));
  expect(out).toContain('lax    istio-system/istio: extensionProviders[name=json-access-log] is absent, expected a provider');
  expect(out).toContain('fix: Correct it there; docs/logs.md has settings to take.');
  expect(code).toBe(1);
});

test('a mesh with the settings of docs/logs.md is fit', () => {
  const repository = scratchRepository();
  const mesh = /```yaml\n(.*?)```/s.exec(readFileSync(path.join(import.meta.dirname, '../../docs/logs.md'), 'utf8'))?.[1] ?? '';
  const { code, out } = modelgate(repository, ['doctor', '--cluster'], clusterWith(repository, mesh));
  expect(out).toContain('ok     access log of Istio (istio-system/istio)\n');
  expect(out).not.toContain('istio-ca-root-cert');
  expect(code).toBe(0);
});

test('an environment without manifests is a mistake', () => {
  const { code, err } = modelgate(scratchRepository(), ['doctor', '--cluster', '--env', 'nowhere']);
  expect(code).toBe(2);
  expect(err).toContain('synth/nowhere/: no manifest');
});

test('each kind is needed once, by the first lines of its manifests', () => {
  const manifest = (kind: string) => `# marked\napiVersion: v1\nkind: ${kind}\nmetadata:\n  name: x\ndata:\n  kind: Other\n`;
  const needs = ['Service', 'ConfigMap', 'Service'].map((kind) => needOf(manifest(kind)));
  expect(distinct(needs.filter((need) => need !== null)).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Service']);
  expect(needOf('no manifest')).toBeNull();
});

test.each([
  ['argoproj.io/v1alpha1', 'Rollout', 'Argo Rollouts'],
  ['argoproj.io/v1alpha1', 'AppProject', 'Argo CD'],
  ['networking.istio.io/v1', 'VirtualService', 'Istio'],
  ['mlops.seldon.io/v1alpha1', 'Model', 'Seldon Core 2'],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'Kubernetes'],
  ['apps/v1', 'Deployment', 'Kubernetes'],
  ['v1', 'Service', 'Kubernetes'],
  ['widgets.example.com/v1', 'Widget', 'widgets.example.com'],
])('%s %s is brought by %s', (apiVersion, kind, project) => {
  expect(projectOf({ apiVersion, kind })).toBe(project);
});

test.each([
  ['v3.2.11', true],
  ['v3.10.0', true],
  ['v4.0.0', true],
  ['v3.1.9', false],
  ['v2.14.3', false],
  ['latest', false],
])('Argo CD %s is new enough: %s', (seen, enough) => {
  expect(judgeVersion('Argo CD', seen)?.enough).toBe(enough);
});
