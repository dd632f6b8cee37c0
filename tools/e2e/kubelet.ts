import { runCommand, type Ended } from './command.ts';
import { at, listAt, textAt, type Live, type Objects } from './objects.ts';
import { runStep, type StepOptions } from './workflow-step.ts';

export interface KubeletOptions extends StepOptions {
  readonly namespaces: readonly string[];
  readonly print: (line: string) => void;
}

/**
 * Stands in for what is not here. Nodes: pods of workloads become ready at once, and the one command of a job or of a workflow's
 * step runs as a process.
 * Controllers of other projects: what they would make ready is said to be ready.
 */
export interface Kubelet {
  /** Output of the commands so far, by `<namespace>/<job or pod>`. */
  readonly logs: ReadonlyMap<string, string>;
  readonly stop: () => Promise<void>;
}

const POLL_MS = 500;

function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

function containerNames(pod: Live): readonly string[] {
  return listAt(pod, 'spec.containers').map((container) => textAt(container, 'name'));
}

function running(pod: Live): unknown {
  const condition = (type: string): object => ({ type, status: 'True', lastTransitionTime: now() });
  return {
    status: {
      phase: 'Running',
      podIP: '10.1.0.1',
      startTime: now(),
      conditions: ['Initialized', 'PodScheduled', 'ContainersReady', 'Ready'].map(condition),
      containerStatuses: containerNames(pod).map((name) => ({
        name,
        image: '',
        imageID: '',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now() } },
      })),
    },
  };
}

function ended(pod: Live, exitCode: number, message: string): unknown {
  return {
    status: {
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      message,
      containerStatuses: containerNames(pod).map((name) => ({
        name,
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        // Argo's executor waits beside a step, and has nothing to complain about.
        state: { terminated: { exitCode: name === 'wait' ? 0 : exitCode, startedAt: now(), finishedAt: now(), message } },
      })),
    },
  };
}

/** A job's pod has one container. */
function runJob(pod: Live, options: KubeletOptions): Promise<Ended> {
  const [container] = listAt(pod, 'spec.containers');
  return runCommand(container, [...listAt(container, 'command'), ...listAt(container, 'args')].map(String), options);
}

/** Collections whose objects wait for a controller that doesn't run here, and the conditions that it would set. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  '/apis/argoproj.io/v1alpha1/eventbus': ['Configured', 'Deployed'],
  '/apis/argoproj.io/v1alpha1/eventsources': ['SourcesProvided', 'Deployed'],
  '/apis/argoproj.io/v1alpha1/sensors': ['DependenciesProvided', 'TriggersProvided', 'Deployed'],
  '/apis/cert-manager.io/v1/certificates': ['Ready'],
  '/apis/external-secrets.io/v1/externalsecrets': ['Ready'],
};

async function readyElsewhere(objects: Objects): Promise<void> {
  for (const [collection, types] of Object.entries(ELSEWHERE)) {
    for (const object of await objects.list(collection)) {
      if (listAt(object, 'status.conditions').length > 0) continue;
      const place = collection.replace(/\/([a-z]+)$/, `/namespaces/${object.metadata.namespace ?? ''}/$1/${object.metadata.name}/status`);
      const conditions = types.map((type) => ({ type, status: 'True', reason: 'StandIn', message: 'Ready', lastTransitionTime: now() }));
      await objects.patch(place, { status: { conditions } });
    }
  }
}

export function startKubelet(objects: Objects, options: KubeletOptions): Kubelet {
  const logs = new Map<string, string>();
  const busy = new Map<string, Promise<void>>();
  let stopped = false;

  const step = (namespace: string, pod: Live): Promise<Ended> =>
    runStep(objects, namespace, pod, options).catch((error: unknown) => ({ code: 64, said: String(error) }));

  const take = async (namespace: string, pod: Live): Promise<void> => {
    const status = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/status`;
    const owner = pod.metadata.ownerReferences?.find(({ kind }) => kind === 'Job' || kind === 'Workflow');
    if (owner === undefined) return objects.patch(status, running(pod));
    const { code, said } = owner.kind === 'Job' ? await runJob(pod, options) : await step(namespace, pod);
    logs.set(`${namespace}/${owner.kind === 'Job' ? owner.name : pod.metadata.name}`, said);
    await objects.patch(status, ended(pod, code, said.slice(-1000)));
  };

  const round = async (): Promise<void> => {
    await readyElsewhere(objects);
    for (const namespace of options.namespaces) {
      const pods = await objects.list(`/api/v1/namespaces/${namespace}/pods?fieldSelector=status.phase%3DPending`);
      for (const pod of pods) {
        const key = pod.metadata.uid ?? pod.metadata.name;
        if (busy.has(key) || pod.metadata.deletionTimestamp !== undefined || at(pod, 'status.phase') !== 'Pending') continue;
        // A pod may be deleted meanwhile; then there is nothing to say about it.
        const taken = take(namespace, pod)
          .catch((error: unknown) => {
            if (!String(error).includes(': 404 ')) options.print(`  kubelet: ${String(error)}`);
          })
          .finally(() => busy.delete(key));
        busy.set(key, taken);
      }
    }
  };

  const loop = (async (): Promise<void> => {
    // Its word may change between two looks, which the compiler can't know.
    while (!(stopped as boolean)) {
      await round().catch((error: unknown) => {
        if (!stopped) options.print(`  kubelet: ${String(error)}`);
      });
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  })();
  return {
    logs,
    async stop() {
      stopped = true;
      await loop;
      await Promise.all(busy.values());
    },
  };
}
