import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { readCard } from '../../lib/evidence/card.ts';
import { readCatalog } from '../../lib/evidence/catalog.ts';
import { gitTree } from '../../lib/evidence/commit-tree.ts';
import { readEvaluation } from '../../lib/evidence/evaluation.ts';
import { readModelFacts } from '../../lib/evidence/facts.ts';
import { listModels } from '../../lib/evidence/models.ts';
import { readRelease } from '../../lib/evidence/release.ts';
import { readReleases } from '../../lib/evidence/releases.ts';
import { readThresholds } from '../../lib/evidence/thresholds.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { card, evaluation, release, spec } from './support/documents.ts';
import { oneModel, Repository } from './support/repository.ts';
import { refusal, refusals } from './support/refusal.ts';

const RELEASE = 'models/churn/versions/1.1.0/release.yaml';
const EVALUATION = 'models/churn/versions/1.1.0/evaluation.json';

describe('the files of a model', () => {
  test('are read as they were written', async () => {
    const tree = workTree(oneModel().root);
    expect(await readRelease(tree, 'churn', '1.1.0')).toEqual(release('churn', '1.1.0'));
    expect(await readEvaluation(tree, 'churn', '1.1.0')).toEqual(evaluation('churn', '1.1.0'));
    expect(await readCard(tree, 'churn')).toEqual(card('churn', ['1.1.0', '1.0.0']));
    expect(await readCatalog(tree, 'churn')).toEqual(spec('churn', ['dev', 'staging', 'prod']));
  });

  test('a missing evaluation or card is null, so that a policy can deny it', async () => {
    const tree = workTree(oneModel().remove(EVALUATION).remove('models/churn/card.yaml').root);
    expect(await readEvaluation(tree, 'churn', '1.1.0')).toBeNull();
    expect(await readCard(tree, 'churn')).toBeNull();
  });

  test.each([
    ['model', { model: 'other' }, '"other"', '"churn"'],
    ['version', { version: '1.0.0' }, '"1.0.0"', '"1.1.0"'],
  ])('an evaluation or a release for another %s is refused', async (key, change, seen, expected) => {
    const repository = oneModel();
    repository.write(EVALUATION, JSON.stringify({ ...evaluation('churn', '1.1.0'), ...change }));
    repository.write(RELEASE, stringify({ ...release('churn', '1.1.0'), ...change }));
    const tree = workTree(repository.root);
    const tail = `${key} is ${seen}; expected ${expected}, after the folder that it lies in`;
    expect(await refusal(() => readEvaluation(tree, 'churn', '1.1.0'))).toBe(`evidence.wrong_subject: ${EVALUATION}: ${tail}`);
    expect(await refusal(() => readRelease(tree, 'churn', '1.1.0'))).toBe(`evidence.wrong_subject: ${RELEASE}: ${tail}`);
  });

  test('a card, releases.yaml or catalog of another model is refused', async () => {
    const repository = oneModel();
    repository.write('models/churn/card.yaml', stringify(card('other', ['1.1.0'])));
    repository
      .place('churn', { dev: { stable: '1.1.0' } })
      .write(
        'models/churn/releases.yaml',
        'schemaVersion: modelgate.dev/releases/v1\nmodel: other\nenvironments: {dev: {stable: 1.1.0}}\n',
      );
    repository.write('synth/catalog/churn.json', JSON.stringify(spec('other', ['dev'])));
    const tree = workTree(repository.root);
    for (const read of [readCard, readReleases, readCatalog])
      expect(await refusal(() => read(tree, 'churn'))).toMatch(/^evidence\.wrong_subject: .*"other"; expected "churn"/);
  });

  test('an unknown schema version is the one thing that is said, with its place', async () => {
    const repository = oneModel();
    repository.write(EVALUATION, JSON.stringify({ schemaVersion: 'modelgate.dev/evaluation/v9', surprise: 1 }, null, 2));
    repository.write(RELEASE, 'surprise: 1\nschemaVersion: 2\n');
    const tree = workTree(repository.root);
    expect(await refusals(() => readEvaluation(tree, 'churn', '1.1.0'))).toEqual([
      `schema.unknown_version: ${EVALUATION}:2:20: schemaVersion "modelgate.dev/evaluation/v9"; expected "modelgate.dev/evaluation/v1"`,
    ]);
    expect(await refusals(() => readRelease(tree, 'churn', '1.1.0'))).toEqual([
      `schema.unknown_version: ${RELEASE}:2:16: schemaVersion 2; expected "modelgate.dev/release/v1"`,
    ]);
  });

  test('each departure from the schema names file, line and column', async () => {
    const repository = oneModel();
    repository.write(RELEASE, stringify({ ...release('churn', '1.1.0'), features: [], surprise: 1 }));
    expect(await refusals(() => readRelease(workTree(repository.root), 'churn', '1.1.0'))).toEqual([
      expect.stringMatching(
        /^schema\.invalid: models\/churn\/versions\/1\.1\.0\/release\.yaml:1:1: the document has a key "surprise" that is not known here/,
      ),
      expect.stringMatching(
        /^schema\.invalid: models\/churn\/versions\/1\.1\.0\/release\.yaml:21:11: \/features must NOT have fewer than 1 items; seen \[\]$/,
      ),
    ]);
  });

  test('a file of a commit is named with its commit', async () => {
    const repository = oneModel();
    repository.write(EVALUATION, '{"schemaVersion": NaN}');
    const commit = repository.commit('Broken');
    expect(await refusal(async () => readEvaluation(await gitTree(repository.root, 'HEAD'), 'churn', '1.1.0'))).toBe(
      `json.not_finite: ${commit.slice(0, 12)}:${EVALUATION}:1:19: NaN; expected a finite number`,
    );
  });

  test.each([
    ['createdAt', RELEASE, stringify({ ...release('churn', '1.1.0'), createdAt: '2026-02-30T10:00:00Z' })],
    ['producedAt', EVALUATION, JSON.stringify({ ...evaluation('churn', '1.1.0'), producedAt: '2025-02-29T10:00:00Z' })],
    ['reviewed.on', 'models/churn/card.yaml', stringify({ ...card('churn', ['1.1.0']), reviewed: { on: '2026-04-31', by: 'Grace' } })],
  ])('a day that does not exist (%s) is refused', async (key, file, contents) => {
    const tree = workTree(oneModel().write(file, contents).root);
    const act = async (): Promise<unknown> => [
      await readRelease(tree, 'churn', '1.1.0'),
      await readEvaluation(tree, 'churn', '1.1.0'),
      await readCard(tree, 'churn'),
    ];
    expect(await refusal(act)).toMatch(new RegExp(`^time\\.invalid: ${file}: ${key}: `));
  });

  test.each([
    ['metrics.f1.value', ['"0.99"', 'null', 'true', '[]', '{}', '[0.99]', '""', '1e400', 'NaN', '18446744073709551616']],
    ['confusion.tp', ['"9"', 'null', 'true', '[]', '{}', '-1', '1.5', '1e13']],
    ['drift.score', ['"0"', 'null', '-0.1', '{}']],
    ['latencyMs.p95', ['"8"', 'null', '-1']],
  ])('no value of the wrong type is taken for %s', async (place, values) => {
    const repository = oneModel();
    for (const value of values) {
      const document = JSON.parse(JSON.stringify(evaluation('churn', '1.1.0'))) as Record<string, unknown>;
      const steps = place.split('.');
      const last = steps.pop() ?? '';
      let here = document;
      for (const step of steps) here = here[step] as Record<string, unknown>;
      here[last] = '@@';
      repository.write(EVALUATION, JSON.stringify(document).replace('"@@"', value));
      expect(await refusal(() => readEvaluation(workTree(repository.root), 'churn', '1.1.0')), value).toMatch(
        /^(schema\.invalid|json\.not_finite): /,
      );
    }
  });
});

