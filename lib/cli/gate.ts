import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GivenApprovals } from '../contracts/approvals.ts';
import type { Instant } from '../contracts/common.ts';
import type { GateReport, Verdict } from '../contracts/gate-report.ts';
import { UserError } from '../errors.ts';
import type { Tree } from '../evidence/index.ts';
import type { WhatIf } from '../gate/index.ts';
import { flag, SELECTION, text, texts, type Command, type ExitCode, type Given } from './command.ts';
import { gateFailure } from './gate-failure.ts';
import { optimizeRarely } from './late-optimizing.ts';
import { judgeRepository } from './judge-repository.ts';
import { moment } from './moment.ts';
import { withNewPolicies } from './new-policies.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Judges models and prints the report. */
export const gate: Command = {
  name: 'gate',
  summary: 'judge every model in every environment and print the report',
  options: [
    { flags: '--base <ref>', kind: 'text', help: 'compare with this commit and take policies, thresholds and waivers from it' },
    { flags: '--head <ref>', kind: 'text', help: 'judge this commit as it would be merged into the base; by default the files on disk' },
    ...SELECTION,
    { flags: '--changed', kind: 'flag', help: 'only models whose files differ from the base; all of them when what they share does' },
    { flags: '--now <time>', kind: 'text', help: 'judge as of this time (RFC 3339, UTC), or `head` for the head commit’s time' },
    { flags: '--what-if <path=value>', kind: 'texts', help: 'suppose this value, such as metrics.f1=0.81 (repeatable)' },
    { flags: '--policies <dir>', kind: 'text', help: 'judge by the policies in this folder instead' },
    { flags: '--approvals <file>', kind: 'text', help: 'who approved the judged commit, as a trusted job asked the forge' },
    {
      flags: '--format <name>',
      kind: 'text',
      help: 'pretty, json, markdown, summary, github, sarif, junit or codequality (default: pretty)',
    },
    { flags: '--output <file>', kind: 'text', help: 'write the report there instead of to the terminal' },
    { flags: '--fail-on-warn', kind: 'flag', help: 'exit 3 when the verdict is warn' },
    {
      flags: '--verdict-file <file>',
      kind: 'text',
      help: 'write pass, warn or deny there and exit 0: for a pipeline whose later steps read it',
    },
    { flags: '--topic <name>', kind: 'text', help: 'what the verdict file is about, such as fairness (default: everything)' },
  ],
  examples: [
    ['modelgate gate', 'judge this checkout with its own policies'],
    ['modelgate gate --base origin/main --format markdown', 'the comment that a pull request against main would get'],
    ['modelgate gate --base origin/main --head FETCH_HEAD', 'a pull request that was fetched and never checked out'],
    ['modelgate gate --base origin/main --changed', 'a look at what you are working on; the pull request is judged whole'],
    ['modelgate gate --now head', 'the same verdict whenever it is run'],
    ['modelgate gate --what-if metrics.f1=0.81 --what-if thresholds.metrics.floors.f1=0.8', 'what the verdict would be; never published'],
    ['modelgate gate --model churn --env dev --verdict-file /tmp/verdict', 'the approval step of a training run'],
  ],
  escapes: true,
  async run(given, io) {
    const started = process.hrtime.bigint();
    if (flag(given, 'changed')) optimizeRarely();
    const root = repositoryRoot(io.cwd);
    // git is asked before the rest of this is loaded.
    const looking = flag(given, 'changed') ? lookAtChanges(given, root) : undefined;
    looking?.catch(() => undefined);
    const { choose } = await import('../report/index.ts');
    const render = choose(format(given));
    const verdictFile = text(given, 'verdictFile');
    const topic = await topicOf(given, root);
    const { gitTree } = await import('../evidence/index.ts');
    const [baseRef, headRef] = [text(given, 'base'), text(given, 'head')];
    const supposed = await hypothesis(given, io.cwd);
    // Asked beside the rest, and told after it.
    const asked = moment(text(given, 'now'), root, headRef);
    asked.catch(() => undefined);
    const looked = await looking;
    if (looked === null) {
      io.log(`No model differs from ${baseRef ?? 'the base'}: nothing was judged.\n`);
      return 0;
    }
    const base = looked?.base ?? (baseRef === undefined ? null : await gitTree(root, baseRef));
    const now = await asked;
    const output = text(given, 'output');
    const subject = {
      root,
      head: looked?.head ?? (await headOf(root, baseRef, headRef)),
      base,
      now,
      filter: { models: looked?.models ?? texts(given, 'model'), environments: texts(given, 'env') },
      approvals: await approvalsIn(given, root, headRef),
      // Said by `presync` alone; no option of the command line has that name.
      isMerged: flag(given, 'merged'),
      whatIf: supposed.whatIf,
      ...(supposed.law === null ? {} : { law: supposed.law }),
    };
    const judged = await judgeRepository(subject).catch(async (thrown: unknown) => {
      if (output !== undefined) await saveFailure(thrown, format(given), output, { root, base: base?.name ?? null, headRef, now });
      throw thrown;
    });

    const report = supposed.label === null ? await withNewPolicies(judged, subject) : { ...judged, hypothetical: supposed.label };
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const rendered = render(report, { color: io.color && output === undefined, seconds });
    if (output === undefined) io.out(rendered);
    else await save(output, rendered);
    if (verdictFile === undefined) return exitCode(report.verdict, flag(given, 'failOnWarn'));
    const { topicVerdict } = await import('../report/index.ts');
    await mkdir(path.dirname(verdictFile), { recursive: true }).catch(() => undefined);
    await save(verdictFile, topic === undefined ? report.verdict : topicVerdict(report, topic));
    return 0;
  },
};

