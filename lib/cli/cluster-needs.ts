import { byCodeUnit } from '../by-code-unit.ts';

/** A kind that the manifests are written in. */
export interface Need {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Whose release brings a kind, by API group; kinds of one group that come from several projects by `group/Kind`. */
const PROJECTS: Readonly<Record<string, string>> = {
  'argoproj.io': 'Argo CD',
  'argoproj.io/AnalysisTemplate': 'Argo Rollouts',
  'argoproj.io/Rollout': 'Argo Rollouts',
  'argoproj.io/CronWorkflow': 'Argo Workflows',
  'argoproj.io/WorkflowTemplate': 'Argo Workflows',
  'argoproj.io/EventBus': 'Argo Events',
  'argoproj.io/EventSource': 'Argo Events',
  'argoproj.io/Sensor': 'Argo Events',
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'External Secrets Operator',
  'gateway.networking.k8s.io': 'Gateway API',
  'kafka.strimzi.io': 'Strimzi',
  'keda.sh': 'KEDA',
  'mlops.seldon.io': 'Seldon Core 2',
  'monitoring.coreos.com': 'Prometheus Operator',
  'networking.istio.io': 'Istio',
  'security.istio.io': 'Istio',
  'serving.knative.dev': 'Knative Serving',
  'serving.kserve.io': 'KServe',
  'telemetry.istio.io': 'Istio',
};

/** Who brings a kind, for the fix; Kubernetes itself for its own groups. */
export function projectOf({ apiVersion, kind }: Need): string {
  const [group = ''] = apiVersion.split('/');
  return PROJECTS[`${group}/${kind}`] ?? PROJECTS[group] ?? (group.includes('.') && !group.endsWith('.k8s.io') ? group : 'Kubernetes');
}

/** What one manifest in canonical form is; null when it doesn't say. */
export function needOf(manifest: string): Need | null {
  const apiVersion = /^apiVersion: (\S+)$/m.exec(manifest)?.[1];
  const kind = /^kind: (\S+)$/m.exec(manifest)?.[1];
  return apiVersion === undefined || kind === undefined ? null : { apiVersion, kind };
}

/** Each need once, in a stable order. */
export function distinct(needs: readonly Need[]): readonly Need[] {
  const known = new Map(needs.map((need) => [`${need.apiVersion} ${need.kind}`, need]));
  return [...known].sort(([a], [b]) => byCodeUnit(a, b)).map(([, need]) => need);
}

/** Programs whose version matters, the oldest that the manifests are written for, and why. */
const OLDEST: Readonly<Record<string, readonly [version: string, why: string]>> = {
  Kubernetes: ['1.31', 'older ones do not know every field of the pods'],
  'Argo CD': ['3.2', 'older ones cannot retry with the newest commit'],
  'Argo Rollouts': ['1.8', 'older ones do not know every field of the Rollouts'],
};

/** One version that was seen. */
export interface Version {
  readonly name: string;
  readonly seen: string;
  readonly oldest: string;
  readonly enough: boolean;
  readonly why: string;
}

/** The first two numbers of a version; null for anything else. */
function minor(version: string): readonly [number, number] | null {
  const match = /^v?(\d+)\.(\d+)/.exec(version);
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

/** @returns undefined when nothing is asked of that program; a version that can't be read is not enough */
export function judgeVersion(name: string, seen: string): Version | undefined {
  const asked = OLDEST[name];
  if (asked === undefined) return undefined;
  const [oldest, why] = asked;
  const [has, wants] = [minor(seen), minor(oldest)];
  const enough = has !== null && wants !== null && (has[0] > wants[0] || (has[0] === wants[0] && has[1] >= wants[1]));
  return { name, seen, oldest, enough, why };
}
