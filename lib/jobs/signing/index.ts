export { signedBundle, signingKey, type SigningKey } from './sign.ts';
export { statementsOf } from './statements.ts';
export type { Signed } from './subjects.ts';
