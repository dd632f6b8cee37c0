import type { Measurement, Trigger } from '../../contracts/spec/pipelines.ts';
import { fromGiven } from '../from-given.ts';

/** When something is meant to happen. */
export interface ScheduleProps {
  /** IANA name. @default UTC */
  readonly timeZone?: string;
}

/** At times: `cron('0 3 * * 1')`, five fields. */
export function cron(schedule: string, props: ScheduleProps = {}): Trigger {
  return fromGiven(props, ({ timeZone = 'UTC', ...rest }) => ({ kind: 'cron', schedule, timeZone, ...rest }));
}

/** At any message of a topic: `kafka({ broker: 'kafka.streams.svc.cluster.local:9093', topic: 'labels.closed' })`. */
export function kafka(props: { readonly broker: string; readonly topic: string }): Trigger {
  return fromGiven(props, (given) => ({ kind: 'kafka', ...given }));
}

/** When an alert of the model fires: `alert('ModelDrift')`. */
export function alert(name: string): Trigger {
  return { kind: 'alert', alert: name };
}

/** When a push to the followed branch touches the model's training code. */
export function gitPush(): Trigger {
  return { kind: 'git-push' };
}

/** When somebody posts `{"id": "..."}` with the token. */
export function webhook(): Trigger {
  return { kind: 'webhook' };
}

export interface MeasurementProps extends ScheduleProps {
  /** Where the step downloads the CSV: an HTTPS address without credentials. */
  readonly from: `https://${string}`;
}

/** A job that measures live calls at times: `measured('0 5 * * *', { from: 'https://logs.example.com/churn/inputs.csv' })`. */
export function measured(schedule: string, props: MeasurementProps): Measurement {
  return fromGiven(props, ({ timeZone = 'UTC', ...rest }) => ({ schedule, timeZone, ...rest }));
}
