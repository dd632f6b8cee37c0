import type { Finding, GateReport, UnitReport, Verdict } from '../contracts/gate-report.ts';
import { formatMarker, SCOPE } from '../contracts/report-marker.ts';
import { UserError } from '../errors.ts';
import { cell, code, html, prose } from './escape.ts';
import { fit, NOTICE, type Piece, type Section } from './fit.ts';
import {
  counts,
  groups,
  headline,
  metricTexts,
  operands,
  plural,
  reproduce,
  short,
  subjectBefore,
  term,
  worstFirst,
  type FindingGroup,
} from './words.ts';

/** GitHub refuses more than 65,536 characters. */
const BUDGET = 60_000;
/** The most that the table of units may take of it. */
const TABLE = 18_000;
/** Passed units in that table; those that did not pass are all named while there is room. */
const PASSED_ROWS = 30;
/** Subjects of one check, files of one kind and lines of one metric table that are listed by name. */
const LISTED = 25;

export interface CommentOptions {
  /** Tells the comments of several workflows on one pull request apart: a DNS label of at most 40 characters. @default 'default' */
  readonly scope?: string;
  /** Number of the CI run that publishes; 0 outside of CI. From the environment, never from the report. @default 0 */
  readonly run?: number;
  /** `https://` address of the folder with the pages of the finding codes; without it codes are not links. @default null */
  readonly docsBase?: string | null;
}

const BADGE: Readonly<Record<Verdict, string>> = { deny: '❌ denied', warn: '⚠️ warned', pass: '✅ passed' };

/**
 * The comment that a pull request gets: at most 60,000 characters, the marker of `publish/` in its first line, and nothing in it that
 * a name, a message or a value could make act.
 * @throws UserError `usage.bad_scope`, `usage.bad_docs_base`
 */
export function renderComment(report: GateReport, options: CommentOptions = {}): string {
  const { scope = 'default', run = 0, docsBase = null } = options;
  if (!SCOPE.test(scope)) {
    throw new UserError(
      'usage.bad_scope',
      `scope is ${JSON.stringify(scope)}; expected lower-case letters, digits and dashes, at most 40`,
      'Choose a short name, for example gate.',
    );
  }
  if (docsBase !== null && !/^https:\/\/[\w.~:/%-]+$/.test(docsBase)) {
    throw new UserError(
      'usage.bad_docs_base',
      `docsBase is ${JSON.stringify(docsBase)}; expected a plain https address`,
      'Give the address of the folder that holds the pages.',
    );
  }
  const units = worstFirst(report.units);
  const top = [formatMarker({ scope, head: report.head, now: report.now.seconds, run }), title(report), unitTable(units)].join('\n\n');
  const bottom = footer(report);
  const sections = [...units.map((unit) => unitSection(unit, docsBase)), removedSection(report), waiverSection(report)];
  const { text, dropped } = fit(sections, BUDGET - top.length - bottom.length - NOTICE, cutNotice);
  return `${top}\n\n${text}${dropped.length === 0 ? '' : cutNotice(dropped)}${bottom}`;
}

function title(report: GateReport): string {
  const { verdict, head, dirty, base, now, policy } = report;
  const mark = { deny: '❌', warn: '⚠️', pass: '✅' }[verdict];
  const commit = `${code(short(head))}${dirty ? ' with changes that are not committed' : ''}`;
  const against = base === null ? 'compared with nothing' : `against ${code(short(base))}`;
  return [
    `## ${mark} ${headline(report)}`,
    `modelgate judged ${commit} ${against}, by ${plural(policy.checks, 'check')}, as of ${code(now.at)}.`,
  ].join('\n\n');
}

