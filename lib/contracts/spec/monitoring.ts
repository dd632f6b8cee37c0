import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** What watches the model. */
export const Monitoring = Type.Object(
  {
    scrapeSeconds: Type.Integer({ minimum: 5, maximum: 3600 }),
    runbook: Type.Optional(Type.String({ pattern: '^https://[^\\s]+$', maxLength: 500 })),
  },
  closed,
);
export type Monitoring = Of<typeof Monitoring>;
