import Type from 'typebox';
import { closed, Line, MetricName, ModelId, Sha256, Task, Timestamp, VersionText } from './common.ts';
import type { Of } from './schema.ts';

const Count = Type.Integer({ minimum: 0, maximum: 1e12 });
const Finite = Type.Number({ minimum: -1e12, maximum: 1e12 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Positive = Type.Number({ minimum: 0, maximum: 1e12 });
/** A sum over rows. */
const Total = Type.Number({ minimum: 0, maximum: 1e15 });
/** `[low, high]` of a 95 % interval, in the metric's unit. (Not `Type.Tuple`: it writes draft-07 keywords that a 2020-12 validator refuses.) */
const Interval = Type.Array(Finite, { minItems: 2, maxItems: 2 });

/** Confusion counts of a binary classifier at its operating threshold. */
const Confusion = Type.Object({ tp: Count, fp: Count, tn: Count, fn: Count }, closed);

/** Rows of a multiclass classifier by true class (row) and predicted class (column), in the order of `labels`, as scikit-learn has it. */
const ConfusionMatrix = Type.Object(
  {
    labels: Type.Array(Line, { minItems: 2, maxItems: 100, uniqueItems: true }),
    counts: Type.Array(Type.Array(Count, { minItems: 2, maxItems: 100 }), { minItems: 2, maxItems: 100 }),
  },
  closed,
);

/** The rows of one bin of predicted probability, as sums: Brier score and expected calibration error follow from them. */
const ReliabilityBin = Type.Object(
  { n: Count, positives: Count, sumPredicted: Positive, sumPredictedSquared: Positive, sumPredictedOfPositives: Positive },
  closed,
);

/** What the errors (prediction - truth) of a regression or forecast add up to, in the target's unit. */
const Residuals = Type.Object(
  {
    n: Count,
    sumError: Type.Number({ minimum: -1e15, maximum: 1e15 }),
    sumAbsoluteError: Total,
    sumSquaredError: Total,
    /** Of the truth from its own mean. */
    sumSquaredDeviation: Total,
    /** Of |error| / |truth|; absent when a truth is 0. */
    sumAbsolutePercentageError: Type.Optional(Total),
    /** Of 2 |error| / (|truth| + |prediction|); absent when both are 0 in a row. */
    sumSymmetricPercentageError: Type.Optional(Total),
    /** Mean absolute error, on the training data, of the forecast that repeats the value one season earlier. */
    naiveMeanAbsoluteError: Type.Optional(Positive),
  },
  closed,
);

/**
 * Queries of a ranker that came out alike: `n` of them, each with so many ranked `items`, at which `places` (from 1, ascending) the relevant ones
 * were, and their `relevances` in that order. NDCG, mean average precision, reciprocal rank and hit rate follow from them.
 */
const RankedQueries = Type.Object(
  {
    n: Type.Integer({ minimum: 1, maximum: 1e12 }),
    items: Type.Integer({ minimum: 1, maximum: 1e9 }),
    places: Type.Array(Type.Integer({ minimum: 1, maximum: 1e9 }), { maxItems: 1000 }),
    relevances: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 1000 }), { maxItems: 1000 }),
  },
  closed,
);

/** How the release and another one did on the same rows: rows that both, one, the other, or neither got right. */
const Paired = Type.Object({ against: VersionText, both: Count, candidateOnly: Count, incumbentOnly: Count, neither: Count }, closed);

/** `sumPredicted`: of the group's predicted probabilities, for calibration within groups. */
const ClassifierGroup = Type.Object(
  { attribute: Line, group: Line, n: Count, tp: Count, fp: Count, tn: Count, fn: Count, sumPredicted: Type.Optional(Positive) },
  closed,
);
/**
 * `bias` is mean(prediction - truth); both in the target's unit. `residuals` are sums over the group's rows: `mae` and `bias` follow from them, and
 * how well the two are known.
 */
const RegressionGroup = Type.Object(
  {
    attribute: Line,
    group: Line,
    n: Count,
    mae: Positive,
    bias: Finite,
    residuals: Type.Optional(Type.Pick(Residuals, ['sumError', 'sumAbsoluteError', 'sumSquaredError'], closed)),
  },
  closed,
);