/** The files that are judged. @throws UserError `git.*`, `synth.pending` */
async function headOf(root: string, baseRef: string | undefined, headRef: string | undefined): Promise<Tree> {
  const { gitTree, mergedTree } = await import('../evidence/index.ts');
  if (headRef !== undefined) return baseRef === undefined ? gitTree(root, headRef) : mergedTree(root, baseRef, headRef);
  return onDisk(root);
}

/** The work tree, unless an interrupted `synth` left it between two states. @throws UserError `synth.pending` */
async function onDisk(root: string, seen?: Tree): Promise<Tree> {
  const { workTree } = await import('../evidence/index.ts');
  const { refusePending } = await import('../synth/index.ts');
  refusePending(root);
  return seen ?? workTree(root);
}

/**
 * `--changed`: the models that differ from the base, and both sides as git knows them. When what models share differs, all of them are taken, from
 * disk.
 * @returns no models when all are judged; null when there is nothing to judge
 */
async function lookAtChanges(
  given: Given,
  root: string,
): Promise<{ readonly models: readonly string[]; readonly base: Tree; readonly head: Tree } | null> {
  const ref = text(given, 'base');
  const others = ['head', 'output', 'verdictFile', 'approvals'].filter((name) => text(given, name) !== undefined);
  if (ref === undefined || texts(given, 'model').length + others.length > 0 || format(given) !== 'pretty') {
    throw new UserError(
      'usage.bad_changed',
      '--changed stands without --base, or beside --model, --head, --approvals, --output, --verdict-file or a format for machines; expected --base and the files on disk, looked at by whoever works on them',
      'Add --base and leave the others out; for a verdict that others trust leave --changed out.',
    );
  }
  const { gitTree, touchedModels, touchedPaths, touchedTree } = await import('../evidence/index.ts');
  const listing = touchedPaths(root, ref);
  // A base that is none is told by who knows why.
  listing.catch(() => undefined);
  const tree = gitTree(root, ref);
  tree.catch(() => undefined);
  // What judges is loaded while git answers.
  await Promise.all([import('../policy/index.ts'), import('../gate/index.ts'), import('../diff/index.ts')]);
  const base = await tree;
  const touched = await listing;
  const seen = touchedTree(root, base, touched);
  const models = await touchedModels(touched, seen);
  if (models === null) return { models: [], base, head: await onDisk(root) };
  return models.length === 0 ? null : { models, base, head: await onDisk(root, seen) };
}

interface Hypothesis {
  readonly whatIf: readonly WhatIf[];
  readonly law: Tree | null;
  /** What the report says of it; null when nothing is supposed. */
  readonly label: NonNullable<GateReport['hypothetical']> | null;
}