describe('facts for synthesis', () => {
  test('hold every placed version and the card byte for byte', async () => {
    const facts = await readModelFacts(workTree(oneModel().write('models/churn/card.yaml', '# as is\n').root), 'churn');
    expect(Object.keys(facts.versions)).toEqual(['1.0.0', '1.1.0']);
    expect(facts).toMatchObject({
      id: 'churn',
      card: '# as is\n',
      releases: { environments: { prod: { stable: '1.0.0', candidate: '1.1.0' } } },
    });
  });

  test('a missing card is an empty text', async () => {
    expect((await readModelFacts(workTree(oneModel().remove('models/churn/card.yaml').root), 'churn')).card).toBe('');
  });

  test('a missing release is told with the file that places it', async () => {
    const tree = workTree(oneModel().remove('models/churn/versions/1.0.0').root);
    expect(await refusal(() => readModelFacts(tree, 'churn'))).toBe(
      'release.missing: models/churn/versions/1.0.0/release.yaml: absent, but models/churn/releases.yaml places version 1.0.0; expected its facts',
    );
  });

  test('a missing releases.yaml is told', async () => {
    expect(await refusal(() => readModelFacts(workTree(oneModel().remove('models/churn/releases.yaml').root), 'churn'))).toMatch(
      /^releases\.missing: models\/churn\/releases\.yaml: absent; /,
    );
  });

  test.each(['../churn', 'a/b', 'Churn', 'a'.repeat(64), 'a'.repeat(41), '', '-a', 'a-', '1a', '.', '..', 'a b', 'é', 'a\n', '__proto__'])(
    'an id such as %j never becomes a path',
    async (id) => {
      expect(await refusal(() => readModelFacts(workTree(oneModel().root), id))).toMatch(
        /^model\.bad_id: models\/: .* is no model id; expected 1 to 40 of a-z, 0-9 and "-"/,
      );
    },
  );

  test.each(['../../x', 'a/b', '..', '1.0.0+build', 'v 1', '', '/etc', '-1'])(
    'a version such as %j never becomes a path',
    async (version) => {
      const repository = oneModel().write(
        'models/churn/releases.yaml',
        stringify({ schemaVersion: 'modelgate.dev/releases/v1', model: 'churn', environments: { dev: { stable: version } } }),
      );
      expect(await refusal(() => readModelFacts(workTree(repository.root), 'churn'))).toMatch(
        /^schema\.invalid: models\/churn\/releases\.yaml:5:13: \/environments\/dev\/stable must match pattern/,
      );
    },
  );
});

