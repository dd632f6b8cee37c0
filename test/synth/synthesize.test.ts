import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { UserError } from '../../lib/errors.ts';
import { EVERYTHING, type Filter } from '../../lib/synth/filter.ts';
import { loadConfig } from '../../lib/synth/load.ts';
import { synthesize, type Synthesis } from '../../lib/synth/synthesize.ts';
import { config, thresholds } from '../support/units.ts';
import { configText, declaration, factsOf, put, repository } from './support/repository.ts';
import { collector } from './support/tree.ts';

interface Given {
  readonly filter?: Filter;
  readonly deadlineMs?: number;
}

interface Ran extends Synthesis {
  /** Path -> text of what was rendered, in the order of paths. */
  readonly tree: ReadonlyMap<string, string>;
}

async function run(root: string, ids: readonly string[], { filter = EVERYTHING, ...rest }: Given = {}): Promise<Ran> {
  const { sink, texts } = collector();
  const facts = (id: string) => Promise.resolve(factsOf(id));
  const synthesis = await synthesize({ root, models: ids, facts, thresholds, filter, sink, ...rest });
  return { ...synthesis, tree: new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The errors of a run over these models, as `code message`. */
async function errorsOf(models: Readonly<Record<string, string>>, given: Given = {}): Promise<readonly string[]> {
  const root = repository(models);
  return told((await run(root, Object.keys(models), given)).errors);
}

const told = (errors: readonly UserError[]): readonly string[] => errors.map(({ code, message }) => `${code} ${message}`);

const replaced = (id: string, from: string, to: string): string => {
  const text = declaration(id);
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe('what no unit can see of itself', () => {
  const named = (id: string, subdomain: string) => replaced(id, 'traffic: {', `traffic: { subdomain: '${subdomain}',`);

  test('two models with one host are an error at the one that asks for the other, whose id it is', async () => {
    expect(await errorsOf({ attrition: named('attrition', 'churn'), churn: declaration('churn') })).toEqual([
      'model.host_taken models/attrition/model.ts: attrition: traffic.subdomain is "churn", which model churn has; expected a host of its own',
    ]);
    expect(await errorsOf({ attrition: named('attrition', 'leave'), churn: named('churn', 'leave') })).toEqual([
      'model.host_taken models/churn/model.ts: churn: traffic.subdomain is "leave", which model attrition has; expected a host of its own',
    ]);
  });

  test('it is told beside the mistakes of other models', async () => {
    const models = { attrition: named('attrition', 'churn'), churn: declaration('churn'), wrong: replaced('wrong', "'limited'", "'none'") };
    expect((await errorsOf(models)).map((error) => error.split(' ')[0])).toEqual(['model.host_taken', 'model.invalid']);
  });

  test('it is told beside the other mistakes of the very model that asks for the host, and of the one that has it', async () => {
    const wrong = (text: string): string => text.replace("riskTier: 'limited'", "riskTier: 'none'").replace("'500m'", "'lots'");
    expect(await errorsOf({ attrition: wrong(named('attrition', 'churn')), churn: wrong(declaration('churn')) })).toEqual([
      expect.stringMatching(/^model\.invalid models\/attrition\/model\.ts:6:5: attrition: riskTier is "none"; /),
      expect.stringMatching(/^model\.invalid models\/attrition\/model\.ts:6:5: attrition: runtime\.cpu is "lots"; /),
      'model.host_taken models/attrition/model.ts: attrition: traffic.subdomain is "churn", which model churn has; expected a host of its own',
      expect.stringMatching(/^model\.invalid models\/churn\/model\.ts:6:5: churn: riskTier is "none"; /),
      expect.stringMatching(/^model\.invalid models\/churn\/model\.ts:6:5: churn: runtime\.cpu is "lots"; /),
    ]);
  });

  test('it is told when the rest of the traffic does not fit', async () => {
    const attrition = named('attrition', 'churn').replace('consumers: [', 'consumers: [7, ');
    expect(await errorsOf({ attrition, churn: declaration('churn') })).toEqual([
      expect.stringMatching(/^model\.invalid models\/attrition\/model\.ts:6:5: attrition: traffic\.consumers\[0\] is 7; /),
      expect.stringMatching(/^model\.host_taken models\/attrition\/model\.ts: attrition: /),
    ]);
  });

  test('a model whose host its mistakes leave open takes none away, whatever the catalog says that it once had', async () => {
    const root = repository({ attrition: 'export default 42;', churn: named('churn', 'leave') });
    put(root, { 'synth/catalog/attrition.json': JSON.stringify({ traffic: { host: 'leave.prod.models.example.com' } }) });
    const { errors } = await run(root, ['attrition', 'churn']);
    expect(told(errors)).toEqual([expect.stringContaining('model.not_a_model models/attrition/model.ts')]);
  });

  test('two models with one object are told beside a mistake that one of them makes in another environment', async () => {
    const training = replaced('churn-training', ', staging: { min: 1, max: 3 }, prod: { min: 3, max: 10 }', '');
    const errors = await errorsOf({ churn: declaration('churn'), 'churn-training': training });
    expect(errors).toContainEqual(expect.stringMatching(/^model\.undeclared_environment models\/churn-training\/.*\(in prod\)$/));
    expect(errors).toContainEqual(
      expect.stringContaining(
        'manifest.name_taken models/churn-training/model.ts: churn-training: ServiceAccount.churn-training is in model churn of dev too',
      ),
    );
  });

  test('a run over one model knows the hosts of the others from the catalog', async () => {
    const root = repository({ attrition: named('attrition', 'churn'), churn: declaration('churn') });
    put(root, { 'synth/catalog/churn.json': JSON.stringify({ traffic: { host: 'churn.prod.models.example.com' } }) });
    const { errors } = await run(root, ['attrition', 'churn'], { filter: { models: ['attrition'], environments: [] } });
    expect(told(errors)).toEqual([expect.stringContaining('model.host_taken models/attrition/model.ts')]);
  });

  test('two models with one object are an error', async () => {
    expect(await errorsOf({ churn: declaration('churn'), 'churn-canary': declaration('churn-canary') })).toEqual([
      'manifest.name_taken models/churn-canary/model.ts: churn-canary: DestinationRule.churn-canary is in model churn of prod too; expected each kind and name once in an environment',
      'manifest.name_taken models/churn-canary/model.ts: churn-canary: Service.churn-canary is in model churn of prod too; expected each kind and name once in an environment',
    ]);
  });
});

describe('the rendered tree', () => {
  test('holds one file a resource of every unit, what environments share and the catalog', async () => {
    const { tree, files, errors } = await run(repository({ churn: declaration('churn') }), ['churn']);
    expect(errors).toEqual([]);
    expect(files).toBe(tree.size);
    const folders = new Map<string, number>();
    for (const file of tree.keys()) folders.set(path.dirname(file), (folders.get(path.dirname(file)) ?? 0) + 1);
    expect([...folders.keys()]).toEqual([
      'synth/argocd',
      'synth/catalog',
      'synth/dev/_platform',
      'synth/dev/churn',
      'synth/prod/_platform',
      'synth/prod/churn',
      'synth/staging/_platform',
    ]);
    // A project a risk tier and one to share, and two things that apply; once the app of apps, its project and two of Argo CD's settings.
    expect(folders.get('synth/argocd')).toBe(6 * config.environments.length + 4);
    expect([...tree.keys()]).toContain('synth/prod/churn/Rollout.churn.yaml');
    expect([...tree.keys()]).toContain('synth/dev/churn/Deployment.churn.yaml');
  });

  test('marks each manifest by its first line with the file it comes from', async () => {
    const { tree } = await run(repository({ churn: declaration('churn') }), ['churn']);
    for (const [file, text] of tree) {
      if (file.startsWith('synth/catalog/')) continue;
      const source = /^synth\/[a-z]+\/churn\//.test(file) ? 'models/churn/model.ts' : 'modelgate.config.ts';
      expect(text.slice(0, text.indexOf('\n'))).toBe(`# modelgate: generated from ${source}; do not edit`);
    }
  });

  test('is the same whatever order the models come in', async () => {
    const ids = ['a', 'b', 'c'];
    const root = repository(Object.fromEntries(ids.map((id) => [id, declaration(id)])));
    const one = await run(root, ids);
    const other = await run(root, [...ids].reverse());
    expect(one.tree.size).toBeGreaterThan(50);
    expect([...other.tree]).toEqual([...one.tree]);
  });

  test.each<[string, Partial<Filter>, readonly string[]]>([
    ['one model', { models: ['a'] }, ['synth/catalog', 'synth/dev/a', 'synth/prod/a']],
    ['one environment', { environments: ['prod'] }, ['synth/prod/_platform', 'synth/prod/a', 'synth/prod/b']],
    ['one model in one environment', { models: ['b'], environments: ['dev'] }, ['synth/catalog', 'synth/dev/b']],
    ['a model where it does not stand', { models: ['b'], environments: ['staging'] }, []],
  ])('of %s holds its folders only', async (_, filter, folders) => {
    const { tree, errors } = await run(repository({ a: declaration('a'), b: declaration('b') }), ['a', 'b'], {
      filter: { ...EVERYTHING, ...filter },
    });
    expect(errors).toEqual([]);
    expect([...new Set([...tree.keys()].map((file) => path.dirname(file)))]).toEqual(folders);
  });

  test('of a mistyped model or environment is an error that lists the known ones', async () => {
    const root = repository({ a: declaration('a') });
    const model = await run(root, ['a'], { filter: { ...EVERYTHING, models: ['aa'] } });
    expect(told(model.errors)).toEqual(['model.unknown --model "aa": no such model; expected one of a']);
    const environment = await run(root, ['a'], { filter: { ...EVERYTHING, environments: ['production'] } });
    expect(told(environment.errors)).toEqual([
      'environment.unknown --env "production": no such environment; expected one of dev, staging, prod',
    ]);
  });

  test('leaves nothing of the run behind in the cache', async () => {
    const root = repository({ a: declaration('a'), b: 'syntax error' });
    await run(root, ['a', 'b']);
    expect(readdirSync(path.join(root, 'node_modules/.cache/modelgate/declarations'))).toEqual([]);
  });
});

describe('a mistake in a declaration', () => {
  test('is told with file, line, column and model, together with those of all other models', async () => {
    const models = {
      fine: declaration('fine'),
      syntax: `export default class {\n  constructor( {}\n}\n`,
      absent: `import { x } from './helper.ts';\n${declaration('absent')}`,
      package: `import _ from 'left-pad-of-nobody';\n${declaration('package')}`,
      top: `const limits: any = undefined;\n\nlimits.f1 = 1;\n${declaration('top')}`,
      constructor: replaced('constructor', "riskTier: 'limited',", 'riskTier: (undefined as any).tier,'),
      values: replaced('values', 'scrapeSeconds: 30', 'scrapeSeconds: 1').replace("'500m'", "'lots'"),
      typo: replaced('typo', 'BinaryClassifier, canary', 'BinaryClasifier as BinaryClassifier, canary'),
      function: 'export default function declared() {}\n',
      nothing: '\n\nexport const churn = 1;\n',
      mismatch: declaration('churn'),
    };
    expect(await errorsOf(models)).toEqual([
      'model.not_built models/absent/model.ts:1:19: model absent: Could not resolve "./helper.ts"; expected TypeScript that can be built',
      "model.threw models/constructor/model.ts:9:36: threw TypeError: Cannot read properties of undefined (reading 'tier'); expected to run to its end (in dev, prod)",
      'model.not_a_model models/function/model.ts:1:1: the default export is the function declared; expected a class that extends Model (in dev, prod)',
      'model.id_mismatch models/mismatch/model.ts:4:1: the model\'s id is "churn"; expected mismatch, its folder\'s name (in dev, prod)',
      'model.not_a_model models/nothing/model.ts:1:1: the default export is nothing; expected a class that extends Model (in dev, prod)',
      'model.not_built models/package/model.ts:1:15: model package: Could not resolve "left-pad-of-nobody"; expected TypeScript that can be built',
      'model.not_built models/syntax/model.ts:3:1: model syntax: Expected ")" but found "}"; expected TypeScript that can be built',
      "model.threw models/top/model.ts:3:8: threw TypeError: Cannot set properties of undefined (setting 'f1'); expected to run to its end",
      "model.unknown_export models/typo/model.ts:4:39: 'modelgate' exports no BinaryClasifier; expected a name that it has",
      expect.stringMatching(/^model\.invalid models\/values\/model\.ts:6:5: values: runtime\.cpu is "lots"; .* \(in dev, prod\)$/),
      expect.stringMatching(/^model\.invalid models\/values\/model\.ts:6:5: values: monitoring\.scrapeSeconds is 1; .* \(in dev, prod\)$/),
    ]);
  });

  test('in one environment only names that environment', async () => {
    const root = repository({ churn: declaration('churn') });
    const facts = factsOf('churn');
    const { '1.1.0': candidate, ...versions } = facts.versions;
    expect(candidate).toBeDefined();
    const { errors } = await synthesize({
      root,
      models: ['churn'],
      facts: () =>
        Promise.resolve({
          ...facts,
          versions,
          releases: { ...facts.releases, environments: { dev: { stable: '1.0.0' }, prod: { stable: '1.1.0' } } },
        }),
      thresholds,
      filter: EVERYTHING,
      sink: collector().sink,
    });
    expect(told(errors)).toEqual([
      'release.missing models/churn/model.ts:6:5: churn: version 1.1.0 stands in prod without a release; expected versions/1.1.0/release.yaml (in prod)',
    ]);
  });

  test('in a file that several models share is told for each of them', async () => {
    const root = repository({
      a: `import '../../shared.ts';\n${declaration('a')}`,
      b: `import '../../shared.ts';\n${declaration('b')}`,
      c: declaration('d'),
    });
    put(root, { 'shared.ts': 'export const x = 1;\nexport const y = ;\n' });
    expect(told((await run(root, ['a', 'b', 'c'])).errors)).toEqual([
      'model.id_mismatch models/c/model.ts:4:1: the model\'s id is "d"; expected c, its folder\'s name (in dev, prod)',
      'model.not_built shared.ts:2:18: model a: Unexpected ";"; expected TypeScript that can be built',
      'model.not_built shared.ts:2:18: model b: Unexpected ";"; expected TypeScript that can be built',
    ]);
  });

  test('in a folder of the model is told where it lies', async () => {
    const root = repository({
      a: `import { floor } from './limits.ts';\n${declaration('a').replace('scrapeSeconds: 30', 'scrapeSeconds: floor()')}`,
    });
    put(root, { 'models/a/limits.ts': '\nexport function floor(): number {\n  throw new RangeError("no floor");\n}\n' });
    expect(told((await run(root, ['a'])).errors)).toEqual([
      'model.threw models/a/limits.ts:3:9: threw RangeError: no floor; expected to run to its end (in dev, prod)',
    ]);
  });

  test.each([
    ['text', 'throw "just words"', 'models/a/model.ts: threw just words; expected to run to its end'],
    ['an object', 'throw { message: "an object" }', 'models/a/model.ts: threw an object; expected to run to its end'],
    ['null', 'throw null', 'models/a/model.ts: threw null; expected to run to its end'],
  ])('that throws %s instead of an Error is told all the same', async (_, line, message) => {
    expect(await errorsOf({ a: `${line};\n${declaration('a')}` })).toEqual([`model.threw ${message}`]);
  });

  test.each([
    [
      'ends the process with code 0',
      'process.exit(0)',
      'models/bad/model.ts: model bad ended the process with code 0; expected to declare and return',
    ],
    ['never comes back', 'for (;;);', 'models/bad/model.ts: model bad did not end within 6 s; expected to declare and return'],
    [
      'never resolves',
      'await new Promise(() => undefined)',
      'models/bad/model.ts: model bad waits for something that never comes; expected to declare and return',
    ],
  ])('that %s is an error and does not hide those of later models', async (_, line, message) => {
    const errors = await errorsOf(
      { a: declaration('a'), bad: `${line};\n${declaration('bad')}`, c: declaration('d'), e: declaration('f') },
      { deadlineMs: 6000 },
    );
    expect(errors).toEqual([
      expect.stringContaining(message),
      expect.stringMatching(/^model\.id_mismatch models\/c/),
      expect.stringMatching(/^model\.id_mismatch models\/e/),
    ]);
  });

  test('that throws after it returned is told with its place', async () => {
    const late = `Promise.reject(new Error('too late'));\n${declaration('a')}`;
    const [error, ...others] = await errorsOf({ a: late, b: declaration('b') });
    expect(error).toBe(
      'model.threw models/a/model.ts:1:16: model a threw too late outside of its constructor; expected to declare and return',
    );
    expect(others).toEqual([]);
  });

  test.each([
    ['the clock', 'new Date().toISOString()', 'the current time'],
    ['the clock', 'Date.now()', 'the current time'],
    ['chance', 'Math.random()', 'a random number'],
    ['chance', 'crypto.randomUUID()', 'a random number'],
  ])('that asks %s is refused: %s', async (_, expression, what) => {
    const [error] = await errorsOf({ a: `const x = ${expression};\n${declaration('a')}` });
    expect(error).toMatch(new RegExp(`^model\\.not_deterministic models/a/model\\.ts:1:\\d+: ${what} was asked for`));
  });

  test('that declares another thing in another environment is refused', async () => {
    const text = replaced(
      'a',
      "import type { Construct } from 'constructs';",
      "import type { Construct } from 'constructs';\nlet calls = 0;",
    ).replace('scrapeSeconds: 30', 'scrapeSeconds: 30 + calls++');
    expect(await errorsOf({ a: text })).toEqual([
      'model.differs_by_environment models/a/model.ts:5:1: declares something else in prod than in dev; expected one declaration for all environments (in prod)',
    ]);
  });

  test('in two objects that would be one file on some file systems is refused', async () => {
    const text = declaration('a')
      .replace('import type { Construct }', "import { ApiObject } from 'cdk8s';\nimport type { Construct }")
      .replace(
        /\}\);\n {2}\}\n\}/,
        "});\n    new ApiObject(this, 'x', { apiVersion: 'v1', kind: 'CONFIGMAP', metadata: { name: 'a-card' } });\n    new ApiObject(this, 'y', { apiVersion: 'v1', kind: 'ConfigMAP', metadata: { name: 'a-card' } });\n  }\n}",
      );
    const errors = await errorsOf({ a: text });
    // Both names, in both environments that the model stands in.
    expect(errors).toHaveLength(4);
    for (const error of errors) {
      expect(error).toMatch(
        /^synth\.duplicate_path synth\/(dev|prod)\/a\/\S+: rendered twice, also as synth\/\1\/a\/\S+; expected one object a file/,
      );
    }
  });
});

