import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelgate, root, runIn, scratchRepository } from '../support/scratch.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** Commands that a page shows: in code blocks, and inline where they are complete. */
function commandsOf(page: string): readonly string[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^ {4}((?:npx modelgate|npm|bash) .*?)(?: +#.*)?$/gm)].map((match) => match[1] ?? '');
  const inline = [...text.matchAll(/`(npx modelgate [^`]+)`/g)].map((match) => match[1] ?? '');
  return [...blocks, ...inline];
}

/** What a command must end with in a repository as it is committed. */
const RUN: Readonly<Record<string, number>> = {
  'npx modelgate synth': 0,
  'npx modelgate codeowners': 0,
  'npx modelgate gate': 0,
  'npx modelgate gate --base HEAD': 0,
  'npx modelgate diff': 0,
  'npx modelgate gate --model churn --what-if metrics.roc_auc=0.84 --what-if drift.score=0.2': 1,
  'npx modelgate explain rollout.first_step_too_large': 0,
  'npx modelgate explain metrics.below_floor --model churn --env prod': 0,
  'npx modelgate policy new data/too_few_rows': 0,
  'npx modelgate policy build': 0,
  'npx modelgate policy test': 0,
  'npx modelgate policy lint': 0,
  'npx modelgate policy docs': 0,
  'npx modelgate waiver list': 0,
  'npx modelgate policy list --pack gdpr': 0,
  'npx modelgate compliance matrix --model churn --pack eu-ai-act': 0,
  'npx modelgate evidence verify': 0,
  'npx modelgate release add --from models/churn/versions/1.1.0': 0,
  'npx modelgate release promote churn --version 1.1.0 --env staging': 0,
  'npx modelgate release promote churn --version 1.1.0 --env prod': 0,
  'npx modelgate release promote churn --version 1.1.0 --env prod --as stable': 0,
  'npx modelgate release rollback churn --env prod --version 1.1.0 --reason slow': 0,
  'npx modelgate release promote demand-forecast --version 1.0.0 --env dev': 0,
  'npx modelgate release block demand-forecast --env prod --version 1.0.0 --reason withdrawn': 0,
  'npx modelgate status': 0,
  'npx modelgate audit export churn --output churn-audit.tar': 0,
  'npx modelgate history churn --at 2026-11-21 --env prod': 0,
  'npx modelgate card bump churn --version 1.1.0 --by model-risk': 0,
};

const IMPORT = 'test/importers/: it needs what other tools write';

/** Commands that are run in another place, and where. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npx modelgate verify-merge --report gate-report.json': 'test/cli/audit.test.ts: it needs a merge',
  'npx modelgate verify-merge': 'test/cli/audit.test.ts: it needs records',
  'npx modelgate audit record --report gate-report.json --approvals approvals.json --push origin':
    'test/cli/audit.test.ts: it needs a merge',
  'npx modelgate audit catch-up --repo acme/models --push origin': 'test/cli/audit-catch-up.test.ts: it needs a server',
  'npx modelgate audit verify': 'test/cli/audit.test.ts: it needs records',
  'npx modelgate release promote churn --version 1.1.0 --env prod --as stable --pr': 'test/cli/edit.test.ts: it needs a server',
  'npx modelgate waiver new churn --code drift.above_limit --env dev --expires 2026-12-20 --owner people-analytics --approver model-risk --reason "The survey changed in October; the next release learns from the new one."':
    'test/cli/edit.test.ts: its reason has blanks',
  'npx modelgate evidence sign --model churn --version 1.1.0 --key ../evidence.pem': 'test/cli/evidence.test.ts',
  'npx modelgate gate --format json --output gate-report.json': 'test/cli/pipeline.test.ts',
  'npx modelgate report compliance --report gate-report.json': 'test/cli/pipeline.test.ts',
  'npx modelgate pull-request open --repo acme/models --path models/churn --branch modelgate/churn-1.2.0 --title "Release churn 1.2.0"':
    'test/cli/pull-request-open.test.ts: it needs a server',
  'npx modelgate policy mutate --only policies/rules/drift': 'test/policy/mutation.test.ts, and all of it a step of .ci/run',
  'npx modelgate policy replay --since HEAD~20': 'test/cli/policy-replay.test.ts: it needs a history',
  'npm ci && npm start': 'test/cli/start.test.ts',
  'npm ci && npm test': 'this run',
  'npm ci': 'the first step of .ci/run',
  'npm test': 'this run',
  'npm run demo': 'test/cli/demo.test.ts',
  'npx modelgate evidence import --model churn --version 1.2.0 --from sklearn=report.json --from evidently=drift.json --from evaluation=rest.json':
    IMPORT,
  'npx modelgate evidence import --model churn --version 1.2.0 --from mlflow=run.json': IMPORT,
  'npx modelgate evidence import --model churn --version 1.2.0 --from mlflow=runs:/0a1b2c --tracking-uri http://127.0.0.1:5000': IMPORT,
  'npx modelgate evidence import --model churn --version 1.2.0 --from fairlearn=groups.json --reference sex=male': IMPORT,
  'npx modelgate evidence import --model churn --version 1.2.0 --from aif360=fairness.json --reference sex=male': IMPORT,
  'npx modelgate evidence import --model churn --version 1.2.0 --from json=results.json --map map.json': IMPORT,
  'npm run importers': 'a step of .ci/run: it needs Python',
  'npm run e2e': 'a step of .ci/run: it needs the pinned programs',
  'npx modelgate doctor --repo acme/models': 'test/cli/doctor-repository.test.ts: it needs a server',
  'npx modelgate doctor --cluster': 'tools/e2e/scenarios/doctor.ts: it needs a cluster',
  'npm run evidence -- --check': 'a step of .ci/run: it needs Python',
  'npm run statistics': 'a step of .ci/run: it needs Python',
  'bash .ci/run': 'CI itself',
  'npm run browser': 'a step of .ci/run: it needs Chromium',
  'npm run conformance': 'a step of .ci/run: it needs tools that take half an hour to build',
  'npx modelgate approvals --repo acme/models --pr 42 --output approvals.json': 'test/cli/approvals.test.ts: it needs a server',
  'npx modelgate gate --base origin/main --changed': 'test/cli/gate-changed.test.ts, test/cli/hooks.test.ts: it needs a remote',
  'npx modelgate gate --base origin/main --approvals approvals.json': 'test/cli/approvals.test.ts: it needs the approvals of a commit',
  'npx modelgate codeowners --check': 'test/cli/codeowners.test.ts: a scratch repository has no .github/',
  'npx modelgate comment --forge gitlab --report gate-report.json --repo acme/risk/models --pr 42':
    'test/cli/comment.test.ts: it needs a server',
  'npx modelgate commit-status --forge gitlab --report gate-report.json --repo acme/risk/models':
    'test/cli/comment.test.ts: it needs a server',
  'npx modelgate comment --report gate-report.json --repo acme/models --pr 42': 'test/cli/comment.test.ts: it needs a server',
  'npx modelgate commit-status --report gate-report.json --repo acme/models': 'test/cli/comment.test.ts: it needs a server',
  'npx modelgate check-run --report gate-report.json --repo acme/models': 'test/cli/comment.test.ts: it needs a server',
  'npx modelgate workflow lint': 'test/workflows/lint.test.ts',
  'npx modelgate pull-request judge --repo acme/models': 'test/cli/pull-request-life.test.ts: it needs a server',
  'npx modelgate pull-request judge --forge gitlab --repo acme/risk/models': 'test/cli/merge-request-life.test.ts: it needs a server',
  'npx modelgate approvals --forge gitlab --repo acme/risk/models --pr 42 --output approvals.json':
    'test/cli/approvals-gitlab.test.ts: it needs a server',
  'npx modelgate gate --base HEAD --head FETCH_HEAD': 'test/cli/gate-head.test.ts: it needs a commit that was fetched',
  'npx modelgate comment': 'test/cli/comment.test.ts: it needs a server',
  'npx modelgate explain CODE': 'the same with a code, above',
};

test('every command in the documentation is run by a test', () => {
  const shown = new Set(pages.flatMap(commandsOf));
  expect([...shown].filter((command) => !(command in RUN) && !(command in ELSEWHERE))).toEqual([]);
  expect([...Object.keys(RUN), ...Object.keys(ELSEWHERE)].filter((command) => !shown.has(command))).toEqual([]);
});

test.each(Object.entries(RUN))('%s ends with %i', (command, code) => {
  const [, , ...args] = command.split(' ');
  // Waivers run out: what the page shows today must hold in five years.
  const timeless = args[0] === 'gate' || args[0] === 'evidence' ? [...args, '--now', 'head'] : args;
  expect(modelgate(scratchRepository(), timeless)).toMatchObject({ code });
});

test('getting started: the edit that the page describes is denied as it says', async () => {
  const repository = scratchRepository();
  const { readFileSync: read, writeFileSync: write } = await import('node:fs');
  const file = path.join(repository, 'models/churn/model.ts');
  const before = read(file, 'utf8');
  const after = before.replace('steps: [10, 25, 50]', 'steps: [20, 25, 50]');
  expect(after).not.toBe(before);
  expect(textOf('docs/getting-started.md')).toContain('rollout: canary({ steps: [20, 25, 50], pauseMinutes: 30 }),');
  write(file, after);

  const synth = modelgate(repository, ['synth']);
  expect(synth.code).toBe(0);
  // How many files there are changes with every kind that is added; what the edit changes does not.
  const uncounted = (text: string): string => text.replaceAll(/\d+ files of/g, 'N files of');
  const page = uncounted(textOf('docs/getting-started.md'));
  for (const line of synth.out.trim().split('\n')) expect(page).toContain(`    ${uncounted(line)}`);

  const gate = modelgate(repository, ['gate', '--base', 'HEAD', '--now', 'head']);
  expect(gate.code).toBe(1);
  expect(gate.out).toContain('rollout.first_step_too_large');
});

describe('files that a page shows are the files of this repository', () => {
  const shown = pages.flatMap((page) =>
    [...textOf(page).matchAll(/<!-- ([\w./-]+) -->\n```\w+\n([\s\S]*?)```/g)].map((match) => ({
      page,
      file: match[1] ?? '',
      text: match[2] ?? '',
    })),
  );
  test.each(shown)('$file in $page', ({ file, text }) => {
    expect(text).toBe(readFileSync(path.join(root, file), 'utf8'));
  });
});

test('links between pages lead somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .map((match) => path.join(path.dirname(page), match[1] ?? ''))
      .filter((target) => runIn(root, 'git', ['ls-files', '--error-unmatch', target]).code !== 0)
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});
