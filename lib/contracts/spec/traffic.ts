import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel, DnsName } from './kubernetes-names.ts';

/** How calls reach the model. */
export const Traffic = Type.Object(
  {
    /** The host in the last of its environments. */
    host: DnsName,
    /** Who may call besides the ingress gateway. */
    consumers: Type.Array(Type.Object({ namespace: DnsLabel, serviceAccount: DnsLabel }, closed), { maxItems: 100 }),
  },
  closed,
);
export type Traffic = Of<typeof Traffic>;
