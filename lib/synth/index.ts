export { Checker, type Difference } from './check.ts';
export type { Filter } from './filter.ts';
export { findModels } from './find-models.ts';
export { loadConfig } from './load.ts';
export type { Sink } from './sink.ts';
export { synthesize, type Synthesis, type SynthesizeOptions } from './synthesize.ts';
export { pendingPlan, recover, refusePending, Writer, type Recovery, type Written } from './write.ts';