describe('what a declaration may use', () => {
  test('constructs of cdk8s that it adds itself are the framework’s own copies', async () => {
    const text = declaration('a')
      .replace(
        'import type { Construct }',
        "import { ApiObject } from 'cdk8s';\nimport { ConfigMap } from 'cdk8s-plus-27';\nimport type { Construct }",
      )
      .replace(
        /\}\);\n {2}\}\n\}/,
        "});\n    new ApiObject(this, 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' }, data: { a: 'b' } });\n    new ConfigMap(this, 'y', { metadata: { name: 'plus' }, data: { c: 'd' } });\n  }\n}",
      );
    const { tree, errors } = await run(repository({ a: text }), ['a']);
    expect(errors).toEqual([]);
    expect(tree.get('synth/dev/a/ConfigMap.own.yaml')).toContain('namespace: models-dev');
    expect(tree.get('synth/dev/a/ConfigMap.plus.yaml')).toContain('c: d');
  });

  test('its environment is empty, and what it prints does not reach stdout', async () => {
    process.env['CDK8S_FILE_EXTENSION'] = '.json';
    const stdout = vi.spyOn(process.stdout, 'write');
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const text = `console.log('said ' + JSON.stringify(process.env));\n${declaration('a')}`;
    const { errors } = await run(repository({ a: text }), ['a']);
    delete process.env['CDK8S_FILE_EXTENSION'];
    expect(errors).toEqual([]);
    await vi.waitFor(() => {
      expect(stderr.mock.calls.map(([chunk]) => String(chunk)).join('')).toContain('said {}');
    });
    expect(stdout.mock.calls.map(([chunk]) => String(chunk)).join('')).not.toContain('said');
    vi.restoreAllMocks();
  });
});

