declare module 'fleet' {
  import type { Construct } from 'constructs';
  /** Declarations of the fleet by id. */
  export const declarations: Readonly<Record<string, new (scope: Construct) => Construct>>;
}
