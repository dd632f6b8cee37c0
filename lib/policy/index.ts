export { buildBundle, compareBundle, writeBundle, type BuiltBundle, type BundleDifference } from './build.ts';
export { loadBundle, type Bundle } from './bundle.ts';
export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export { findOpa, type Opa } from './find-opa.ts';
export { workTreePolicies, type PolicySource } from './policy-source.ts';
