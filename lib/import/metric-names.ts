import type { Task } from '../contracts/common.ts';

/** A metric that we know by name. */
export interface KnownMetric {
  /** scikit-learn's name. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Tasks in which the bare name means one thing. Precision of several classes is nothing until it says how they are averaged. */
  readonly tasks: readonly Task[];
  /** Other spellings, lower case, words joined by `_`. */
  readonly aliases: readonly string[];
}

const BINARY: readonly Task[] = ['binary-classification'];
const MULTICLASS: readonly Task[] = ['multiclass-classification'];
const CLASSES: readonly Task[] = [...BINARY, ...MULTICLASS];
const NUMBERS: readonly Task[] = ['regression', 'forecast'];

const share = (name: string, tasks: readonly Task[], ...aliases: readonly string[]): KnownMetric => ({
  name,
  low: 0,
  high: 1,
  tasks,
  aliases: [name, ...aliases],
});
const loss = (name: string, tasks: readonly Task[], ...aliases: readonly string[]): KnownMetric => ({
  ...share(name, tasks, ...aliases),
  high: Infinity,
});
const correlation = (name: string, tasks: readonly Task[], ...aliases: readonly string[]): KnownMetric => ({
  ...share(name, tasks, ...aliases),
  low: -1,
});

const AVERAGED = ['precision', 'recall', 'f1'].flatMap((name) =>
  ['macro', 'micro', 'weighted'].map((average) =>
    share(
      `${name}_${average}`,
      MULTICLASS,
      `${average}_${name}`,
      `${name}_score_${average}`,
      `${average}_${name}_score`,
      `${average}_avg_${name}`,
      `${average}_avg_${name}_score`,
    ),
  ),
);

/**
 * Left out on purpose, because the name does not say what was measured: `auc` (of which curve?), `pr_auc` (a trapezoid is not
 * `average_precision`), `mape` (a share or percent?), `loss`, `score`, `mean_error` (of which sign?).
 */
const KNOWN: readonly KnownMetric[] = [
  share('accuracy', CLASSES, 'accuracy_score', 'acc'),
  share('balanced_accuracy', CLASSES, 'balanced_accuracy_score'),
  share('precision', BINARY, 'precision_score', 'positive_predictive_value'),
  share('recall', BINARY, 'recall_score', 'sensitivity', 'true_positive_rate', 'tpr'),
  share('f1', BINARY, 'f1_score'),
  share('specificity', BINARY, 'true_negative_rate', 'tnr'),
  share('roc_auc', BINARY, 'roc_auc_score', 'auroc', 'auc_roc', 'rocauc'),
  share('average_precision', BINARY, 'average_precision_score'),
  share('brier_score_loss', BINARY, 'brier_score', 'brier'),
  loss('log_loss', CLASSES, 'logloss'),
  correlation('matthews_corrcoef', CLASSES, 'mcc', 'matthews_correlation', 'matthews_correlation_coefficient'),
  correlation('cohen_kappa_score', CLASSES, 'cohen_kappa'),
  share('roc_auc_ovr', MULTICLASS, 'roc_auc_score_ovr'),
  share('roc_auc_ovo', MULTICLASS, 'roc_auc_score_ovo'),
  ...AVERAGED,
  loss('mean_absolute_error', NUMBERS, 'mae'),
  loss('mean_squared_error', NUMBERS, 'mse'),
  loss('root_mean_squared_error', NUMBERS, 'rmse'),
  loss('median_absolute_error', NUMBERS, 'medae'),
  loss('max_error', NUMBERS),
  loss('mean_absolute_percentage_error', NUMBERS),
  loss('mean_absolute_scaled_error', NUMBERS, 'mase'),
  { ...share('r2_score', NUMBERS, 'r2', 'r_squared'), low: -Infinity },
  { ...share('explained_variance_score', NUMBERS, 'explained_variance'), low: -Infinity },
];

const BY_ALIAS: ReadonlyMap<string, KnownMetric> = new Map(KNOWN.flatMap((known) => known.aliases.map((alias) => [alias, known])));
const BY_NAME: ReadonlyMap<string, KnownMetric> = new Map(KNOWN.map((known) => [known.name, known]));

/** `F1Score` and `f1-score` become `f1_score`. */
function words(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** The metric that a spelling stands for; null when it is not known. */
export function knownAs(spelling: string): KnownMetric | null {
  return BY_ALIAS.get(words(spelling)) ?? null;
}

/** The metric of one of our names; null when the name is a team's own. */
export function knownMetric(name: string): KnownMetric | null {
  return BY_NAME.get(name) ?? null;
}

const SPLIT = /^(train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?|eval(?:uation)?|hold_?out|held_?out)[_/.\s-]+(.+)$/i;

/** `test/accuracy` is `accuracy`, measured on `test`. `rows`: which rows a prefix says; `held-out` also when there is none. */
export function splitName(name: string): { readonly rows: 'held-out' | 'training' | 'validation'; readonly metric: string } {
  const [, prefix, metric] = SPLIT.exec(name) ?? [];
  if (prefix === undefined || metric === undefined) return { rows: 'held-out', metric: name };
  const first = prefix.toLowerCase();
  const rows = first.startsWith('train') ? 'training' : /^(?:val|dev)/.test(first) ? 'validation' : 'held-out';
  return { rows, metric };
}
