import type { BatchInference, S3Place } from '../../../contracts/spec/batch.ts';
import { fromGiven } from '../../from-given.ts';

export interface BatchInferenceProps {
  /** Cron, five fields: `0 3 * * *`. */
  readonly schedule: string;
  /** IANA name. @default Etc/UTC */
  readonly timezone?: string;
  /** What happens when the last run still runs. @default Forbid: the new one is left out */
  readonly concurrency?: BatchInference['concurrency'];
  /** Minutes after which a run is ended. @default 60 */
  readonly deadlineMinutes?: number;
  /** A file with one JSON object a line. */
  readonly input: S3Place;
  /** Folder for the results, one file a run. */
  readonly sink: S3Place;
}

/** Scores a file at set times with the stable release, in the last of the model's environments. */
export function batchInference(props: BatchInferenceProps): BatchInference {
  return fromGiven(props, ({ timezone = 'Etc/UTC', concurrency = 'Forbid', deadlineMinutes = 60, ...rest }) => ({
    timezone,
    concurrency,
    deadlineMinutes,
    ...rest,
  }));
}
