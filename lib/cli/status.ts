import type { Instant } from '../contracts/common.ts';
import type { GateReport, Verdict } from '../contracts/gate-report.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Placement } from '../contracts/releases.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import type { PlacementEdit, readHistory, readWaivers, Tree } from '../evidence/index.ts';
import type { NextStep } from '../release/index.ts';
import { flag, SELECTION, text, texts, type Command } from './command.ts';
import { judgeRepository } from './judge-repository.ts';
import { moment } from './moment.ts';
import { assertModel } from './release-place.ts';
import { repositoryRoot } from './repository.ts';

/** What runs in one environment. */
interface Running {
  readonly environment: string;
  readonly stable: string;
  readonly candidate: string | null;
  /** When this placement was committed; null when it is not. */
  readonly since: string | null;
  /** As of now, by the policies of this checkout; null where the model is retired. */
  readonly verdict: Verdict | null;
  readonly findings: number;
  /** Days since the evidence of each version was produced; null without evidence. */
  readonly evidenceDays: Readonly<Record<string, number | null>>;
  readonly waivers: readonly { readonly id: string; readonly code: string; readonly daysLeft: number }[];
}

interface ModelStatus {
  readonly model: string;
  readonly environments: readonly Running[];
  readonly next: readonly NextStep[];
}

