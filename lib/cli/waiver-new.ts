import type { Instant } from '../contracts/common.ts';
import type { Waiver } from '../contracts/waiver.ts';
import { closest } from '../closest.ts';
import { UserError, UserErrors } from '../errors.ts';
import type { Tree } from '../evidence/index.ts';
import { sha256 } from '../sha256.ts';
import { text, type Command, type Given } from './command.ts';
import { carryOut, EDIT_OPTIONS } from './edit.ts';
import { judgeRepository } from './judge-repository.ts';
import { moment } from './moment.ts';
import { policiesOf } from './policies.ts';
import { assertModel, textOf } from './release-place.ts';

/** The option of each field, for messages. */
const OPTION: Readonly<Record<string, string>> = {
  id: '--id',
  code: '--code',
  model: 'the model',
  environment: '--env',
  subject: '--subject',
  artifactSha256: '--artifact-sha256',
  reason: '--reason',
  owner: '--owner',
  approver: '--approver',
  expires: '--expires',
};

/** Writes down an exception. */
export const waiverNew: Command = {
  name: 'waiver new',
  summary: 'write down an exception to one check of one unit, with its end',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    { flags: '--code <code>', kind: 'text', help: 'the check, as findings name it', required: true },
    { flags: '--env <name>', kind: 'text', help: 'the environment', required: true },
    { flags: '--subject <subject>', kind: 'text', help: 'the subject as the finding names it (default: all subjects of the check)' },
    { flags: '--artifact-sha256 <digest>', kind: 'text', help: 'only while the subject has this artifact (default: whatever it has)' },
    { flags: '--reason <text>', kind: 'text', help: 'why, in 20 to 2000 characters', required: true },
    { flags: '--owner <name>', kind: 'text', help: 'who answers for it', required: true },
    { flags: '--approver <name>', kind: 'text', help: 'who allows it: somebody else', required: true },
    { flags: '--expires <day>', kind: 'text', help: 'last day on which it holds, such as 2026-12-20', required: true },
    { flags: '--id <id>', kind: 'text', help: 'its name (default: made of model, environment, check and subject)' },
    { flags: '--now <time>', kind: 'text', help: 'judge as of this time, or `head`; by default the clock' },
    ...EDIT_OPTIONS,
  ],
  examples: [
    [
      'modelgate waiver new churn --code drift.above_limit --env dev --expires 2026-12-20 --owner people-analytics --approver model-risk --reason "The survey changed in October; the next release learns from the new one"',
      'appended to policies/waivers/churn.yaml; it holds once it is merged',
    ],
  ],
  run: (given, io) =>
    carryOut(given, io, async (root) => {
      const { workTree } = await import('../evidence/index.ts');
      const { withWaiver } = await import('../release/index.ts');
      const tree = workTree(root);
      const asked = await waiverOf(given);
      const now = await moment(text(given, 'now'), root);
      await assertModel(tree, asked.model);
      const waiver = await boundToEvidence(tree, asked);
      const file = `policies/waivers/${waiver.model}.yaml`;
      await assertAllowed(tree, waiver, now);
      const content = withWaiver(await textOf(tree, file), file, waiver);
      const after = overlaid(tree, file, content);
      const { readWaivers } = await import('../evidence/index.ts');
      // By the rules of the gate: its id is free, nobody approves their own, none covers what another does.
      await readWaivers(after);
      return {
        sentence: `${waiver.id}: ${waiver.code} is waived for ${waiver.model}/${waiver.environment} until ${waiver.expires}`,
        model: waiver.model,
        files: [[file, content]],
        render: null,
        // Without --base: a pull request is judged by the waivers of its base, and has none from itself.
        next: `npx modelgate gate --model ${waiver.model} --env ${waiver.environment}`,
        notes: [await covered(root, after, waiver, now)],
        told: { waiver },
        branch: `modelgate/waiver-${waiver.id}`,
        title: `Waive ${waiver.code} for ${waiver.model} in ${waiver.environment}`.slice(0, 200),
      };
    }),
};

async function waiverOf(given: Given): Promise<Waiver> {
  const { problems } = await import('../contracts/schema.ts');
  const { Waiver } = await import('../contracts/waiver.ts');
  const [model, environment, code] = [text(given, 'model') ?? '', text(given, 'env') ?? '', text(given, 'code') ?? ''];
  const [subject, artifactSha256] = [text(given, 'subject'), text(given, 'artifactSha256')];
  const name = [model, environment, code, ...(subject === undefined ? [] : [subject])].join('-');
  const waiver = {
    id:
      text(given, 'id') ??
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 64),
    code,
    model,
    environment,
    ...(subject === undefined ? {} : { subject }),
    ...(artifactSha256 === undefined ? {} : { artifactSha256 }),
    reason: (text(given, 'reason') ?? '').trim(),
    owner: text(given, 'owner') ?? '',
    approver: text(given, 'approver') ?? '',
    expires: text(given, 'expires') ?? '',
  };
  const wrong = problems(Waiver, waiver);
  if (wrong.length === 0) return waiver;
  throw new UserErrors(
    wrong.map(({ pointer, message }) => {
      const field = pointer.slice(1);
      const seen = JSON.stringify((waiver as Readonly<Record<string, unknown>>)[field] ?? null);
      const shown = seen.length > 80 ? `${seen.slice(0, 77)}...` : seen;
      return new UserError(
        'waiver.invalid',
        `${OPTION[field] ?? field}: ${message}; seen ${shown}`,
        'Correct it; docs/formats.md describes waivers.',
      );
    }),
  );
}

