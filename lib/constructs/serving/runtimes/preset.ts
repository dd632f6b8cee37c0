import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { fromGiven, withDefaults } from '../../from-given.ts';

/** What every preset is told. */
export interface ServerSize {
  /** Cores, request and limit alike: `1`, `0.5` or `500m`. */
  readonly cpu: `${number}` | `${number}m`;
  /** Request and limit alike: `512Mi`, `1Gi`. */
  readonly memory: `${number}Mi` | `${number}Gi`;
}

/** GPUs of each pod. */
export interface Gpu {
  /** Whole devices, request and limit alike. */
  readonly limit: number;
  /** The device plugin's name. @default nvidia.com/gpu */
  readonly resource?: string;
  /** Labels of nodes that have the right device. @default nvidia.com/gpu.present: "true", a label of NVIDIA's GPU feature discovery */
  readonly nodes?: Readonly<Record<string, string>>;
}

/** A size with devices. */
export interface GpuServerSize extends ServerSize {
  /** @default none */
  readonly gpu?: Gpu;
}

/** Name under which every server serves the one model that it has. */
export const SERVED_NAME = 'model';

/** Folder of a server's own settings (`Runtime.files`). */
export const SETTINGS_FOLDER = '/etc/server';

/** What a server needs at least: below it, it is known not to start or to be killed while it loads. */
export interface Floor {
  readonly cpu: string;
  readonly memory: string;
}

/** Model formats that a server reads, and its floor. */
export interface ServerFacts {
  readonly floor: Floor;
  readonly formats: readonly string[];
  /** The one file name that it looks for in its folder. @default any */
  readonly file?: string;
}

const GPU = { resource: 'nvidia.com/gpu', nodes: { 'nvidia.com/gpu.present': 'true' } };

/** The size as a spec has it. */
export function sized({ gpu, ...size }: GpuServerSize): Pick<Runtime, 'cpu' | 'memory' | 'gpu'> {
  return gpu === undefined ? size : { ...size, gpu: withDefaults(GPU, gpu) };
}

/** A server of which a declaration says the size alone. */
export function serverOfSize(server: Omit<Runtime, 'cpu' | 'memory' | 'gpu'>, size: GpuServerSize): Runtime {
  return fromGiven(size, (given) => ({ ...server, ...sized(given) }));
}
