import type { CheckResult } from '../contracts/check.ts';
import { GATE_CHECKS, type GateCheck } from '../contracts/gate-checks.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import type { PlatformInput } from '../contracts/platform-input.ts';
import { TIERS, type RiskTier } from '../contracts/common.ts';
import type { Pack } from '../contracts/pack.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import { limitsByTier } from './limits-by-tier.ts';
import type { PolicySource } from './policy-source.ts';
import type { Engine } from './engine.ts';
import { readRoster, type CheckSource } from './roster.ts';
import { readSample, sampleInput, type Sample } from './samples.ts';
import { sortedJson } from '../sorted-json.ts';

const FOLDER = 'docs/findings';

/** What stands in other files of `policies/` about checks. */
export interface Around {
  readonly packs: readonly Pack[];
  readonly tiers: Readonly<Record<RiskTier, ThresholdFile>>;
}

/**
 * One Markdown page for every finding code, and an index. The example on a page is the check's own denied sample, with what the
 * compiled policies say about it.
 * @returns text by path, relative to the repository
 * @throws what reading the roster, the samples or evaluating them throws
 */
export async function policyDocs(
  source: PolicySource,
  engine: Engine,
  { packs, tiers }: Around,
): Promise<Readonly<Record<string, string>>> {
  const roster = await readRoster(source);
  const pages: Record<string, string> = { [`${FOLDER}/README.md`]: index(roster) };
  for (const check of roster) {
    const where = `${check.folder}/samples/denied.json`;
    const sample = await readSample(source, check, 'denied');
    // The engine checks what it is given; a sample that is no gate input at all is the samples' test to find.
    const results = await engine.evaluate((await sampleInput(source, sample, where)) as GateInput | PlatformInput, where);
    const result = results.find(({ code }) => code === check.check.code);
    if (result === undefined) throw new Error(`${check.check.code} is on the roster and not in the results`);
    pages[`${FOLDER}/${check.check.code}.md`] = page(check, sample, result, [
      ...limitsSection(check.limits, tiers),
      ...controlsSection(check.check.code, packs),
    ]);
  }
  for (const check of GATE_CHECKS) pages[`${FOLDER}/${check.code}.md`] = ownPage(check);
  return pages;
}

function index(roster: readonly CheckSource[]): string {
  const checks = [...roster.map(({ check }) => check), ...GATE_CHECKS].sort((a, b) => (a.code < b.code ? -1 : 1));
  const rows = checks.map((check) => `| [${check.code}](${check.code}.md) | ${check.severity} | ${cell(check.title)} |`);
  return ['# Findings', '', GENERATED, '', '| code | severity | what |', '|---|---|---|', ...rows, ''].join('\n');
}

const GENERATED = '<!-- Written by `npx modelgate policy docs` from the METADATA and samples of the checks; do not edit. -->';

function page({ check, limits, folder }: CheckSource, sample: Sample, result: CheckResult, around: readonly string[]): string {
  const settled = check.settled === undefined ? '' : `; ${check.settled} for what already runs`;
  return [
    `# ${check.code}: ${check.title}`,
    '',
    GENERATED,
    '',
    check.description.trim(),
    '',
    `- **Severity:** ${check.severity}${settled}`,
    `- **Message:** ${code(check.message)}`,
    `- **Fix:** ${check.fix.trim()}`,
    ...(limits.length === 0 ? [] : [`- **Limits:** ${limits.map(code).join(', ')}`]),
    `- **Source:** [${check.path}](../../${check.path})`,
    '',
    ...around,
    '## Example',
    '',
    `${sample.title.trim()} ([sample](../../${folder}/samples/denied.json), a change to ${sample.base === undefined ? 'a gate input that passes' : `[what passes](../../policies/samples/${sample.base}.json)`}):`,
    '',
    '```json',
    sortedJson(sample.patch).trimEnd(),
    '```',
    '',
    'The check answers:',
    '',
    '| subject | result | observed | expected |',
    '|---|---|---|---|',
    ...outcome(result),
    '',
  ].join('\n');
}

function limitsSection(limits: readonly string[], tiers: Around['tiers']): readonly string[] {
  const rows = limitsByTier(limits, tiers);
  const unset = limits.filter((limit) => !rows.some((row) => row.limit === limit));
  const silent = unset.map((limit) => `No tier of this repository sets ${code(limit)}.`);
  if (rows.length === 0) return silent.flatMap((line) => [line, '']);
  return [
    '## Limits by tier',
    '',
    'Of `policies/thresholds/`; a later row wins over an earlier one, and a model may ask for a tighter limit.',
    '',
    `| limit | for | ${TIERS.join(' | ')} |`,
    `|---|---|${TIERS.map(() => '---|').join('')}`,
    ...rows.map(
      ({ limit, where, values }) => `| ${code(limit)} | ${cell(where)} | ${TIERS.map((tier) => json(values[tier])).join(' | ')} |`,
    ),
    '',
  ];
}

function controlsSection(of: string, packs: readonly Pack[]): readonly string[] {
  const rows = packs.flatMap(({ pack, controls }) =>
    controls.filter(({ checks }) => checks.includes(of)).map(({ id, title }) => `| ${code(pack)} | ${cell(id)} | ${cell(title)} |`),
  );
  return rows.length === 0 ? [] : ['## Controls', '', '| pack | control | |', '|---|---|---|', ...rows, ''];
}

/** A check of the gate itself has no sample: its source is the framework's. */
function ownPage({ code: name, title, description, severity, message, fix, path }: GateCheck): string {
  return [
    `# ${name}: ${title}`,
    '',
    GENERATED,
    '',
    description,
    '',
    `- **Severity:** ${severity}, whatever enforcement says; no waiver excuses it`,
    `- **Message:** ${code(message)}`,
    `- **Fix:** ${fix}`,
    `- **Source:** the gate itself, ${code(path)} of the framework`,
    '',
  ].join('\n');
}

function outcome({ failed, inconclusive, passed, facts }: CheckResult): readonly string[] {
  const row = (result: string) => (subject: string) => {
    const fact = facts[subject];
    return `| ${code(subject)} | ${result} | ${json(fact?.observed)} | ${json(fact?.expected)} |`;
  };
  return [...failed.map(row('failed')), ...inconclusive.map(row('inconclusive')), ...passed.map(row('passed'))];
}

function json(value: unknown): string {
  return value === undefined ? '' : code(JSON.stringify(value));
}

/** An inline code span that holds any text: its fence is longer than every run of backticks inside. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${cell(text)}${padding}${fence}`;
}

/** Text that stays in its cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
}