/** What runs where, and what may come next. */
export const status: Command = {
  name: 'status',
  summary: 'what runs where, since when, what the gate says of it now, and which step is allowed next',
  options: [
    ...SELECTION,
    { flags: '--now <time>', kind: 'text', help: 'as of this time (RFC 3339, UTC), or `head` for the head commit’s time' },
  ],
  examples: [
    ['modelgate status', 'every model in every environment'],
    ['modelgate status --model churn --json', 'one model, for programs'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { newestTip, readChain, recordsBranch } = await import('../audit/index.ts');
    const evidence = await import('../evidence/index.ts');
    const tree = evidence.workTree(root);
    const asked = texts(given, 'model');
    for (const model of asked) await assertModel(tree, model);
    const environments = texts(given, 'env');
    const now = await moment(text(given, 'now'), root);
    const report = await judgeRepository({ root, head: tree, base: null, now, filter: { models: asked, environments }, approvals: null });
    const head = await evidence.resolveCommit(root, 'HEAD');
    const context = {
      root,
      tree,
      now,
      head,
      report,
      history: await evidence.readHistory(root, head),
      thresholds: await evidence.readThresholds(tree),
      waivers: await evidence.readWaivers(tree),
    };
    const models: ModelStatus[] = [];
    for (const model of asked.length === 0 ? await evidence.listModels(tree) : asked)
      models.push(await statusOf(model, context, environments));
    const branch = await recordsBranch(root);
    const tip = await newestTip(branch);
    const last = tip === null ? undefined : (await readChain(branch, tip)).records.at(-1)?.record.predicate;
    const recorded =
      last === undefined ? null : { sequence: last.sequence, verdict: last.verdict, judgedAt: last.judged.now, commit: last.merged.commit };
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, now, head, dirty: report.dirty, recorded, models }, null, 2)}\n`);
    else {
      io.out(models.map((one) => shown(one, now)).join('\n'));
      const age = recorded === null ? '' : `, ${String(daysBetween(recorded.judgedAt, now))} days ago`;
      io.out(
        recorded === null
          ? '\nno verdict is on record here\n'
          : `\nlast verdict on record: ${recorded.verdict} (record ${String(recorded.sequence)}${age})\n`,
      );
    }
    return 0;
  },
};

interface Context {
  readonly root: string;
  readonly tree: Tree;
  readonly now: Instant;
  readonly head: string;
  readonly report: GateReport;
  readonly history: Awaited<ReturnType<typeof readHistory>>;
  readonly thresholds: Readonly<Record<ModelSpec['riskTier'], ThresholdFile>>;
  readonly waivers: Awaited<ReturnType<typeof readWaivers>>;
}

function daysBetween(then: string, now: Instant): number {
  return Math.floor((now.seconds - Date.parse(then) / 1000) / 86_400);
}

async function statusOf(model: string, context: Context, environments: readonly string[]): Promise<ModelStatus> {
  const { root, tree, now, head, report, history, thresholds, waivers } = context;
  const { listVersions, placementEdits, readBlocked, readCatalog, readEvaluation, readRelease, readReleases, compareVersions } =
    await import('../evidence/index.ts');
  const { daysLeft } = await import('../gate/index.ts');
  const { nextSteps } = await import('../release/index.ts');
  const { resolveThresholds } = await import('../contracts/resolve-thresholds.ts');
  const spec = await readCatalog(tree, model);
  const placements = (await readReleases(tree, model)).environments;
  const edits = await placementEdits(root, head, model);
  const running: Running[] = [];
  for (const { name: environment } of spec.environments) {
    const placement = placements[environment];
    if (placement === undefined || (environments.length > 0 && !environments.includes(environment))) continue;
    const unit = report.units.find((one) => one.model === model && one.environment === environment);
    const evidenceDays: [string, number | null][] = [];
    for (const version of placement.candidate === undefined ? [placement.stable] : [placement.stable, placement.candidate]) {
      const evaluation = await readEvaluation(tree, model, version);
      evidenceDays.push([version, evaluation === null ? null : daysBetween(evaluation.producedAt, now)]);
    }
    running.push({
      environment,
      stable: placement.stable,
      candidate: placement.candidate ?? null,
      since: sinceOf(edits, environment, placement),
      verdict: unit?.verdict ?? null,
      findings: unit?.findings.filter(({ status: outcome }) => outcome !== 'waived').length ?? 0,
      evidenceDays: Object.fromEntries(evidenceDays),
      waivers: waivers
        .filter((waiver) => waiver.model === model && waiver.environment === environment)
        .map((waiver) => ({ id: waiver.id, code: waiver.code, daysLeft: daysLeft(waiver, now) }))
        .sort((a, b) => a.daysLeft - b.daysLeft),
    });
  }
  const order = spec.environments.map(({ name }) => name);
  const digests: [string, string | null][] = [];
  for (const version of await listVersions(tree, model))
    digests.push([version, (await readRelease(tree, model, version))?.image.digest ?? null]);
  const next = nextSteps({
    model,
    order,
    placements,
    limits: Object.fromEntries(
      order.map((name) => [name, resolveThresholds(thresholds[spec.riskTier], spec.task, name, spec.thresholds).thresholds.promotion]),
    ),
    progressive: spec.environments.filter(({ workloads }) => workloads.some(({ kind }) => kind === 'Rollout')).map(({ name }) => name),
    reached: history.of(model).reached,
    digests: Object.fromEntries(digests),
    blocked: await readBlocked(tree, model),
    now,
    isNewer: (a, b) => (compareVersions(a, b) ?? 0) > 0,
  }).filter(({ environment }) => environments.length === 0 || environments.includes(environment));
  return { model, environments: running, next };
}

/** When a placement was committed as it stands; null when the last commit says something else. */
function sinceOf(edits: readonly PlacementEdit[], environment: string, placement: Placement): string | null {
  const is = (edit: PlacementEdit): boolean => JSON.stringify(edit.environments?.[environment]) === JSON.stringify(placement);
  const different = edits.findIndex((edit) => !is(edit));
  return edits[different === -1 ? edits.length - 1 : different - 1]?.at.at ?? null;
}

function shown({ model, environments, next }: ModelStatus, now: Instant): string {
  const width = Math.max(...environments.map(({ environment }) => environment.length));
  const lines = environments.flatMap(({ environment, stable, candidate, since, verdict, findings, evidenceDays, waivers }) => {
    const what = candidate === null ? stable : `${stable}, candidate ${candidate}`;
    const when = since === null ? 'not committed' : `since ${since.slice(0, 10)} (${String(daysBetween(since, now))} days)`;
    const ages = Object.entries(evidenceDays).map(([version, days]) =>
      days === null ? `none of ${version}` : `${String(days)} days (${version})`,
    );
    const word = verdict === null ? 'retired' : findings === 0 ? verdict : `${verdict}, ${String(findings)} findings`;
    return [
      `  ${environment.padEnd(width)}  ${what}  ${when}  ${word}\n`,
      `  ${' '.repeat(width)}  evidence: ${ages.join(', ')}\n`,
      ...waivers.map(
        ({ id, code, daysLeft }) =>
          `  ${' '.repeat(width)}  waiver ${id} (${code}): ${daysLeft < 0 ? 'expired' : `${String(daysLeft)} days left`}\n`,
      ),
    ];
  });
  const steps = next.map(
    ({ sentence, command, waitsFor }) => `  next: ${sentence}${waitsFor === null ? `\n        ${command}` : ` (${waitsFor})`}\n`,
  );
  return `${model}\n${lines.join('')}${steps.join('')}`;
}
