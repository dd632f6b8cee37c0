import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../lib/contracts/evaluation.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, root, scratchFolder, type Ran } from '../support/scratch.ts';

const run = (cwd: string, ...args: readonly string[]): Promise<Ran> => inProcess(cwd, ['evidence', 'import', ...args]);

/** A repository with one model, and what a pipeline measured of its next version. */
function repository(): string {
  const folder = scratchFolder();
  for (const part of ['modelgate.config.ts', 'models/churn'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter: (source) => !source.includes('training') });
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commit(folder, 'Start');
  mkdirSync(path.join(folder, 'out'));
  const write = (name: string, value: unknown): void => {
    writeFileSync(path.join(folder, 'out', name), JSON.stringify(value));
  };
  write('summary.json', { _timestamp: 1795269185.8, 'test/accuracy': 0.9, auc: 0.95, 'train/accuracy': 0.99 });
  write('rest.json', {
    latencyMs: { p50: 1, p95: 2, p99: 3 },
    drift: { score: 0.05, features: [{ name: 'tenure', method: 'psi', effectSize: 0.05 }] },
  });
  return folder;
}

const SOURCES = ['--model', 'churn', '--version', '9.0.0', '--from', 'wandb=out/summary.json', '--from', 'evaluation=out/rest.json'];
const FACTS = [
  ...['--task', 'binary-classification', '--artifact-sha256', 'a'.repeat(64), '--dataset-name', 'held out', '--dataset-version', '7'],
  ...['--dataset-sha256', 'b'.repeat(64), '--dataset-rows', '400', '--dataset-from', 'none', '--dataset-split', 'stratified'],
];
const FILE = 'models/churn/versions/9.0.0/evaluation.json';
const read = (folder: string): Evaluation => JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')) as Evaluation;

