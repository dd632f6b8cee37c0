import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { Evaluation } from '../../lib/contracts/evaluation.ts';
import { ModelCard } from '../../lib/contracts/model-card.ts';
import { Release } from '../../lib/contracts/release.ts';
import { Releases } from '../../lib/contracts/releases.ts';
import { parse } from '../../lib/contracts/schema.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const folders = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const models = folders('models');
const versions = models.flatMap((model) => folders(`models/${model}/versions`).map((version) => ({ model, version })));

const releaseOf = (model: string, version: string): Release =>
  parse(Release, parseYaml(text(`models/${model}/versions/${version}/release.yaml`)), `${model} ${version} release.yaml`);
const evaluationOf = (model: string, version: string): Evaluation =>
  parse(Evaluation, JSON.parse(text(`models/${model}/versions/${version}/evaluation.json`)), `${model} ${version} evaluation.json`);
const cardOf = (model: string): ModelCard => parse(ModelCard, parseYaml(text(`models/${model}/card.yaml`)), `${model} card.yaml`);
const releasesOf = (model: string): Releases => parse(Releases, parseYaml(text(`models/${model}/releases.yaml`)), `${model} releases.yaml`);

/** Canonical JSON as design.md has it: two blanks, sorted keys, a line feed. */
function canonical(value: unknown): string {
  const sorted = (inner: unknown): unknown =>
    Array.isArray(inner)
      ? inner.map(sorted)
      : typeof inner === 'object' && inner !== null
        ? Object.fromEntries(
            Object.entries(inner)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, one]) => [key, sorted(one)]),
          )
        : inner;
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

