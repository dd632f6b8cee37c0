import Type from 'typebox';
import { closed, Day, EnvironmentName, Line, MetricName, RiskTier, Task } from './common.ts';
import { CARD_SECTIONS } from './model-card.ts';
import type { Of } from './schema.ts';
import { DataCategory, Mitigation } from './spec/privacy.ts';

const Limit = Type.Number({ minimum: -1e12, maximum: 1e12 });
const PositiveLimit = Type.Number({ minimum: 0, maximum: 1e12 });
const Days = Type.Integer({ minimum: 1, maximum: 3650 });
const ByMetric = Type.Record(MetricName, Limit, { maxProperties: 50, ...closed });

/** Bounds of group fairness. A difference is bounded on both sides by `max`; the ratio lies in `[min, max]`. */
export const FairnessLimits = Type.Object(
  {
    statistical_parity_difference: Type.Object({ max: Type.Number({ minimum: 0, maximum: 1 }) }, closed),
    disparate_impact: Type.Object({ min: Type.Number({ minimum: 0, maximum: 1 }), max: Type.Number({ minimum: 1, maximum: 100 }) }, closed),
    equal_opportunity_difference: Type.Object({ max: Type.Number({ minimum: 0, maximum: 1 }) }, closed),
    average_odds_difference: Type.Object({ max: Type.Number({ minimum: 0, maximum: 1 }) }, closed),
    /** Fewest rows that a group needs before its rates mean anything. */
    minGroupSize: Type.Integer({ minimum: 1, maximum: 1e9 }),
    /** Fewest rows behind a rate that only a part of the group's rows decides (recall: the positives). Absent: no such limit. */
    minGroupPositives: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
    /** Of precision. Absent: not asked for; it can't hold beside equal opportunity where base rates differ. */
    predictive_parity_difference: Type.Optional(Type.Object({ max: Type.Number({ minimum: 0, maximum: 1 }) }, closed)),
    /** Mean predicted probability minus share of positives, within each group, either way. Absent: not asked for. */
    calibration_difference: Type.Optional(Type.Object({ max: Type.Number({ minimum: 0, maximum: 1 }) }, closed)),
  },
  closed,
);

/** Bounds on how unlike the errors of groups may be, where a number is estimated. A group is held against its reference. */
export const RegressionParityLimits = Type.Object(
  {
    /** Mean absolute error, group / reference: lies in `[min, max]`. */
    mean_absolute_error_ratio: Type.Object(
      { min: Type.Number({ minimum: 0, maximum: 1 }), max: Type.Number({ minimum: 1, maximum: 100 }) },
      closed,
    ),
    /** Mean of prediction - truth, group minus reference, either way, in the target's unit. Absent: not asked for; no tier knows the unit. */
    mean_error_difference: Type.Optional(Type.Object({ max: PositiveLimit }, closed)),
    /** Fewest rows that a group needs before the mean of its errors means anything. */
    minGroupSize: Type.Integer({ minimum: 1, maximum: 1e9 }),
  },
  closed,
);

