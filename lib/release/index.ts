export { blockRelease, type Blocking } from './block.ts';
export { withReview, type Review } from './card.ts';
export { withBlocked, withPlacement } from './documents.ts';
export { nextSteps, type NextStep, type Standing } from './next-steps.ts';
export { promote, type Place, type Role } from './promote.ts';
export { rollBack, type RolledBack } from './roll-back.ts';
export { withWaiver } from './waiver-document.ts';
