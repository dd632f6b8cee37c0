import Type from 'typebox';
import { closed, Line } from '../common.ts';
import type { Of } from '../schema.ts';
import { DnsName } from './kubernetes-names.ts';

/** An object, or a folder of objects, in a store that speaks S3's API. Access is the pod's identity: no credential is named anywhere. */
export const S3Place = Type.Object(
  {
    endpoint: DnsName,
    region: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    bucket: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' }),
    key: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,499}$' }),
  },
  closed,
);
export type S3Place = Of<typeof S3Place>;

/** Predictions for many rows at set times. Absent: none. */
export const BatchInference = Type.Object(
  {
    /** Cron, five fields. */
    schedule: Line,
    /** IANA name. */
    timezone: Line,
    /** What happens when the last run still runs. */
    concurrency: Type.Enum(['Allow', 'Forbid', 'Replace']),
    deadlineMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
    /** One JSON object a line, each a row as the model takes it. */
    input: S3Place,
    /** Folder in which each run leaves one file. */
    sink: S3Place,
  },
  closed,
);
export type BatchInference = Of<typeof BatchInference>;
