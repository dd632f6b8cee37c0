import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { platformObjects } from '../../lib/constructs/index.ts';
import { FakeGithub } from '../support/fake-github.ts';
import { every, manifest, text } from '../support/json.ts';
import { git, modelgate, root, scratchFolder, scratchRepository } from '../support/scratch.ts';
import { config } from '../support/units.ts';

const platform = platformObjects(config, 'prod');

/** Asynchronous, because the server that it talks to lives in this process. */
function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(root, 'lib/cli/bin.mjs'), ...args],
      { cwd, env: { ...process.env, ...env } },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err });
      },
    );
  });
}

test(
  'the steps of the workflow turn an aborted rollout into one pull request that the gate lets through',
  { timeout: 120_000 },
  async () => {
    const repository = scratchRepository();
    const github = new FakeGithub();
    const env = { GITHUB_API_URL: await github.start() };
    onTestFinished(() => github.stop());
    github.git.branches.set('main', github.git.add({ 'models/churn/card.yaml': 'x\n' }, []));
    const token = path.join(scratchFolder(), 'token');
    writeFileSync(token, 'secret-token\n');

    const parameters: Readonly<Record<string, string>> = {
      model: 'churn',
      version: '1.1.0',
      reason: 'RolloutAborted: Metric "error-rate" assessed Failed due to failed (2) > failureLimit (1)',
    };
    const template = manifest(platform, 'WorkflowTemplate', 'rollback');
    const commands = (every(template, 'spec templates[] container command') as string[][]).map((command) =>
      command.map((word) =>
        word
          .replaceAll(/\{\{workflow\.parameters\.(\w+)\}\}/g, (_, name: string) => parameters[name] ?? '')
          .replace(/^--repo=.*/, '--repo=acme/models')
          .replace(/^--token-file=.*/, `--token-file=${token}`),
      ),
    );
    expect(commands.map(([program, command]) => `${program ?? ''} ${command ?? ''}`)).toEqual([
      'modelgate release',
      'modelgate pull-request',
    ]);
    const all = async () => {
      const said: string[] = [];
      for (const [, ...args] of commands) {
        const { code, out, err } = await run(repository, args, env);
        expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
        said.push(out);
      }
      return said;
    };

    expect((await all()).at(-1)).toBe('opened https://github.example/acme/models/pull/100\n');
    const branch = 'modelgate/rollback-prod-churn-1.1.0';
    const files = github.git.files(branch);
    expect(files['models/churn/releases.yaml']).toMatch(/prod:\n {4}stable: 1.0.0\n$/);
    expect(files['models/churn/blocked.yaml']).toContain(`reason: '${parameters['reason'] ?? ''}'`);
    expect(files['synth/prod/churn/Rollout.churn.yaml']).toContain('modelgate.dev/release: "1.0.0"');
    expect(Object.keys(files).filter((file) => !/^(models\/churn\/|synth\/(prod|catalog)\/churn)/.test(file))).toEqual([]);
    expect(github.git.pullRequests[0]).toMatchObject({ base: 'main', title: 'Roll back churn 1.1.0 in prod' });

    // An alarm that comes twice proposes nothing twice.
    expect((await all()).at(-1)).toContain('unchanged');
    expect(github.git.pullRequests).toHaveLength(1);

    git(repository, 'add', '--all');
    git(repository, 'commit', '--quiet', '--message', 'Roll back churn 1.1.0 in prod');
    const { out } = modelgate(repository, ['gate', '--base', 'HEAD~1', '--now', 'head', '--model', 'churn', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ summary: { denied: 0 } });
  },
);

test('the sensor fills in every parameter of the workflow, from an event of an aborted rollout alone', () => {
  const sensor = manifest(platform, 'Sensor', 'rollback');
  const source = manifest(platform, 'EventSource', 'rollouts');
  expect(every(sensor, 'spec dependencies[] eventSourceName')).toEqual([source.metadata.name]);
  expect(Object.keys(every(source, 'spec resource')[0] as object)).toEqual(every(sensor, 'spec dependencies[] eventName'));
  expect(every(sensor, 'spec triggers[] template conditions')).toEqual(every(sensor, 'spec dependencies[] name'));
  expect(every(sensor, 'spec dependencies[] filters data[] path')).toEqual(['body.status.abort', 'body.status.phase']);
  const parameters = every(sensor, 'spec triggers[] template k8s parameters[]');
  const asked = every(manifest(platform, 'WorkflowTemplate', 'rollback'), 'spec arguments parameters[] name');
  expect(every(sensor, 'spec triggers[] template k8s source resource spec arguments parameters[] name')).toEqual(asked);
  expect(parameters.map((parameter) => text(parameter, 'dest'))).toEqual([
    'metadata.name',
    ...asked.map((_, index) => `spec.arguments.parameters.${String(index)}.value`),
  ]);
});

test('only the step that proposes holds the token', () => {
  const templates = every(manifest(platform, 'WorkflowTemplate', 'rollback'), 'spec templates[]').filter(
    (one) => every(one, 'container').length > 0,
  );
  const withToken = templates.filter((one) => every(one, 'container volumeMounts[] name').includes('token'));
  expect(withToken.map((one) => text(one, 'name'))).toEqual(['propose']);
});

test('where nothing is rolled out step by step, nothing is rolled back by itself', () => {
  for (const environment of ['dev', 'staging']) {
    expect(platformObjects(config, environment).filter(({ kind }) => ['EventSource', 'Sensor', 'WorkflowTemplate'].includes(kind))).toEqual(
      [],
    );
  }
});
