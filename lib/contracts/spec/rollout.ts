import Type, { type Static, type TSchema } from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

const Minutes = Type.Integer({ minimum: 1, maximum: 10080 });
const Percent = Type.Integer({ minimum: 1, maximum: 100 });
const HeaderName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' });
/** Text that needs no escaping in a regular expression but for its dots and dashes. */
const Token = Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' });
/** A name of Prometheus without its ending. */
const SeriesName = Type.String({ pattern: '^[a-z][a-z0-9_]{0,99}$' });

/** When measurements end a rollout: how often each may go wrong. A metric is measured once more than these forgive. */
export const RolloutAnalysis = Type.Object(
  {
    intervalMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
    failureLimit: Type.Integer({ minimum: 0, maximum: 10 }),
    inconclusiveLimit: Type.Integer({ minimum: 0, maximum: 10 }),
    consecutiveErrorLimit: Type.Integer({ minimum: 0, maximum: 10 }),
  },
  closed,
);
export type RolloutAnalysis = Of<typeof RolloutAnalysis>;

const common = {
  analysis: RolloutAnalysis,
  /** Hours until the truth about a prediction is known; what needs it is measured that long after the last share began. */
  labelDelayHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720 })),
};

/** Shares of traffic in whole percent, ascending and below 100, each followed by a pause. */
const steps = Type.Array(Type.Object({ percent: Type.Integer({ minimum: 1, maximum: 99 }), pauseMinutes: Minutes }, closed), {
  minItems: 1,
  maxItems: 20,
});

/** Calls that carry this header with this value reach the candidate before any share of traffic does. */
export const Testers = Type.Object({ header: HeaderName, value: Token }, closed);

export const Canary = Type.Object({ strategy: Type.Literal('canary'), steps, testers: Type.Optional(Testers), ...common }, closed);
export type Canary = Of<typeof Canary>;

/** All traffic at once, after the preview answered copies of calls, and back if what follows is bad. */
export const BlueGreen = Type.Object(
  {
    strategy: Type.Literal('blueGreen'),
    /** Share of the calls that the preview gets a copy of. */
    mirrorPercent: Percent,
    /** How long calls are collected before each of the two analyses. */
    observeMinutes: Minutes,
    ...common,
  },
  closed,
);
export type BlueGreen = Of<typeof BlueGreen>;

/** Where recorded requests come from: one JSON body a line, from a service of the cluster. */
const RequestLog = Type.String({
  pattern:
    '^http://[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.svc\\.cluster\\.local(:[1-9]\\d{0,4})?/[A-Za-z0-9._/-]*$',
  maxLength: 300,
});

/** Copies of calls first, their answers thrown away; a job asks both releases the same and compares; then shares of traffic. */
export const Shadow = Type.Object(
  {
    strategy: Type.Literal('shadow'),
    mirrorPercent: Percent,
    mirrorMinutes: Minutes,
    compare: Type.Object(
      {
        requests: RequestLog,
        /** Where both releases are asked. */
        path: Type.String({ pattern: '^/[A-Za-z0-9._/:-]*$', maxLength: 200 }),
        /** Fewest requests that both answered. */
        minimumSample: Type.Integer({ minimum: 1, maximum: 100_000 }),
        /** Share of answers that may differ, 0 to 1. */
        maxDisagreement: Type.Number({ minimum: 0, maximum: 1 }),
        /** Numbers that differ by no more are the same. */
        tolerance: Type.Number({ minimum: 0, maximum: 1e9 }),
      },
      closed,
    ),
    steps,
    ...common,
  },
  closed,
);
export type Shadow = Of<typeof Shadow>;

/** What an A/B test is to show; see `lib/jobs/experiment/` for the formulas. */
export const Hypothesis = Type.Object(
  {
    /** Counters `<metric>_count` and `<metric>_sum` (and `<metric>_sumsq` for means), by label `role`: stable or candidate. */
    metric: SeriesName,
    test: Type.Enum(['chi-square', 'welch-t', 'paired-t', 'beta-binomial']),
    /** Which way is better. */
    better: Type.Enum(['higher', 'lower']),
    /** Largest accepted probability of seeing a difference where there is none. */
    alpha: Type.Number({ minimum: 0.0001, maximum: 0.2 }),
    /** Least probability of seeing a difference of `minimumEffect`. */
    power: Type.Number({ minimum: 0.5, maximum: 0.999 }),
    /** The difference that matters, in the metric's unit. */
    minimumEffect: Type.Number({ exclusiveMinimum: 0, maximum: 1e9 }),
    /** Observations of each release before anything is decided. */
    minimumSample: Type.Integer({ minimum: 2, maximum: 1e9 }),
  },
  closed,
);
export type Hypothesis = Of<typeof Hypothesis>;

/** Small shares first, then a sticky split by a bucket that every caller carries, until the hypothesis is decided. */
export const AbTest = Type.Object(
  {
    strategy: Type.Literal('abTest'),
    steps,
    /** A header, or a cookie, that holds the caller's bucket: `00` to `99`. */
    split: Type.Object({ by: Type.Enum(['header', 'cookie']), name: HeaderName }, closed),
    /** Whole percent of the buckets; together 100. */
    shares: Type.Object({ stable: Percent, candidate: Percent }, closed),
    hypothesis: Hypothesis,
    /** When no decision was possible until then, the candidate goes. */
    maxHours: Type.Integer({ minimum: 1, maximum: 2160 }),
    ...common,
  },
  closed,
);
export type AbTest = Of<typeof AbTest>;

/** Shares that grow no faster than Thompson sampling would let them. */
export const Bandit = Type.Object(
  {
    strategy: Type.Literal('bandit'),
    steps,
    /** Counters `<reward>_count` and `<reward>_sum`, by label `role`: calls, and those among them that were worth it. */
    reward: SeriesName,
    /** When a share was not earned until then, the candidate goes. */
    maxHours: Type.Integer({ minimum: 1, maximum: 2160 }),
    ...common,
  },
  closed,
);
export type Bandit = Of<typeof Bandit>;

const STRATEGIES = [Canary, BlueGreen, Shadow, AbTest, Bandit] as const satisfies readonly TSchema[];

/** How a candidate gets its traffic. The strategy chooses the branch, so a mistake is told by that branch alone. */
export const RolloutSpec = Type.Unsafe<Static<(typeof STRATEGIES)[number]>>({
  type: 'object',
  discriminator: { propertyName: 'strategy' },
  required: ['strategy'],
  properties: { strategy: { type: 'string' } },
  oneOf: [...STRATEGIES],
});
export type RolloutSpec = Of<typeof RolloutSpec>;
