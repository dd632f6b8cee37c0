import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commit, git, modelgate, runIn, scratchFolder, scratchRepository } from '../support/scratch.ts';

const at = (repository: string, file: string): string => path.join(repository, file);
const write = (repository: string, file: string, content: string): void => {
  mkdirSync(path.dirname(at(repository, file)), { recursive: true });
  writeFileSync(at(repository, file), content);
};
const edit = (repository: string, file: string, change: (text: string) => string): void => {
  const before = readFileSync(at(repository, file), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`the test meant to change ${file}`);
  writeFileSync(at(repository, file), after);
};

interface Case {
  readonly name: string;
  readonly spoil: (repository: string) => void;
  readonly args: readonly string[];
  /** The error's code and what its message has to hold. */
  readonly says: readonly (string | RegExp)[];
}

const CARD = 'models/churn/card.yaml';
const RELEASES = 'models/churn/releases.yaml';
const EVALUATION = 'models/churn/versions/1.1.0/evaluation.json';
const RELEASE = 'models/churn/versions/1.1.0/release.yaml';
const DECLARATION = 'models/churn/model.ts';

const cases: readonly Case[] = [
  {
    name: 'no models',
    spoil: (repository) => {
      rmSync(at(repository, 'models'), { recursive: true });
    },
    args: ['synth'],
    says: ['models.none'],
  },
  {
    name: 'no models, when judging',
    spoil: (repository) => {
      rmSync(at(repository, 'models'), { recursive: true });
      rmSync(at(repository, 'synth'), { recursive: true });
    },
    args: ['gate'],
    says: ['models.none'],
  },
  {
    name: 'a model.ts with a syntax error',
    spoil: (repository) => {
      edit(repository, DECLARATION, (text) => text.replace('super(scope,', 'super(scope'));
    },
    args: ['synth'],
    says: [/models\/churn\/model\.ts:\d+:\d+/],
  },
  {
    name: 'a model.ts that throws',
    spoil: (repository) => {
      edit(repository, DECLARATION, (text) =>
        text.replace('super(scope,', "if (scope.node.path !== '?') throw new Error('no data today');\n    super(scope,"),
      );
    },
    args: ['synth'],
    says: ['no data today', /models\/churn\/model\.ts:\d+:\d+/],
  },
  {
    name: 'a model.ts with a wrong export',
    spoil: (repository) => {
      write(repository, DECLARATION, 'export default 42;\n');
    },
    args: ['synth'],
    says: ['model.not_a_model', 'models/churn/model.ts'],
  },
  {
    name: 'a model.ts with a type error, which synth does not check types for',
    spoil: (repository) => {
      edit(repository, DECLARATION, (text) => text.replace("riskTier: 'limited'", "riskTier: 'severe'"));
    },
    args: ['synth'],
    says: [/models\/churn\/model\.ts:\d+:\d+/, 'riskTier', 'severe', '"low", "limited", "high"'],
  },
  {
    name: 'a model.ts whose id is another model’s',
    spoil: (repository) => {
      edit(repository, DECLARATION, (text) => text.replace("super(scope, 'churn'", "super(scope, 'credit-approval'"));
    },
    args: ['synth'],
    says: ['models/churn/model.ts', 'credit-approval'],
  },
  {
    name: 'a model.ts that ends the process with success',
    spoil: (repository) => {
      edit(repository, DECLARATION, (text) => `${text}\nprocess.exit(0);\n`);
    },
    args: ['synth'],
    says: ['models/churn/model.ts'],
  },
  ...['Churn', 'a_b', 'a'.repeat(64), '-churn', '..churn'].map((id): Case => ({
    name: `a folder named ${id}`,
    spoil: (repository) => {
      cpSync(at(repository, 'models/churn'), at(repository, `models/${id}`), { recursive: true });
    },
    args: ['synth'],
    says: [id],
  })),
  {
    name: 'YAML with a key twice',
    spoil: (repository) => {
      appendFileSync(at(repository, RELEASES), 'model: churn\n');
    },
    args: ['gate'],
    says: ['yaml.duplicate_key', /releases\.yaml:\d+:\d+/],
  },
  {
    name: 'YAML with an alias bomb',
    spoil: (repository) => {
      appendFileSync(at(repository, CARD), 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n');
    },
    args: ['gate'],
    says: [/card\.yaml:\d+:\d+/],
  },
  {
    name: 'YAML with tabs',
    spoil: (repository) => {
      edit(repository, RELEASES, (text) => text.replace('  dev:', '\tdev:'));
    },
    args: ['gate'],
    says: [/releases\.yaml:\d+:\d+/, /tab/i],
  },
  {
    name: 'YAML of 10 MB',
    spoil: (repository) => {
      write(repository, CARD, `overview: ${'x'.repeat(10 << 20)}\n`);
    },
    args: ['gate'],
    says: ['file.too_large', 'models/churn/card.yaml'],
  },
  {
    name: 'JSON with NaN',
    spoil: (repository) => {
      edit(repository, EVALUATION, (text) => text.replace(/"value": [\d.]+/, '"value": NaN'));
    },
    args: ['gate'],
    says: [/evaluation\.json:\d+:\d+/, 'NaN'],
  },
  {
    name: 'an unknown schema version',
    spoil: (repository) => {
      edit(repository, EVALUATION, (text) => text.replace('evaluation/v1', 'evaluation/v9'));
    },
    args: ['gate'],
    says: ['evaluation.json', 'evaluation/v9'],
  },
  {
    name: 'an evaluation for another model',
    spoil: (repository) => {
      edit(repository, EVALUATION, (text) => text.replace('"model": "churn"', '"model": "credit-approval"'));
    },
    args: ['gate'],
    says: ['evidence.wrong_subject', 'evaluation.json'],
  },
  {
    name: 'an evaluation for another version',
    spoil: (repository) => {
      edit(repository, EVALUATION, (text) => text.replace('"version": "1.1.0"', '"version": "1.0.0"'));
    },
    args: ['gate'],
    says: ['evidence.wrong_subject', 'evaluation.json'],
  },
  {
    name: 'a release that is placed and missing',
    spoil: (repository) => {
      edit(repository, RELEASES, (text) => text.replace('candidate: 1.1.0', 'candidate: 7.0.0'));
    },
    args: ['gate'],
    says: ['release.missing', '7.0.0'],
  },
  {
    name: 'a version that leads out of the repository',
    spoil: (repository) => {
      edit(repository, RELEASES, (text) => text.replace('candidate: 1.1.0', 'candidate: ../../../etc'));
    },
    args: ['gate'],
    says: [/releases\.yaml:\d+:\d+/],
  },
  {
    name: 'no bundle',
    spoil: (repository) => {
      rmSync(at(repository, 'policies/bundle'), { recursive: true });
    },
    args: ['gate'],
    says: ['bundle.missing', 'policy build'],
  },
  {
    name: 'a bundle that is older than its sources',
    spoil: (repository) => {
      appendFileSync(at(repository, 'policies/rules/metrics/below_floor/below_floor.rego'), '\n# another thought\n');
    },
    args: ['gate'],
    says: ['bundle.stale', 'policy build'],
  },
  {
    name: 'a bundle that is cut off',
    spoil: (repository) => {
      const wasm = readFileSync(at(repository, 'policies/bundle/policy.wasm'));
      writeFileSync(at(repository, 'policies/bundle/policy.wasm'), wasm.subarray(0, wasm.length / 2));
    },
    args: ['gate'],
    says: ['bundle.truncated', 'policy build'],
  },
  {
    name: 'a bundle with a check struck from its roster by hand',
    spoil: (repository) => {
      const file = at(repository, 'policies/bundle/manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as { roster: unknown[] };
      manifest.roster.pop();
      writeFileSync(file, JSON.stringify(manifest, null, 2));
    },
    args: ['gate'],
    says: ['bundle.foreign'],
  },
  {
    name: 'an unknown base',
    spoil: () => undefined,
    args: ['gate', '--base', 'mian'],
    says: ['git.unknown_ref', 'mian'],
  },
  {
    name: 'a base that looks like an option',
    spoil: () => undefined,
    args: ['gate', '--base=--upload-pack=touch'],
    says: ['git.unknown_ref'],
  },
  {
    name: 'an unknown format',
    spoil: () => undefined,
    args: ['gate', '--format', 'yaml'],
    says: ['usage.unknown_format', 'markdown'],
  },
  {
    name: 'an unknown model',
    spoil: () => undefined,
    args: ['gate', '--model', 'chrun'],
    says: ['filter.unknown_model', 'Did you mean churn?'],
  },
  {
    name: 'a manifest that is not canonical',
    spoil: (repository) => {
      appendFileSync(at(repository, 'synth/prod/churn/Service.churn.yaml'), '# a note\n');
    },
    args: ['gate'],
    says: ['manifest.not_canonical', 'Service.churn.yaml'],
  },
  {
    name: 'a catalog entry without a model',
    spoil: (repository) => {
      renameSync(at(repository, 'models/demand-forecast'), at(repository, 'demand-forecast'));
    },
    args: ['gate'],
    says: ['synth.orphan', 'demand-forecast'],
  },
  {
    name: 'a release file with an unknown key',
    spoil: (repository) => {
      appendFileSync(at(repository, RELEASE), 'sponsor: nobody\n');
    },
    args: ['gate'],
    says: ['schema.invalid', 'sponsor'],
  },
];

test.each(cases)('$name: a clear error, exit code 2, nothing lost', ({ spoil, args, says }) => {
  const repository = scratchRepository();
  spoil(repository);
  const before = git(repository, 'status', '--porcelain', '--untracked-files=all');
  const { code, out, err } = modelgate(repository, args);
  expect(err).toMatch(/^error [a-z_]+\.[a-z_]+$/m);
  expect(err).toMatch(/^ {2}fix: [A-Z]/m);
  for (const part of says) expect(err).toMatch(part);
  expect(err).not.toMatch(/^\s+at .*\(?node:/m);
  expect(out).toBe('');
  expect(code).toBe(2);
  expect(git(repository, 'status', '--porcelain', '--untracked-files=all')).toBe(before);
});

test('outside of a repository of models the error says where it looked', () => {
  const { code, err } = modelgate(scratchFolder(), ['gate']);
  expect(code).toBe(2);
  expect(err).toContain('repository.not_found');
});

test('without git history there is nothing to name in a verdict', () => {
  const repository = scratchRepository();
  rmSync(at(repository, '.git'), { recursive: true });
  const { code, err } = modelgate(repository, ['gate']);
  expect(code).toBe(2);
  expect(err).toContain('git.not_a_repository');
});

test('a shallow clone without the base says how to get it', () => {
  const repository = scratchRepository();
  const base = git(repository, 'rev-parse', 'HEAD');
  appendFileSync(at(repository, 'package.json'), '\n');
  commit(repository, 'Second');
  const clone = path.join(scratchFolder(), 'clone');
  runIn(repository, 'git', ['clone', '--quiet', '--depth', '1', `file://${repository}`, clone]);
  const { code, err } = modelgate(clone, ['gate', '--base', base]);
  expect(code).toBe(2);
  expect(err).toMatch(/git\.(shallow|unknown_ref)/);
  expect(err).toContain('fetch');
});

test('every mistake of every model is told at once', () => {
  const repository = scratchRepository();
  edit(repository, DECLARATION, (text) => text.replace('super(scope,', 'super(scope'));
  write(repository, 'models/credit-approval/model.ts', 'export default 42;\n');
  edit(repository, 'models/demand-forecast/model.ts', (text) =>
    text.replace("team: 'fleet-operations'", "team: 'Fleet Operations!'").replace('min: 3, max: 5', 'min: 5, max: 3'),
  );
  const { code, err } = modelgate(repository, ['synth']);
  expect(code).toBe(2);
  expect(err).toContain('models/churn/model.ts');
  expect(err).toContain('models/credit-approval/model.ts');
  expect(err).toContain('Fleet Operations!');
  expect(err.match(/^error /gm)?.length).toBeGreaterThanOrEqual(4);
});

test('names that meet, names that are too long and a host of two are told at once, each with both models, and nothing is written', () => {
  const repository = scratchRepository();
  const copyOf = (id: string): void => {
    cpSync(at(repository, 'models/churn'), at(repository, `models/${id}`), { recursive: true });
    for (const file of [
      'model.ts',
      'releases.yaml',
      'card.yaml',
      ...['1.0.0', '1.1.0'].map((version) => `versions/${version}/release.yaml`),
    ]) {
      edit(repository, `models/${id}/${file}`, (text) => text.replaceAll(/\bchurn\b/g, id));
    }
  };
  // Its objects are called like churn's training: account, policy, template.
  copyOf('churn-training');
  // Cut to the longest there may be, these two would be one.
  const [one, other] = [`${'m'.repeat(40)}a`, `${'m'.repeat(40)}b`];
  copyOf(one);
  copyOf(other);
  edit(repository, 'models/demand-forecast/model.ts', (text) => text.replace('traffic: {', "traffic: { subdomain: 'churn',"));
  edit(repository, 'models/credit-approval/model.ts', (text) => text.replace(/riskTier: '\w+'/, "riskTier: 'severe'"));
  const before = git(repository, 'status', '--porcelain', '--untracked-files=all');
  const { code, out, err } = modelgate(repository, ['synth']);
  for (const id of [one, other]) expect(err).toContain(`models/: "${id}" has 41 characters; expected a model id: 1 to 40 of a-z`);
  expect(err).toContain('churn-training: ServiceAccount.churn-training is in model churn of dev too; expected each kind and name once');
  expect(err).toContain('demand-forecast: traffic.subdomain is "churn", which model churn has; expected a host of its own');
  expect(err).toContain('credit-approval: riskTier is "severe"; must be one of "low", "limited", "high"');
  expect(err.match(/^ {2}fix: [A-Z]/gm)?.length).toBe(err.match(/^error /gm)?.length);
  expect(out).toBe('');
  expect(code).toBe(2);
  expect(git(repository, 'status', '--porcelain', '--untracked-files=all')).toBe(before);
});

test('--json gives the error as data on stdout', () => {
  const repository = scratchRepository();
  rmSync(at(repository, 'policies/bundle'), { recursive: true });
  const { code, out } = modelgate(repository, ['gate', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, verdict: 'error', errors: [{ code: 'bundle.missing' }] });
});
