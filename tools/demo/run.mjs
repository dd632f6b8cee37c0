// Four bad changes, each a commit in a scratch clone of this repository, each judged against the commit before it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, appendFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const modelgate = path.join(root, 'lib', 'cli', 'bin.mjs');
const scratch = mkdtempSync(path.join(tmpdir(), 'modelgate-demo-'));
const clone = path.join(scratch, 'models-repository');
const moment = execFileSync('git', ['log', '-1', '--format=%cI'], { cwd: root, encoding: 'utf8' }).trim();
// The commits carry the time of the one they build on: what is fresh today is not stale in next year's demonstration.
const identity = {
  GIT_AUTHOR_DATE: moment,
  GIT_COMMITTER_DATE: moment,

  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
};

function run(command, args, { allow = [0], cwd = clone } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...identity },
    maxBuffer: 64 << 20,
  });
  if (error) throw error;
  if (!allow.includes(status)) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return { status, stdout, stderr };
}
const git = (...args) => run('git', args).stdout.trim();
const file = (name) => path.join(clone, name);
const edit = (name, change) => writeFileSync(file(name), change(readFileSync(file(name), 'utf8')));
const editJson = (name, change) => {
  const value = JSON.parse(readFileSync(file(name), 'utf8'));
  change(value);
  writeFileSync(file(name), `${JSON.stringify(value, null, 2)}\n`);
};
/** Replaces one text that must be there: a demo that changed nothing would show nothing. */
const replaceOnce = (text, from, to) => {
  if (!text.includes(from)) throw new Error(`the demo expected to find ${JSON.stringify(from)}`);
  return text.replace(from, to);
};

/** Every metric that counts decide, so that the worse evaluation is an honest one. */
function recount({ confusion: { tp, fp, tn, fn }, metrics }) {
  const precision = tp / (tp + fp);
  const recall = tp / (tp + fn);
  const specificity = tn / (tn + fp);
  const values = {
    accuracy: (tp + tn) / (tp + fp + tn + fn),
    precision,
    recall,
    specificity,
    balanced_accuracy: (recall + specificity) / 2,
    f1: (2 * precision * recall) / (precision + recall),
  };
  for (const [name, value] of Object.entries(values)) if (name in metrics) metrics[name] = { value };
}

const changes = [
  {
    title: 'A new release of churn finds fewer of the people who leave',
    change() {
      const [from, to] = ['models/churn/versions/1.1.0', 'models/churn/versions/1.2.0'];
      cpSync(file(from), file(to), { recursive: true });
      edit(`${to}/release.yaml`, (text) => replaceOnce(text, 'version: 1.1.0', 'version: 1.2.0'));
      editJson(`${to}/evaluation.json`, (evaluation) => {
        evaluation.version = '1.2.0';
        const { confusion, groups } = evaluation;
        for (const attribute of new Set(groups.map((group) => group.attribute))) {
          let lost = Math.floor(confusion.tp / 3);
          for (const group of groups.filter((one) => one.attribute === attribute)) {
            const moved = Math.min(lost, Math.floor(group.tp / 2));
            group.tp -= moved;
            group.fn += moved;
            lost -= moved;
          }
          if (lost !== 0) throw new Error('the demo could not move enough counts');
        }
        const lost = Math.floor(confusion.tp / 3);
        confusion.tp -= lost;
        confusion.fn += lost;
        recount(evaluation);
      });
      edit('models/churn/releases.yaml', (text) => replaceOnce(text, 'candidate: 1.1.0', 'candidate: 1.2.0'));
      run(process.execPath, [modelgate, 'synth']);
    },
  },
  {
    title: 'The card of credit-approval gets a placeholder where a limitation was',
    change() {
      edit(
        'models/credit-approval/card.yaml',
        (text) => `${text.replace(/\nlimitations:\n(?: +.*\n)+/, '\nlimitations:\n  - "TODO: write down what the model cannot do"\n')}`,
      );
      run(process.execPath, [modelgate, 'synth']);
    },
  },
  {
    title: 'A forged accuracy that the counts beside it do not give',
    change() {
      editJson('models/churn/versions/1.1.0/evaluation.json', (evaluation) => {
        evaluation.metrics.accuracy = { value: 0.999 };
      });
    },
  },
  {
    title: 'A manifest edited by hand: half of the traffic in the first step',
    change() {
      edit('synth/prod/churn/Rollout.churn.yaml', (text) => text.replace(/setWeight: \d+/, 'setWeight: 50'));
    },
  },
];

let failed = 0;
try {
  run('git', ['clone', '--quiet', '--no-hardlinks', root, clone], { cwd: scratch });
  symlinkSync(path.join(root, 'node_modules'), file('node_modules'), 'dir');
  appendFileSync(file('.git/info/exclude'), 'node_modules\n');
  const base = git('rev-parse', 'HEAD');
  for (const [index, { title, change }] of changes.entries()) {
    git('checkout', '--quiet', '-B', `demo-${index + 1}`, base);
    change();
    git('add', '--all');
    git('commit', '--quiet', '-m', title);
    const { stdout: files } = run('git', ['diff', '--stat', base, 'HEAD']);
    process.stdout.write(`\n${'='.repeat(100)}\n${index + 1}. ${title}\n${'='.repeat(100)}\n${files}\n`);
    const check = run(process.execPath, [modelgate, 'synth', '--check'], { allow: [0, 1] });
    if (check.status === 1) process.stdout.write(`modelgate synth --check (exit 1)\n${check.stdout}\n`);
    const gate = run(process.execPath, [modelgate, 'gate', '--base', base, '--now', 'head', '--format', 'markdown'], { allow: [0, 1] });
    process.stdout.write(`modelgate gate --base ${base.slice(0, 12)} (exit ${gate.status})\n\n${gate.stdout}`);
    if (gate.status !== 1) {
      failed += 1;
      process.stderr.write(`expected this change to be denied, but gate ended with ${gate.status}\n`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 2;