describe('evidence import', () => {
  test('writes one evaluation of several sources, and lists what it could not map', async () => {
    const folder = repository();
    expect(await run(folder, ...SOURCES, ...FACTS)).toEqual({
      code: 0,
      out: `wandb  out/summary.json: 2 fields, 2 not imported\nevaluation  out/rest.json: 5 fields, 0 not imported\nwritten  ${FILE}\n`,
      err:
        'not imported  out/summary.json#/auc: not a metric whose name says what it is; name it with --metric NAME=auc\n' +
        'not imported  out/summary.json#/train~1accuracy: measured on training rows; if they were held out, say so with --metric accuracy=train/accuracy\n',
    });
    expect(read(folder)).toEqual({
      schemaVersion: 'modelgate.dev/evaluation/v1',
      model: 'churn',
      version: '9.0.0',
      task: 'binary-classification',
      subject: { artifactSha256: 'a'.repeat(64) },
      dataset: { name: 'held out', version: '7', sha256: 'b'.repeat(64), rows: 400, from: null, to: null, split: 'stratified' },
      producedAt: '2026-11-21T13:53:05Z',
      producer: 'modelgate evidence import (wandb, evaluation)',
      metrics: { accuracy: { value: 0.9 } },
      groups: [],
      fairness: {},
      drift: { score: 0.05, features: [{ name: 'tenure', method: 'psi', effectSize: 0.05 }] },
      latencyMs: { p50: 1, p95: 2, p99: 3 },
    });
  });

  test('says the same as JSON', async () => {
    const { out, err } = await run(repository(), ...SOURCES, ...FACTS, '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      model: 'churn',
      version: '9.0.0',
      file: FILE,
      written: true,
      sources: [
        {
          format: 'wandb',
          source: 'out/summary.json',
          imported: ['/metrics/accuracy/value', '/producedAt'],
          unmapped: [{ place: '/auc' }, { place: '/train~1accuracy' }],
        },
        { format: 'evaluation', unmapped: [] },
      ],
    });
  });

  test('doing it again changes nothing, and a further source is merged into what is there', async () => {
    const folder = repository();
    await run(folder, ...SOURCES, ...FACTS);
    expect((await run(folder, ...SOURCES, ...FACTS)).out).toContain('nothing changed');
    const more = ['--model', 'churn', '--version', '9.0.0', '--from', 'wandb=out/summary.json', '--metric', 'roc_auc=auc'];
    expect(await run(folder, ...more)).toMatchObject({ code: 0 });
    expect(read(folder).metrics).toEqual({ accuracy: { value: 0.9 }, roc_auc: { value: 0.95 } });
  });

  test('another value of the same metric is a conflict, and nothing is written', async () => {
    const folder = repository();
    await run(folder, ...SOURCES, ...FACTS);
    const before = readFileSync(path.join(folder, FILE), 'utf8');
    writeFileSync(path.join(folder, 'out/summary.json'), JSON.stringify({ _timestamp: 1795269185, accuracy: 0.91 }));
    const { code, err } = await run(folder, ...SOURCES);
    expect(code).toBe(2);
    expect(err).toContain('error import.conflict');
    expect(err).toContain(`out/summary.json: /metrics/accuracy/value is 0.91; expected 0.9, as ${FILE} says`);
    expect(readFileSync(path.join(folder, FILE), 'utf8')).toBe(before);
  });

  test('what no source holds is asked for, every field with its flag, and nothing is written', async () => {
    const folder = repository();
    const { code, err } = await run(folder, ...SOURCES, '--task', 'binary-classification');
    expect(code).toBe(2);
    expect(err).toContain(`${FILE}: no source holds subject.artifactSha256; expected it in every evaluation`);
    expect(err).toContain('fix: Give --dataset-sha256.');
    expect(existsSync(path.join(folder, FILE))).toBe(false);
    expect((await run(folder, ...SOURCES)).err).toContain('fix: Give --task.');
  });

  test('a released version is never rewritten', async () => {
    const folder = repository();
    const { code, err } = await run(folder, '--model', 'churn', '--version', '1.1.0', '--from', 'wandb=out/summary.json');
    expect(code).toBe(2);
    expect(err).toContain('error evidence.released\n  models/churn/versions/1.1.0/evaluation.json: is in commit');
    const into = ['--into', 'models/churn/versions/1.1.0/evaluation.json'];
    expect((await run(folder, ...SOURCES, ...FACTS, ...into)).err).toContain('error evidence.released');
  });

  test('signed evidence is never rewritten', async () => {
    const folder = repository();
    await run(folder, ...SOURCES, ...FACTS);
    writeFileSync(path.join(folder, path.dirname(FILE), 'evaluation.sigstore.json'), '{}');
    expect((await run(folder, ...SOURCES)).err).toContain('error evidence.signed');
  });

  test('outside of a repository it writes where --into says', async () => {
    const folder = repository();
    const elsewhere = scratchFolder();
    const sources = SOURCES.map((one) => one.replace('=out/', `=${folder}/out/`));
    expect(await run(elsewhere, ...sources, ...FACTS, '--into', 'made/evaluation.json')).toMatchObject({ code: 0 });
    expect(existsSync(path.join(elsewhere, 'made/evaluation.json'))).toBe(true);
    expect((await run(elsewhere, ...sources, ...FACTS)).err).toContain('error repository.not_found');
  });

  test.each([
    [['--from', 'wand=out/summary.json'], 'Did you mean wandb?'],
    [['--from', 'wandb'], '--from "wandb"; expected NAME=VALUE'],
    [['--from', 'wandb=out/nothing.json'], 'error import.unreadable'],
    [['--from', 'mlflow=out/summary.json'], 'not a document of the format mlflow'],
    [['--metric', 'f1=f_one'], '--metric f1=f_one: no source measured f_one'],
    [['--dataset-rows', 'many'], 'error schema.invalid\n  the options: /dataset/rows must be integer; seen NaN'],
    [['--latency-ms', '3,2,1'], 'expected three rising numbers'],
    [['--from', 'json=out/summary.json'], 'error import.no_map'],
    [['--model', 'chrun'], 'Did you mean churn?'],
  ])('%j is a mistake with a fix', async (more, expected) => {
    const folder = repository();
    const { code, err } = await run(folder, ...SOURCES, ...FACTS, ...more);
    expect(code).toBe(2);
    expect(err).toContain(expected);
    expect(err).toContain('fix: ');
    expect(existsSync(path.join(folder, FILE))).toBe(false);
  });
});
