export { defineConfig } from './config.ts';
export { PLATFORM_FOLDER } from './delivery/model-applications.ts';
export type { Manifest } from './manifests.ts';
export { argocdObjects, platformObjects } from './platform.ts';
export { synthesizeUnit, type SynthesizedUnit } from './synthesize-unit.ts';
