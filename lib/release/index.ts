export { withBlocked, withPlacement } from './documents.ts';
export { promote, type Place, type Role } from './promote.ts';
export { rollBack, type RolledBack } from './roll-back.ts';
