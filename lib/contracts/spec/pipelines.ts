import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** When something runs: cron with five fields, and the IANA time zone that it is meant in. */
const schedule = {
  schedule: Type.String({ minLength: 1, maxLength: 100 }),
  timeZone: Type.String({ minLength: 1, maxLength: 60 }),
};

/** An HTTPS address without credentials, query or fragment: it stands in manifests. */
const CsvUrl = Type.String({ pattern: '^https://[A-Za-z0-9.-]+(:\\d+)?(/[A-Za-z0-9._~-]+)+$', maxLength: 500 });

/** What starts a training run. */
export const Trigger = Type.Union([
  Type.Object({ kind: Type.Literal('cron'), ...schedule }, closed),
  /** Any message of a topic, over TLS. */
  Type.Object(
    {
      kind: Type.Literal('kafka'),
      broker: Type.String({ pattern: '^[a-z0-9.-]+:\\d{1,5}$' }),
      topic: Type.String({ pattern: '^[A-Za-z0-9._-]{1,200}$' }),
    },
    closed,
  ),
  /** An alert of this model that fires. */
  Type.Object({ kind: Type.Literal('alert'), alert: Type.String({ pattern: '^[A-Z][A-Za-z0-9]{0,62}$' }) }, closed),
  /** A push to the followed branch that touches the model's training code. */
  Type.Object({ kind: Type.Literal('git-push') }, closed),
  /** A POST with a bearer token and a body `{"id": "..."}`; the same id is the same event. */
  Type.Object({ kind: Type.Literal('webhook') }, closed),
]);
export type Trigger = Of<typeof Trigger>;

/** When and how often the model is trained again. */
export const Retrain = Type.Object(
  {
    on: Type.Array(Trigger, { minItems: 1, maxItems: 10 }),
    /** From the start of one run to the next. No longer than finished runs are kept. */
    cooldownHours: Type.Integer({ minimum: 0, maximum: 168 }),
    /** Runs without a pull request before somebody has to look. */
    maxAttempts: Type.Integer({ minimum: 1, maximum: 20 }),
    /** Strengths of reweighing that are tried on the training rows when the bias audit fails. */
    mitigationAttempts: Type.Integer({ minimum: 1, maximum: 4 }),
  },
  closed,
);
export type Retrain = Of<typeof Retrain>;

/** Fewer than a workflow's parameter holds, and more than anybody waits for. */
export const MOST_TRIALS = 200;

/** Hyperparameters to try, by hand started: every trial is scored on the training rows, so no live traffic is touched. */
export const Search = Type.Object(
  {
    trials: Type.Array(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' }),
        Type.Union([Type.Number(), Type.String({ maxLength: 100 }), Type.Boolean(), Type.Null()]),
        { minProperties: 1, maxProperties: 20, ...closed },
      ),
      { minItems: 1, maxItems: MOST_TRIALS, uniqueItems: true },
    ),
    /** Trials at one time. */
    parallel: Type.Integer({ minimum: 1, maximum: 50 }),
    /** What they were drawn by; absent: they are every combination. */
    drawn: Type.Optional(
      Type.Object(
        {
          trials: Type.Integer({ minimum: 1, maximum: MOST_TRIALS }),
          seed: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Search = Of<typeof Search>;

/** A job that measures what the model's live calls were like. `from`: a CSV whose first line names the columns. */
export const Measurement = Type.Object({ ...schedule, from: CsvUrl }, closed);
export type Measurement = Of<typeof Measurement>;
