export { check, type Difference } from './check.ts';
export type { Filter } from './filter.ts';
export { findModels } from './find-models.ts';
export { loadConfig } from './load.ts';
export { synthesize, type Synthesis, type SynthesizeOptions } from './synthesize.ts';
export { pendingPlan, recover, refusePending, write, type Recovery, type Written } from './write.ts';
