export { argocdObjects, bootstrapObjects } from './argocd.ts';
export { defineConfig } from './config.ts';
export { PLATFORM_FOLDER } from './delivery/platform-application.ts';
export { githubOf } from './github-of.ts';
export type { Manifest } from './manifests.ts';
export { platformObjects } from './platform.ts';
export { synthesizeUnit, type SynthesizedUnit } from './synthesize-unit.ts';