test('three models stand here with two releases each', () => {
  expect(models).toEqual(['churn', 'credit-approval', 'demand-forecast']);
  expect(versions.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0', '1.0.0', '1.1.0', '1.0.0', '1.1.0']);
});

describe.each(versions)('$model $version', ({ model, version }) => {
  test('release and evaluation fit their schemas and name this model, this version and the same model file', () => {
    const release = releaseOf(model, version);
    const evaluation = evaluationOf(model, version);
    expect([release.model, release.version]).toEqual([model, version]);
    expect([evaluation.model, evaluation.version]).toEqual([model, version]);
    expect(evaluation.subject.artifactSha256).toBe(release.artifact.sha256);
  });

  test('the evaluation is in canonical form', () => {
    const path = `models/${model}/versions/${version}/evaluation.json`;
    expect(text(path)).toBe(canonical(JSON.parse(text(path))));
  });

  test('every value lies in its interval', () => {
    for (const [name, metric] of Object.entries(evaluationOf(model, version).metrics)) {
      const [low = NaN, high = NaN] = metric.interval ?? [];
      expect(metric.value, name).toBeGreaterThanOrEqual(low);
      expect(metric.value, name).toBeLessThanOrEqual(high);
    }
  });

  test('drift is reported for every input, and its score is the largest effect', () => {
    const { drift } = evaluationOf(model, version);
    expect(drift.features.map(({ name }) => name)).toEqual(releaseOf(model, version).features);
    expect(drift.score).toBe(Math.max(...drift.features.map(({ effectSize }) => effectSize)));
  });

  test('the groups of every attribute add up to the held-out rows', () => {
    const evaluation = evaluationOf(model, version);
    const attributes = [...new Set(evaluation.groups.map(({ attribute }) => attribute))];
    expect(attributes.length).toBe(2);
    for (const attribute of attributes) {
      const groups = evaluation.groups.filter((group) => group.attribute === attribute);
      expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(evaluation.dataset.rows);
      for (const cell of ['tp', 'fp', 'tn', 'fn'] as const) {
        const sum = groups.reduce((total, group) => total + ('tp' in group ? group[cell] : 0), 0);
        expect(sum).toBe(evaluation.confusion?.[cell] ?? 0);
      }
    }
  });

  test('the claimed metrics and fairness follow from the counts', () => {
    const { confusion, metrics, groups, fairness } = evaluationOf(model, version);
    if (confusion === undefined) {
      expect(fairness).toEqual({});
      return;
    }
    const { tp, fp, tn, fn } = confusion;
    expect(metrics['accuracy']?.value).toBeCloseTo((tp + tn) / (tp + fp + tn + fn), 6);
    expect(metrics['precision']?.value).toBeCloseTo(tp / (tp + fp), 6);
    expect(metrics['recall']?.value).toBeCloseTo(tp / (tp + fn), 6);
    expect(metrics['f1']?.value).toBeCloseTo((2 * tp) / (2 * tp + fp + fn), 6);
    expect(metrics['balanced_accuracy']?.value).toBeCloseTo((tp / (tp + fn) + tn / (tn + fp)) / 2, 6);
    for (const [attribute, claimed] of Object.entries(fairness)) {
      const rates = groups.flatMap((group) =>
        group.attribute === attribute && 'tp' in group
          ? [
              {
                ...group,
                rate: (group.tp + group.fp) / group.n,
                tpr: group.tp / (group.tp + group.fn),
                fpr: group.fp / (group.fp + group.tn),
              },
            ]
          : [],
      );
      const reference = rates.find(({ group }) => group === claimed.reference);
      if (reference === undefined) throw new Error(`${attribute}: no group ${claimed.reference}`);
      const others = rates.filter((group) => group !== reference);
      const largest = (differences: number[]): number => differences.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
      const parity = largest(others.map(({ rate }) => rate - reference.rate));
      const opportunity = largest(others.map(({ tpr }) => tpr - reference.tpr));
      const odds = largest(others.map(({ tpr, fpr }) => (tpr - reference.tpr + fpr - reference.fpr) / 2));
      const impact = Math.exp(largest(others.map(({ rate }) => Math.log(rate / reference.rate))));
      expect(claimed.statistical_parity_difference).toBeCloseTo(parity, 6);
      expect(claimed.equal_opportunity_difference).toBeCloseTo(opportunity, 6);
      expect(claimed.average_odds_difference).toBeCloseTo(odds, 6);
      expect(claimed.disparate_impact).toBeCloseTo(impact, 6);
    }
  });
});

describe.each(models)('%s', (model) => {
  test('its two releases were held out on the same rows, and use different algorithms', () => {
    const own = versions.filter((one) => one.model === model);
    expect(new Set(own.map(({ version }) => evaluationOf(model, version).dataset.sha256)).size).toBe(1);
    expect(new Set(own.map(({ version }) => releaseOf(model, version).training.algorithm)).size).toBe(2);
  });

  test('every version that is placed has its evidence', () => {
    const { environments } = releasesOf(model);
    const placed = Object.values(environments).flatMap(({ stable, candidate }) => [
      stable,
      ...(candidate === undefined ? [] : [candidate]),
    ]);
    const known = versions.filter((one) => one.model === model).map(({ version }) => version);
    expect(known).toEqual(expect.arrayContaining(placed));
  });

  test('the card describes every version and was reviewed by someone who did not write it', () => {
    const card = cardOf(model);
    expect(card.model).toBe(model);
    expect(card.versions).toEqual(versions.filter((one) => one.model === model).map(({ version }) => version));
    expect(card.authors).not.toContain(card.reviewed.by);
  });

  test('every number that the card quotes is the measured one, to the digits shown', () => {
    const card = cardOf(model);
    const measured: string[] = [];
    for (const { quoted, version, name, group, value } of quotes(card)) {
      const found = lookUp(evaluationOf(model, version), name, group);
      expect(found, quoted).toBeDefined();
      const digits = value.split('.')[1]?.length ?? 0;
      expect(Number(found).toFixed(digits), quoted).toBe(value);
      measured.push(quoted);
    }
    expect(measured.length).toBeGreaterThanOrEqual(6);
  });

  test('no number with decimals stands in the card outside a quote', () => {
    const { data, ...card } = cardOf(model);
    const rest = proseOf({ ...card, data: { ...data, licence: '' } })
      .replace(QUOTE, '')
      .replace(/\b\d+\.\d+\.\d+\b/g, '');
    expect(rest.match(/\d\.\d/g) ?? []).toEqual([]);
  });
});

/** `roc_auc 0.878 (1.1.0)`, `disparate_impact 0.904 (1.1.0, age_band)` or `n 76 (1.1.0, age_band 25-and-under)`. */
const QUOTE = /\b([a-z][a-z0-9_]*) (-?\d+(?:\.\d+)?) \((\d+\.\d+\.\d+)(?:, ([^)]+))?\)/g;

function proseOf(card: object): string {
  const gather = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(gather) : [];
  return gather(card).join('\n').replace(/\s+/g, ' ');
}

interface Quote {
  readonly quoted: string;
  readonly name: string;
  readonly value: string;
  readonly version: string;
  readonly group: string | undefined;
}

function quotes(card: ModelCard): Quote[] {
  return [...proseOf(card).matchAll(QUOTE)].map(([quoted, name = '', value = '', version = '', group]) => ({
    quoted,
    name,
    value,
    version,
    group,
  }));
}

/** A metric, the drift score or a calibration figure by name; fairness by attribute; a count, mae or bias by `attribute group`. */
function lookUp(evaluation: Evaluation, name: string, group: string | undefined): number | undefined {
  if (group === undefined) {
    const single: Record<string, number | undefined> = {
      drift_score: evaluation.drift.score,
      ece: evaluation.calibration?.ece,
      rows: evaluation.dataset.rows,
    };
    return (
      single[name] ??
      evaluation.metrics[name]?.value ??
      evaluation.explainability?.features.find((feature) => `importance_of_${feature.name}` === name)?.importance
    );
  }
  const claimed = Object.entries(evaluation.fairness[group] ?? {}).find(([key]) => key === name)?.[1];
  if (typeof claimed === 'number') return claimed;
  const counted = evaluation.groups.find((one) => `${one.attribute} ${one.group}` === group);
  const figure = Object.entries(counted ?? {}).find(([key]) => key === name)?.[1];
  return typeof figure === 'number' ? figure : undefined;
}
