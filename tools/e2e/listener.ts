import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Kube } from '../cluster/kube.ts';
import type { Processes } from '../cluster/processes.ts';
import { textAt, type Objects } from './objects.ts';
import { pathOf } from './world.ts';

const NAMESPACE = 'models-prod';
const GROUP = 'argoproj.io/v1alpha1';

/** What listens for events. */
export interface Listener {
  /** Its log. */
  readonly heard: () => string;
  readonly stop: () => Promise<void>;
}

/** Runs what the pods of an EventSource and its Sensor run, each with the rights of its own account. */
export function listener(kube: Kube, objects: Objects, processes: Processes, program: string) {
  return async (source: string, sensor: string): Promise<Listener> => {
    const prepared = async (plural: string, name: string): Promise<readonly [file: string, kubeconfig: string]> => {
      const object = await objects.get(pathOf(GROUP, plural, NAMESPACE, name));
      if (object === null) throw new Error(`${plural} ${name}: there is none`);
      const file = path.join(processes.folder, `${plural}-${name}.json`);
      writeFileSync(file, JSON.stringify(object));
      return [file, kube.kubeconfigAs(NAMESPACE, textAt(object, 'spec.template.serviceAccountName'))];
    };
    const [sourceFile, watcher] = await prepared('eventsources', source);
    const [sensorFile, starter] = await prepared('sensors', sensor);
    const relay = processes.start('events-relay', program, [sourceFile, sensorFile, starter], { ...process.env, KUBECONFIG: watcher });
    return { heard: () => readFileSync(relay.logFile, 'utf8'), stop: relay.stop };
  };
}