/**
 * Claimed fairness of one attribute, AIF360 names. Differences are signed: unprivileged group minus `reference`;
 * of several groups the one with the largest absolute value. `disparate_impact` is a ratio, group / reference; the one furthest from 1 by ratio.
 */
const ClaimedFairness = Type.Object(
  {
    reference: Line,
    statistical_parity_difference: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
    disparate_impact: Type.Optional(Positive),
    equal_opportunity_difference: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
    average_odds_difference: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
    /** Of precision. */
    predictive_parity_difference: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
  },
  closed,
);

/**
 * One feature's drift between the training reference and the evaluated window. `effectSize` decides. `statistic` and `pValue` are those of a
 * test of homogeneity, where the tool that measured made one; `pValue` alone never decides: it shrinks with n.
 */
const FeatureDrift = Type.Object(
  {
    name: Line,
    method: Type.Enum(['psi', 'ks', 'jensen-shannon', 'chi-square']),
    statistic: Type.Optional(Positive),
    effectSize: Positive,
    pValue: Type.Optional(Share),
  },
  closed,
);

/** `models/<id>/versions/<v>/evaluation.json`: measured evidence of one release, written by machines. */
export const Evaluation = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/evaluation/v1'),
    model: ModelId,
    version: VersionText,
    task: Task,
    subject: Type.Object({ artifactSha256: Sha256 }, closed),
    /** The held-out data. `from` and `to` bound it in time where it has time; `split` says how it was held out. */
    dataset: Type.Object(
      {
        name: Line,
        version: Line,
        sha256: Sha256,
        rows: Type.Integer({ minimum: 1, maximum: 1e12 }),
        from: Type.Union([Timestamp, Type.Null()]),
        to: Type.Union([Timestamp, Type.Null()]),
        split: Type.Enum(['random', 'stratified', 'time', 'group']),
      },
      closed,
    ),
    producedAt: Timestamp,
    producer: Line,
    metrics: Type.Record(MetricName, Type.Object({ value: Finite, interval: Type.Optional(Interval) }, closed), closed),
    confusion: Type.Optional(Confusion),
    confusionMatrix: Type.Optional(ConfusionMatrix),
    residuals: Type.Optional(Residuals),
    /** Of a ranking; `dataset.rows` are then the ranked items of all queries. */
    rankings: Type.Optional(Type.Array(RankedQueries, { minItems: 1, maxItems: 5000 })),
    paired: Type.Optional(Paired),
    groups: Type.Array(Type.Union([ClassifierGroup, RegressionGroup]), { maxItems: 500 }),
    fairness: Type.Record(Line, ClaimedFairness, closed),
    /** Distance between the training reference and the evaluated window. `score` is the largest `effectSize` of the features (PSI: 0.1 moderate, 0.2 large). */
    drift: Type.Object({ score: Positive, features: Type.Array(FeatureDrift, { maxItems: 2000 }) }, closed),
    /** Expected calibration error and Brier score, with the number of bins. */
    calibration: Type.Optional(
      Type.Object(
        {
          ece: Share,
          brier: Share,
          bins: Type.Integer({ minimum: 2, maximum: 1000 }),
          /** One entry a bin, equally wide over 0 to 1, in their order. */
          reliability: Type.Optional(Type.Array(ReliabilityBin, { minItems: 2, maxItems: 1000 })),
        },
        closed,
      ),
    ),
    /** Milliseconds of one prediction call. */
    latencyMs: Type.Object({ p50: Positive, p95: Positive, p99: Positive }, closed),
    explainability: Type.Optional(
      Type.Object(
        { method: Line, features: Type.Array(Type.Object({ name: Line, importance: Finite }, closed), { maxItems: 2000 }) },
        closed,
      ),
    ),
    privacy: Type.Optional(Type.Object({ epsilon: Positive, delta: Share, mechanism: Line }, closed)),
    suites: Type.Optional(Type.Array(Type.Object({ name: Line, passed: Count, failed: Count }, closed), { maxItems: 100 })),
  },
  closed,
);
export type Evaluation = Of<typeof Evaluation>;