function unitTable(units: readonly UnitReport[]): string {
  const head = [
    '| Model | Environment | Release | Verdict | Failed | Warned | Inconclusive | Waived |',
    '| --- | --- | --- | --- | --: | --: | --: | --: |',
  ];
  const named = units.filter(({ verdict }) => verdict !== 'pass');
  const rows = [...named, ...units.filter(({ verdict }) => verdict === 'pass').slice(0, PASSED_ROWS)].map((unit) => {
    const { failed, warned, inconclusive, waived } = counts(unit.findings);
    const release = unit.candidate === null ? cell(unit.stable) : `${cell(unit.stable)} → ${cell(unit.candidate)}`;
    const numbers = [failed, warned, inconclusive, waived].map((count) => (count === 0 ? '' : String(count)));
    return `| ${[cell(unit.model), cell(unit.environment), release, BADGE[unit.verdict], ...numbers].join(' | ')} |`;
  });
  const shown: string[] = [];
  let left = TABLE;
  for (const row of rows) {
    left -= row.length + 1;
    if (left < 0) break;
    shown.push(row);
  }
  const rest = [...named, ...units.filter(({ verdict }) => verdict === 'pass')].slice(shown.length);
  const restOf = (verdict: Verdict): number => rest.filter((unit) => unit.verdict === verdict).length;
  const tally = (['deny', 'warn', 'pass'] as const)
    .filter((verdict) => restOf(verdict) > 0)
    .map((verdict) => `${String(restOf(verdict))} ${BADGE[verdict]}`);
  return [...head, ...shown, ...(rest.length === 0 ? [] : [`\nNot in this table: ${tally.join(', ')}.`])].join('\n');
}

/** Lower is kept first when room is short. Denials of every unit come before the tables of any. */
const RANK = { denial: 0, warning: 1, list: 2, judgedMetrics: 3, manifests: 4, note: 5, metrics: 6 } as const;

function unitSection(unit: UnitReport, docsBase: string | null): Section {
  const { model, environment, verdict, checks, candidate } = unit;
  const open = verdict === 'deny' ? ' open' : '';
  const release = [unit.stable, ...(candidate === null ? [] : [candidate])].map((version) => `<code>${html(version)}</code>`).join(' → ');
  const tally = `${plural(checks.passed, 'check')} passed, ${String(checks.failed)} failed, ${String(checks.notApplicable)} not applicable`;
  const findings = groups(unit.findings);
  return {
    head: [
      `<details${open}>`,
      `<summary><b><code>${html(model)}</code> in <code>${html(environment)}</code></b>: ${BADGE[verdict]}, release ${release}; ${tally}</summary>`,
      '',
      '',
    ].join('\n'),
    pieces: [
      ...findings.map((group) => findingPiece(group, docsBase)),
      ...metricPiece(unit, findings.length > 0 || candidate !== null ? RANK.judgedMetrics : RANK.metrics),
      ...manifestPiece(unit),
    ],
    tail: '</details>\n\n',
  };
}

function findingPiece(group: FindingGroup, docsBase: string | null): Piece {
  const { code: name, label, weight, fix, findings } = group;
  const page =
    docsBase !== null && /^[a-z]+\.[a-z0-9_]+$/.test(name) ? `[${code(name)}](${docsBase.replace(/\/$/, '')}/${name}.md)` : code(name);
  const subjects = findings.slice(0, LISTED).map((finding) => {
    const { observed, expected } = operands(finding);
    const details = [
      ...(observed === null ? [] : [`observed ${code(observed)}`]),
      ...(expected === null ? [] : [`expected ${code(expected)}`]),
      ...(finding.path === null ? [] : [`in ${code(finding.path, 300)}`]),
    ];
    return [`  - ${sentence(finding)}`, ...(details.length === 0 ? [] : [`    - ${details.join(', ')}`])].join('\n');
  });
  const more = findings.length - subjects.length;
  return {
    rank: [RANK.denial, RANK.warning, RANK.note, RANK.note][weight] ?? RANK.note,
    what: 'finding group',
    text: [
      `- **${prose(label, 200)}** ${page}`,
      ...subjects,
      ...(more === 0 ? [] : [`  - and ${String(more)} more subjects`]),
      `  - **Fix:** ${prose(fix)}`,
      '',
      '',
    ].join('\n'),
  };
}