/**
 * An exception is one for what was looked at: the version that its subject names, else the one that is on its way to the environment or stands there.
 * New evidence has to be looked at again.
 */
async function boundToEvidence(tree: Tree, waiver: Waiver): Promise<Waiver> {
  const { evaluationPath, findReleases, listVersions } = await import('../evidence/index.ts');
  const named = waiver.subject?.split('/', 1)[0] ?? '';
  const placed = Object.entries((await findReleases(tree, waiver.model))?.environments ?? {}).find(([name]) => name === waiver.environment);
  const version = (await listVersions(tree, waiver.model)).includes(named) ? named : (placed?.[1].candidate ?? placed?.[1].stable);
  const evaluation = version === undefined ? null : await tree.read(evaluationPath(waiver.model, version));
  return evaluation === null ? waiver : { ...waiver, evaluationSha256: sha256(evaluation) };
}

/** @throws UserErrors of every rule that the law has against it */
async function assertAllowed(tree: Tree, waiver: Waiver, now: Instant): Promise<void> {
  const { instantOf, readCatalog, readEnforcement } = await import('../evidence/index.ts');
  const { loadBundle } = await import('../policy/index.ts');
  const { daysLeft } = await import('../gate/index.ts');
  // A day that does not exist has no end.
  instantOf(`${waiver.expires}T00:00:00Z`, '--expires');
  const spec = await readCatalog(tree, waiver.model);
  const codes = (await loadBundle(policiesOf(tree))).checks.map(({ code }) => code);
  const law = await readEnforcement(tree, codes);
  const wrong: UserError[] = [];
  if (!codes.includes(waiver.code)) {
    const near = closest(waiver.code, codes);
    wrong.push(
      new UserError(
        'waiver.unknown_code',
        `--code ${JSON.stringify(waiver.code)}: no check has this code; expected one that \`npx modelgate policy list\` prints`,
        near === null ? 'Name the code of the finding.' : `Did you mean ${near}?`,
      ),
    );
  }
  const environments = spec.environments.map(({ name }) => name);
  if (!environments.includes(waiver.environment)) {
    wrong.push(
      new UserError(
        'placement.unknown_environment',
        `--env ${JSON.stringify(waiver.environment)}: not an environment of ${waiver.model}; expected one of ${environments.join(', ')}`,
        'Name one of them.',
      ),
    );
  }
  if (law?.waivers.never.includes(waiver.code) === true) {
    wrong.push(
      new UserError(
        'waiver.never',
        `--code ${waiver.code}: policies/enforcement.yaml lets nobody be excused from it; expected a check that can be waived`,
        `Put right what it finds: npx modelgate explain ${waiver.code}`,
      ),
    );
  }
  const left = daysLeft(waiver, now);
  const most = law?.waivers.maxDays[spec.riskTier] ?? Number.POSITIVE_INFINITY;
  if (left < 0) {
    wrong.push(
      new UserError(
        'waiver.expired',
        `--expires ${waiver.expires}: is over; expected ${now.at.slice(0, 10)} or later`,
        'Name a day to come.',
      ),
    );
  } else if (left > most) {
    const latest = new Date((now.seconds + most * 86_400) * 1000).toISOString().slice(0, 10);
    wrong.push(
      new UserError(
        'waiver.too_long',
        `--expires ${waiver.expires}: in ${String(left)} days; expected at most ${String(most)} for a model of the ${spec.riskTier} tier (policies/enforcement.yaml)`,
        `Name ${latest} or an earlier day.`,
      ),
    );
  }
  if (wrong.length > 0) throw new UserErrors(wrong);
}

/** A tree in which one file has another content. */
function overlaid(tree: Tree, file: string, content: string): Tree {
  return {
    name: tree.name,
    list: async (prefix) => {
      const found = await tree.list(prefix);
      return file.startsWith(prefix) && !found.includes(file) ? [...found, file].sort() : found;
    },
    read: (path) => (path === file ? Promise.resolve(Buffer.from(content)) : tree.read(path)),
  };
}

/** What it would excuse today, in a sentence. */
async function covered(root: string, head: Tree, waiver: Waiver, now: Instant): Promise<string> {
  const { model, environment, code, id } = waiver;
  const { findReleases } = await import('../evidence/index.ts');
  if ((await findReleases(head, model))?.environments[environment] === undefined)
    return `covers nothing today: nothing stands in ${environment}`;
  const filter = { models: [model], environments: [environment] };
  const { units } = await judgeRepository({ root, head, base: null, now, filter, approvals: null });
  const findings = units.flatMap((unit) => unit.findings).filter((finding) => finding.code === code);
  const subjects = (list: typeof findings): string => list.map(({ subject }) => subject).join(', ');
  const used = findings.filter((finding) => finding.waiver === id);
  if (used.length > 0) return `covers today: ${subjects(used)}`;
  const others = findings.length === 0 ? `finds nothing in ${model}/${environment}` : `finds ${subjects(findings)}`;
  return `covers nothing today: ${code} ${others}`;
}