describe('the list of models', () => {
  test('is every folder under models/, sorted, but for Python’s caches and files beside the folders', async () => {
    const repository = new Repository()
      .write('models/b/x', '')
      .write('models/a/x', '')
      .write('models/README.md', '')
      .write('models/old/training/__pycache__/x.pyc', '');
    expect(await listModels(workTree(repository.root))).toEqual(['a', 'b']);
  });

  test.each(['Churn', 'a_b', 'a'.repeat(64)])('a folder named %s is refused', async (id) => {
    expect(await refusal(() => listModels(workTree(new Repository().write(`models/${id}/model.ts`, '').root)))).toMatch(/^model\.bad_id: /);
  });
});

describe('thresholds', () => {
  test('are read for every tier', async () => {
    const seen = await readThresholds(workTree(new Repository().thresholds().root));
    expect([seen.low.tier, seen.limited.tier, seen.high.tier]).toEqual(['low', 'limited', 'high']);
  });

  test('of a missing tier, or of another, are refused', async () => {
    const repository = new Repository().thresholds().remove('policies/thresholds/high.yaml');
    expect(await refusal(() => readThresholds(workTree(repository.root)))).toBe(
      'thresholds.missing: policies/thresholds/high.yaml: absent; expected the limits of risk tier high',
    );
    repository
      .thresholds()
      .write(
        'policies/thresholds/low.yaml',
        'schemaVersion: modelgate.dev/thresholds/v1\ntier: high\nall: {}\ntasks: {}\nenvironments: {}\n',
      );
    expect(await refusal(() => readThresholds(workTree(repository.root)))).toMatch(
      /^thresholds\.wrong_tier: policies\/thresholds\/low\.yaml: tier is high; expected low/,
    );
  });
});
