export { radiusOf } from './blast-radius.ts';
export { fieldChanges } from './fields.ts';
export { limitChanges } from './limits.ts';
export { resourceChanges, type Manifest } from './resources.ts';