/** Limits of the running service: the same numbers gate the evaluation, the rollout's analysis and the alerts. */
export const ServingLimits = Type.Object(
  {
    latencyP95Ms: PositiveLimit,
    latencyP99Ms: PositiveLimit,
    /** Share of failed requests, 0 to 1. */
    errorRate: Type.Number({ minimum: 0, maximum: 1 }),
    /** Registries (host and path prefix) that images may come from. */
    registries: Type.Array(Line, { minItems: 1, maxItems: 50 }),
    /** Fewest pods that a workload starts with and that an autoscaler keeps. Absent: no limit. */
    minReplicas: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  closed,
);

/** A role that has to approve a promotion, and by how many people who hold it. */
export const RequiredApproval = Type.Object({ role: Line, count: Type.Integer({ minimum: 1, maximum: 10 }) }, closed);
export type RequiredApproval = Of<typeof RequiredApproval>;

const Approvals = Type.Array(RequiredApproval, { maxItems: 10 });

/** Days, the first and the last one included and in UTC, on which nothing is promoted. */
const Freezes = Type.Array(Type.Object({ from: Day, to: Day, reason: Line }, closed), { maxItems: 50 });

/** Limits that a tier may be silent about. */
const FURTHER = {
  /** What data and software a release may be made of: licences as release.yaml writes them, libraries by the word before their version. */
  training: Type.Optional(
    Type.Object(
      {
        licences: Type.Optional(Type.Array(Line, { minItems: 1, maxItems: 100, uniqueItems: true })),
        libraries: Type.Optional(Type.Array(Line, { minItems: 1, maxItems: 100, uniqueItems: true })),
      },
      closed,
    ),
  ),
  /** Greatest loss of privacy that training with differential privacy may cost. */
  privacy: Type.Optional(Type.Object({ maxEpsilon: PositiveLimit, maxDelta: Type.Number({ minimum: 0, maximum: 1 }) }, closed)),
  /** Mitigations that each category of personal data asks for. */
  compliance: Type.Optional(
    Type.Object({ mitigations: Type.Partial(Type.Record(DataCategory, Type.Array(Mitigation, { maxItems: 7 })), closed) }, closed),
  ),
};

/** Every limit that holds for one unit, after tier, task, environment and model were put together. */
export const Thresholds = Type.Object(
  {
    metrics: Type.Object(
      {
        /** Metrics that must be reported. */
        required: Type.Array(MetricName, { maxItems: 50, uniqueItems: true }),
        /** Least value, for metrics where more is better. */
        floors: ByMetric,
        /** Greatest value, for errors, where less is better. */
        ceilings: ByMetric,
        /** How much worse than the baseline a metric may get, in the metric's unit. */
        maxRegression: Type.Record(MetricName, PositiveLimit, { maxProperties: 50, ...closed }),
        /** How far a claimed value may lie from the one recomputed from counts. */
        tolerance: Type.Number({ minimum: 0, maximum: 0.01 }),
      },
      closed,
    ),
    /** Null for tasks without a favourable outcome to share out (forecast, regression, ranking). */
    fairness: Type.Union([FairnessLimits, Type.Null()]),
    /** Absent: errors of groups are not compared. */
    regressionParity: Type.Optional(RegressionParityLimits),
    drift: Type.Object({ maxScore: PositiveLimit }, closed),
    card: Type.Object(
      {
        requiredSections: Type.Array(Type.Enum([...CARD_SECTIONS]), { maxItems: CARD_SECTIONS.length, uniqueItems: true }),
        maxAgeDays: Days,
      },
      closed,
    ),
    evidence: Type.Object({ maxAgeDays: Days }, closed),
    promotion: Type.Object(
      {
        /** The environment that a version has to have been in before; null for the first stage. */
        after: Type.Union([EnvironmentName, Type.Null()]),
        minSoakHours: Type.Integer({ minimum: 0, maximum: 8760 }),
        /** Who has to approve a change that brings a version here. Absent: nobody. */
        approvals: Type.Optional(Approvals),
        freeze: Type.Optional(Freezes),
      },
      closed,
    ),
    rollout: Type.Object(
      {
        /** Greatest share of traffic, in whole percent, of the first step; null where no rollout is asked for (Deployment). */
        maxFirstStepPercent: Type.Union([Type.Integer({ minimum: 1, maximum: 100 }), Type.Null()]),
        /**
         * How many models of the environment may have a candidate at once: this share of them, in whole percent, and in a small environment `models` of them.
         * Absent: any number.
         */
        maxConcurrent: Type.Optional(
          Type.Object({ percent: Type.Integer({ minimum: 0, maximum: 100 }), models: Type.Integer({ minimum: 1, maximum: 1000 }) }, closed),
        ),
        /**
         * How many calls the candidates of the environment together may answer before any of them is promoted: this share of all models' calls, each model counted
         * alike, in whole percent, and in a small environment as many as `models` of them have. Absent: any number.
         */
        maxCandidateTraffic: Type.Optional(
          Type.Object({ percent: Type.Integer({ minimum: 0, maximum: 100 }), models: Type.Integer({ minimum: 1, maximum: 1000 }) }, closed),
        ),
      },
      closed,
    ),
    serving: ServingLimits,
    ...FURTHER,
  },
  closed,
);
export type Thresholds = Of<typeof Thresholds>;

const Partial1 = {
  metrics: Type.Optional(
    Type.Object(
      {
        required: Type.Optional(Type.Array(MetricName, { maxItems: 50, uniqueItems: true })),
        floors: Type.Optional(ByMetric),
        ceilings: Type.Optional(ByMetric),
        maxRegression: Type.Optional(Type.Record(MetricName, PositiveLimit, { maxProperties: 50, ...closed })),
      },
      closed,
    ),
  ),
  fairness: Type.Optional(Type.Partial(FairnessLimits, closed)),
  regressionParity: Type.Optional(Type.Partial(RegressionParityLimits, closed)),
  drift: Type.Optional(Type.Object({ maxScore: PositiveLimit }, closed)),
  serving: Type.Optional(
    Type.Object(
      {
        latencyP95Ms: Type.Optional(PositiveLimit),
        latencyP99Ms: Type.Optional(PositiveLimit),
        errorRate: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
        minReplicas: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      },
      closed,
    ),
  ),
};

/** What a model may say about its own limits: tighter than its tier's, never looser; a metric its tier is silent on may be added. */
export const ThresholdOverrides = Type.Object(Partial1, closed);
export type ThresholdOverrides = Of<typeof ThresholdOverrides>;

/** One layer of a threshold file: the same tree as `Thresholds`, every branch optional; later layers win. */
export const ThresholdLayer = Type.Object(
  {
    ...Partial1,
    metrics: Type.Optional(
      Type.Object(
        {
          required: Type.Optional(Type.Array(MetricName, { maxItems: 50, uniqueItems: true })),
          floors: Type.Optional(ByMetric),
          ceilings: Type.Optional(ByMetric),
          maxRegression: Type.Optional(Type.Record(MetricName, PositiveLimit, { maxProperties: 50, ...closed })),
          tolerance: Type.Optional(Type.Number({ minimum: 0, maximum: 0.01 })),
        },
        closed,
      ),
    ),
    fairness: Type.Optional(Type.Union([Type.Partial(FairnessLimits, closed), Type.Null()])),
    card: Type.Optional(Type.Partial(Thresholds.properties.card, closed)),
    evidence: Type.Optional(Type.Partial(Thresholds.properties.evidence, closed)),
    promotion: Type.Optional(Type.Partial(Thresholds.properties.promotion, closed)),
    rollout: Type.Optional(Type.Partial(Thresholds.properties.rollout, closed)),
    serving: Type.Optional(Type.Partial(ServingLimits, closed)),
    ...FURTHER,
  },
  closed,
);
export type ThresholdLayer = Of<typeof ThresholdLayer>;

/** `policies/thresholds/<tier>.yaml`: `all` first, then the task's layer, then the environment's. */
export const ThresholdFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/thresholds/v1'),
    tier: RiskTier,
    all: ThresholdLayer,
    tasks: Type.Partial(Type.Record(Task, ThresholdLayer), closed),
    environments: Type.Record(EnvironmentName, ThresholdLayer, { additionalProperties: false }),
  },
  closed,
);
export type ThresholdFile = Of<typeof ThresholdFile>;