describe('the configuration', () => {
  test('is read with its types erased and its values checked', async () => {
    const root = repository({});
    expect(await loadConfig(root)).toEqual(config);
  });

  test.each([
    [
      'a syntax error',
      'export default {{',
      'model.not_built modelgate.config.ts:1:17: the configuration: Expected identifier but found "{"; expected TypeScript that can be built',
    ],
    [
      'no default export',
      'export const config = 1;\n',
      'config.no_default_export modelgate.config.ts:1:1: no default export; expected the configuration',
    ],
    [
      'a wrong value',
      configText.replace('"namespace": "argocd"', '"namespace": "Argo CD"'),
      'schema.invalid modelgate.config.ts:3:16: /argocd/namespace must match pattern',
    ],
    ['a throw', 'throw new Error("no");', 'model.threw modelgate.config.ts:1:7: threw Error: no; expected to run to its end'],
    [
      'an exit',
      'process.exit(0);',
      'model.exited modelgate.config.ts: the configuration ended the process with code 0; expected to declare and return',
    ],
  ])('with %s is one error and no tree', async (_, text, message) => {
    const root = repository({ a: declaration('a') });
    put(root, { 'modelgate.config.ts': text });
    const { tree, errors } = await run(root, ['a']);
    expect(told(errors)).toEqual([expect.stringContaining(message)]);
    expect(tree.size).toBe(0);
    await expect(loadConfig(root)).rejects.toThrow(errors[0]?.message);
    expect(existsSync(path.join(root, 'synth'))).toBe(false);
  });

  test('that is missing is an error', async () => {
    const root = repository({ a: declaration('a') });
    rmSync(path.join(root, 'modelgate.config.ts'));
    expect(told((await run(root, ['a'])).errors)).toEqual([
      `config.missing modelgate.config.ts: no such file in ${root}; expected the configuration`,
    ]);
  });
});
