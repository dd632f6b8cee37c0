import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsLabel, Quantity } from './kubernetes-names.ts';

const UrlPath = Type.String({ pattern: '^/[a-z0-9/_-]*$' });

/** A container beside the server, which answers over HTTP. `cpu` and `memory` are requests and limits alike. */
const BESIDE = {
  image: Type.String({ pattern: '^[^\\s@]+@sha256:[0-9a-f]{64}$', maxLength: 500 }),
  port: Type.Integer({ minimum: 1024, maximum: 65535 }),
  livenessPath: UrlPath,
  readinessPath: UrlPath,
  cpu: Quantity,
  memory: Quantity,
};

/** A stage that every call passes before the server, and every answer after it. */
export const Stage = Type.Object({ name: DnsLabel, ...BESIDE }, closed);
export type Stage = Of<typeof Stage>;

/** What explains predictions, on a port of its own. */
export const Explainer = Type.Object(BESIDE, closed);
export type Explainer = Of<typeof Explainer>;