/** The message with its subject as a code span: in front of it, or in place when the message begins with it. */
function sentence(finding: Finding): string {
  const { subject, message } = finding;
  const rest = message.slice(subject.length);
  if (subject !== '' && message.startsWith(subject) && /^[ ,:;]/.test(rest))
    return `${code(subject, 200)}${rest.startsWith(' ') ? ' ' : ''}${prose(rest)}`;
  const before = subjectBefore(finding);
  return before === '' ? prose(message) : `${code(before, 200)}: ${prose(message)}`;
}

function metricPiece({ metrics, candidate }: UnitReport, rank: number): Piece[] {
  if (metrics.length === 0) return [];
  const rolling = candidate !== null;
  const rows = metrics.slice(0, LISTED).map((row) => {
    const { name, stable, candidate: next, change, limit, interval } = metricTexts(row, '≥', '≤');
    return `| ${[cell(name), stable || '–', ...(rolling ? [next || '–', change.replace(/^-/, '−')] : []), limit, interval].join(' | ')} |`;
  });
  const more = metrics.length - rows.length;
  const columns = ['Metric', 'Stable', ...(rolling ? ['Candidate', 'Change'] : []), 'Limit', '95 % interval'];
  const rules = columns.map((_, column) => (column === 0 ? '---' : '--:'));
  const text = [
    `| ${columns.join(' | ')} |`,
    `| ${rules.join(' | ')} |`,
    ...rows,
    '',
    ...(more === 0 ? [] : [`and ${plural(more, 'more metric', 'more metrics')}`, '']),
    '',
  ];
  return [{ rank, what: 'metric table', text: text.join('\n') }];
}

function manifestPiece({ manifests }: UnitReport): Piece[] {
  const lines = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const paths = manifests[kind];
    if (paths.length === 0) return [];
    const more = paths.length > LISTED ? ` and ${String(paths.length - LISTED)} more` : '';
    return [
      `- ${String(paths.length)} ${kind}: ${paths
        .slice(0, LISTED)
        .map((path) => code(path, 300))
        .join(', ')}${more}`,
    ];
  });
  return lines.length === 0
    ? []
    : [{ rank: RANK.manifests, what: 'manifest list', text: ['Manifests against the base:', '', ...lines, '', ''].join('\n') }];
}

function waiverSection({ waivers, now }: GateReport): Section {
  const pieces = waivers.map((waiver) => ({
    rank: RANK.list,
    what: 'waiver',
    text: `- **${waiver.state}** ${code(waiver.id)}: ${code(waiver.code)} on ${code(waiver.unit)}, ${prose(term(waiver, now.seconds))}\n`,
  }));
  return { head: '### Waivers\n\n', pieces, tail: '\n' };
}

function removedSection({ removed }: GateReport): Section {
  const pieces = removed.map((name) => ({ rank: RANK.list, what: 'removed unit', text: `- ${code(name)}\n` }));
  return { head: '### Removed since the base\n\n', pieces, tail: '\n' };
}

function cutNotice(cut: readonly Piece[]): string {
  const kinds = [...new Set(cut.map(({ what }) => what))];
  const tally = kinds.map((kind) => plural(cut.filter(({ what }) => what === kind).length, kind));
  return `_Cut for length: ${tally.join(', ')}; the command at the end prints everything._\n\n`;
}

function footer(report: GateReport): string {
  const { head, base, policy, digests } = report;
  return [
    '---',
    '',
    `Run it again in a checkout of the head commit: ${code(reproduce(report))}`,
    '',
    '<details>',
    '<summary>What was judged, byte for byte</summary>',
    '',
    `- head ${code(head)}`,
    `- base ${base === null ? 'none' : code(base)}`,
    `- policies from ${code(policy.source)}, bundle ${code(policy.sha256)}, OPA ${code(policy.opa)}`,
    ...(['synth', 'evidence', 'thresholds', 'waivers', 'keys'] as const).map((kind) => `- ${kind} ${code(digests[kind])}`),
    '',
    '</details>',
    '',
  ].join('\n');
}
