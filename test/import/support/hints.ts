import type { Hints } from '../../../lib/import/index.ts';

/** Nothing but the task is said of a source. */
export const hints: Hints = { task: 'binary-classification', references: new Map(), metrics: new Map(), map: new Map() };
