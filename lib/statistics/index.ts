export { brier, expectedCalibrationError, reliability, type ReliabilityBin } from './calibration.ts';
export {
  balancedAccuracy,
  type Confusion,
  f1,
  matthews,
  negativesOf,
  positivesOf,
  PROPORTIONS,
  type Proportion,
  rate,
  rowsOf,
} from './confusion.ts';
export { type Drift, jensenShannon, kolmogorovSmirnov, populationStability } from './drift.ts';
export { fairnessBetween, type FairnessMetric, groupRates, type GroupRates } from './fairness.ts';
export { type Interval, katz, newcombe, wilson } from './intervals.ts';
export { type ConfusionMatrix, multiclassScores } from './multiclass.ts';
export { mcnemar, type Paired, pairedBootstrap } from './paired.ts';
export { hitRate, meanAveragePrecision, meanReciprocalRank, ndcg, rankingsOf, type Ranked } from './ranking.ts';
export { type GroupErrors, regressionParity } from './regression-parity.ts';
export { naiveMeanAbsoluteError, type Residuals, residualScores, residualsOf } from './residuals.ts';
export { chiSquareTail, logBeta, studentTwoSided } from './special-functions.ts';