/** `--what-if` and `--policies`: for whoever asks, and for nobody who would take the answer for a verdict. */
async function hypothesis(given: Given, cwd: string): Promise<Hypothesis> {
  const [whatIfs, policies] = [texts(given, 'whatIf'), text(given, 'policies')];
  if (whatIfs.length === 0 && policies === undefined) return { whatIf: [], law: null, label: null };
  const refused = (seen: string, expected: string): UserError =>
    new UserError('usage.hypothetical', `${seen}: with --what-if or --policies; expected ${expected}`, 'Leave one of them out.');
  if (!['pretty', 'json'].includes(format(given))) {
    throw refused(`--format ${format(given)}`, 'pretty or json, because others take the rest for a verdict');
  }
  if (text(given, 'verdictFile') !== undefined) throw refused('--verdict-file', 'a verdict on what stands in the repository');
  if (policies !== undefined && text(given, 'base') !== undefined)
    throw refused('--base', 'one of them, because the base judges by its own policies');
  const { parseWhatIf } = await import('../gate/index.ts');
  const { policyFolder } = await import('../evidence/index.ts');
  return {
    whatIf: whatIfs.map(parseWhatIf),
    law: policies === undefined ? null : policyFolder(path.resolve(cwd, policies), policies),
    label: { whatIf: whatIfs, policies: policies ?? null },
  };
}

/** `--approvals`; null without it: then nobody could be asked. */
async function approvalsIn(given: Given, root: string, headRef = 'HEAD'): Promise<GivenApprovals | null> {
  const file = text(given, 'approvals');
  if (file === undefined) return null;
  const { readApprovals, resolveCommit } = await import('../evidence/index.ts');
  return readApprovals(file, await resolveCommit(root, headRef));
}

function format(given: Given): string {
  const named = text(given, 'format');
  if (!flag(given, 'json')) return named ?? 'pretty';
  if (named === undefined || named === 'json') return 'json';
  throw new UserError(
    'usage.two_formats',
    `--json and --format ${named} were both given; expected one of them`,
    'Leave one of the two out.',
  );
}

/** `--topic`, which has to be one that a check has: a misspelled one would find nothing, and nothing is a pass. */
async function topicOf(given: Given, root: string): Promise<string | undefined> {
  const topic = text(given, 'topic');
  if (topic === undefined) return undefined;
  const { workTree } = await import('../evidence/index.ts');
  const { loadBundle } = await import('../policy/index.ts');
  const { checks } = await loadBundle(policiesOf(workTree(root)));
  const known = [...new Set(checks.map(({ code }) => code.split('.')[0] ?? ''))];
  if (text(given, 'verdictFile') !== undefined && known.includes(topic)) return topic;
  throw new UserError(
    'usage.bad_topic',
    `--topic is ${JSON.stringify(topic)}; expected --verdict-file beside it, and one of ${known.join(', ')}`,
    'Correct the topic, or leave it out.',
  );
}

/** Why there is no report, where one was to be written and its format can say so: whoever publishes it must not go on showing an older one. */
async function saveFailure(
  thrown: unknown,
  name: string,
  output: string,
  {
    root,
    base,
    headRef = 'HEAD',
    now,
  }: { readonly root: string; readonly base: string | null; readonly headRef: string | undefined; readonly now: Instant },
): Promise<void> {
  const { failureFormats } = await import('../report/index.ts');
  const render = Object.hasOwn(failureFormats, name) ? failureFormats[name] : undefined;
  if (render === undefined) return;
  const { resolveCommit } = await import('../evidence/index.ts');
  const failure = gateFailure(thrown, { base, head: await resolveCommit(root, headRef), now });
  if (failure !== null) await save(output, render(failure));
}

async function save(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    throw new UserError('output.unwritable', `${file}: cannot be written; expected a file in a folder that exists`, 'Name another file.', {
      cause,
    });
  }
}

function exitCode(verdict: Verdict, failOnWarn: boolean): ExitCode {
  if (verdict === 'deny') return 1;
  return verdict === 'warn' && failOnWarn ? 3 : 0;
}
