import type { Finding, GateReport, UnitReport } from '../contracts/gate-report.ts';
import type { UnitReview } from '../contracts/unit-review.ts';
import { changeLines, type Phrase } from './change-lines.ts';
import { bars } from './chart.ts';
import { cell, code, html, prose } from './escape.ts';
import type { Piece, Section } from './fit.ts';
import { nextCommands } from './next-commands.ts';
import { LISTED, RANK } from './ranks.ts';
import { resourcePieces } from './resource-pieces.ts';
import { numbersIn, showNumber } from './values.ts';
import { BADGE, groups, metricTexts, operands, plural, subjectBefore, type FindingGroup } from './words.ts';

/** Tables that are often the same in several environments of a model: one release was measured once. */
const REPEATED = ['metric table', 'group table', 'drift table', 'control list'];

/** The sections of units; what is said of one environment of a model already is not said again of another. */
export function unitSections(units: readonly UnitReport[], report: GateReport, docsBase: string | null): readonly Section[] {
  const said = new Map<string, string>();
  return units.map((unit) => {
    const section = unitSection(unit, report, docsBase);
    const pieces = section.pieces.map((piece) => {
      const key = JSON.stringify([unit.model, piece.text]);
      const where = said.get(key);
      if (!REPEATED.includes(piece.what)) return piece;
      if (where === undefined) said.set(key, unit.environment);
      return where === undefined ? piece : { ...piece, text: block([`The same as in ${code(where)} above.`]) };
    });
    return { ...section, pieces };
  });
}

/** All that a comment says of one unit: folded, open where it is denied. */
function unitSection(unit: UnitReport, report: GateReport, docsBase: string | null): Section {
  const { model, environment, verdict, checks, candidate, review } = unit;
  const open = verdict === 'deny' ? ' open' : '';
  const release = [unit.stable, ...(candidate === null ? [] : [candidate])].map((version) => `<code>${html(version)}</code>`).join(' → ');
  const tally = `${plural(checks.passed, 'check')} passed, ${String(checks.failed)} failed, ${String(checks.notApplicable)} not applicable`;
  const findings = groups(unit.findings);
  return {
    head: [
      `<details${open}>`,
      `<summary><b><code>${html(model)}</code> in <code>${html(environment)}</code></b>: ${BADGE[verdict]}, release ${release}</summary>`,
      '',
      `${tally}${review === undefined ? '' : `; risk tier ${review.riskTier}`}.`,
      '',
    ].join('\n'),
    pieces: [
      ...changePiece(unit),
      ...findings.map((group) => findingPiece(group, docsBase)),
      ...(review === undefined ? [] : approvalPiece(review)),
      ...metricPiece(unit, findings.length > 0 || candidate !== null ? RANK.judgedMetrics : RANK.metrics),
      ...(review === undefined ? manifestPiece(unit) : reviewPieces(review)),
      ...commandPiece(unit, report),
    ],
    tail: '\n</details>\n\n',
  };
}

const heading = (text: string): string => `\n#### ${text}\n\n`;
/** Lines of one list, or one table: what follows it begins anew. */
const block = (lines: readonly string[]): string => `${lines.join('\n')}\n\n`;

export const spoken = (phrase: Phrase): string => phrase.map((part) => (typeof part === 'string' ? part : code(part.value, 120))).join('');

function changePiece(unit: UnitReport): readonly Piece[] {
  const lines = unit.review === undefined ? [] : changeLines({ ...unit, ...unit.review });
  if (lines.length === 0) return [];
  const more = lines.length - LISTED;
  const shown = lines.slice(0, LISTED).map((line) => `- ${spoken(line)}`);
  return [
    {
      rank: RANK.change,
      what: 'change list',
      under: heading('What the change does'),
      text: block([...shown, ...(more > 0 ? [`- and ${plural(more, 'more point')}`] : [])]),
    },
  ];
}

export function findingPiece(group: FindingGroup, docsBase: string | null): Piece {
  const { code: name, label, weight, fix, findings } = group;
  const page =
    docsBase !== null && /^[a-z]+\.[a-z0-9_]+$/.test(name) ? `[${code(name)}](${docsBase.replace(/\/$/, '')}/${name}.md)` : code(name);
  const subjects = findings.slice(0, LISTED).map((finding) => {
    const { observed, expected } = operands(finding);
    const details = [
      ...(observed === null ? [] : [`observed ${code(observed)}`]),
      ...(expected === null ? [] : [`expected ${code(expected)}`]),
      ...lookAt(finding),
    ];
    return [`  - ${sentence(finding)}`, ...(details.length === 0 ? [] : [`    - ${details.join(', ')}`])].join('\n');
  });
  const more = findings.length - subjects.length;
  return {
    rank: [RANK.denial, RANK.warning, RANK.note, RANK.note][weight] ?? RANK.note,
    what: 'finding group',
    under: heading('Findings'),
    text: block([
      `- **${prose(label, 200)}** ${page}`,
      ...subjects,
      ...(more === 0 ? [] : [`  - and ${String(more)} more subjects`]),
      `  - **Fix:** ${prose(fix)}`,
    ]),
  };
}

/** The file that the check names, and the line to look at: in that file, or in what it was generated from. */
function lookAt({ path, place }: Finding): readonly string[] {
  const line = place === undefined || place.line === 1 ? '' : ` line ${String(place.line)}`;
  if (place === undefined || place.path === path) return path === null ? [] : [`in ${code(path, 300)}${line}`];
  return [...(path === null ? [] : [`in ${code(path, 300)}`]), `see ${code(place.path, 300)}${line}`];
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

function approvalPiece({ approvals }: UnitReview): readonly Piece[] {
  if (approvals.length === 0) return [];
  const lines = approvals.map(({ version, role, count, given, enough }) => {
    const who =
      given === null ? 'nobody could be asked' : given.length === 0 ? 'nobody yet' : given.map((name) => code(name, 100)).join(', ');
    return `- ${code(role, 200)} for ${code(version)}: ${enough ? 'enough' : '**missing**'}, ${String(given?.length ?? 0)} of ${String(count)} (${who})`;
  });
  return [{ rank: RANK.approval, what: 'approval list', under: heading('Who has to approve'), text: block(lines) }];
}

function metricPiece({ metrics, candidate }: UnitReport, rank: number): Piece[] {
  if (metrics.length === 0) return [];
  const rolling = candidate !== null;
  const replacing = !rolling && metrics.some(({ incumbent = null }) => incumbent !== null);
  const texts = metrics.map((row) => metricTexts(row, rolling, '≥', '≤'));
  const measured = texts.some(({ interval }) => interval !== '');
  const rows = texts.slice(0, LISTED).map(({ name, stable, candidate: next, incumbent, change, limit, interval }) => {
    const values = rolling ? [stable, next] : replacing ? [incumbent, stable] : [stable];
    const moved = rolling || replacing ? [change.replace(/^-/, '−')] : [];
    const texts = [...values, ...moved].map((text) => text || '–');
    return `| ${[cell(name), ...texts, limit || 'none', ...(measured ? [interval || '–'] : [])].join(' | ')} |`;
  });
  const more = metrics.length - rows.length;
  const values = rolling ? ['Stable', 'Candidate', 'Change'] : replacing ? ['Before', 'Stable', 'Change'] : ['Stable'];
  const columns = ['Metric', ...values, 'Limit', ...(measured ? ['95 % interval'] : [])];
  return [
    {
      rank,
      what: 'metric table',
      under: heading('Metrics'),
      text: block([...tableHead(columns), ...rows, ...(more === 0 ? [] : ['', `and ${plural(more, 'more metric')}`])]),
    },
  ];
}

function tableHead([first = '', ...numbers]: readonly string[]): readonly string[] {
  return [`| ${[first, ...numbers].join(' | ')} |`, `| ${['---', ...numbers.map(() => '--:')].join(' | ')} |`];
}

function reviewPieces({ groups: tables, drift, resources, controls }: UnitReview): readonly Piece[] {
  return [...groupPiece(tables), ...driftPiece(drift), ...resourcePieces(resources, heading('Manifests')), ...controlPiece(controls)];
}

const COLUMNS: Readonly<Record<string, string>> = {
  selection_rate: 'Selected',
  true_positive_rate: 'True positives',
  false_positive_rate: 'False positives',
  mae: 'Mean error',
  bias: 'Bias',
};

function groupPiece(tables: UnitReview['groups']): readonly Piece[] {
  if (tables.length === 0) return [];
  return [{ rank: RANK.groups, what: 'group table', under: heading('Fairness by group'), text: tables.map(groupTable).join('') }];
}

function groupTable({ attribute, reference, groups: rows }: UnitReview['groups'][number]): string {
  const names = Object.keys(COLUMNS).filter((name) => rows.some(({ values }) => Object.hasOwn(values, name)));
  const shown = rows.slice(0, LISTED);
  const more = rows.length - shown.length;
  const show = (number: number | null | undefined): string => (number === null || number === undefined ? '–' : showNumber(number, [], 3));
  const title = (name: string): string => COLUMNS[name] ?? name;
  return block([
    `Groups of ${code(attribute, 200)}${reference === null ? '' : `, held against ${code(reference, 200)}`}:`,
    '',
    ...tableHead(['Group', 'Rows', ...names.map(title)]),
    ...shown.map(({ group, n, values }) => `| ${[cell(group), String(n), ...names.map((name) => show(values[name]))].join(' | ')} |`),
    ...(more === 0 ? [] : ['', `and ${plural(more, 'more group')}`]),
    ...names.slice(0, 1).flatMap((name) =>
      chart(
        title(name),
        shown.map(({ values }) => values[name] ?? null),
      ),
    ),
  ]);
}

function chart(title: string, values: readonly (number | null)[]): readonly string[] {
  // Two numbers are their own chart.
  return values.length < 3 ? [] : ['', `${title} as bars, in the order of the table: \`${bars(values)}\``];
}

function driftPiece(drift: UnitReview['drift']): readonly Piece[] {
  if (drift === null) return [];
  const { score, limit, features, measured } = drift;
  const beside = numbersIn(score, limit);
  const shown = features.slice(0, 5);
  const table =
    shown.length === 0
      ? []
      : [
          '',
          ...tableHead(['Feature', 'Effect size', 'p-value']),
          ...shown.map(
            ({ name, effectSize, pValue }) =>
              `| ${cell(name)} | ${showNumber(effectSize, [limit], 3)} | ${pValue === null ? '–' : showNumber(pValue, [], 3)} |`,
          ),
          ...chart(
            'Effect size',
            shown.map(({ effectSize }) => effectSize),
          ),
        ];
  return [
    {
      rank: RANK.groups,
      what: 'drift table',
      under: heading('Drift'),
      text: block([
        `Score ${showNumber(score, beside)}, limit ${showNumber(limit, beside)}; ${plural(measured, 'feature')} measured${measured > shown.length ? `, those that moved furthest:` : '.'}`,
        ...table,
      ]),
    },
  ];
}

function controlPiece(controls: UnitReview['controls']): readonly Piece[] {
  if (controls.length === 0) return [];
  const more = controls.length - LISTED;
  const lines = controls.slice(0, LISTED).map(({ pack, id, title, status, checks }) => {
    const by = checks.slice(0, 3).map((check) => code(check));
    return `- ${code(pack, 60)} ${code(id, 60)}, ${prose(title, 200)}: ${status === 'failed' ? '**failed** by' : 'excepted from'} ${by.join(', ')}`;
  });
  return [
    {
      rank: RANK.list,
      what: 'control list',
      under: heading('Compliance controls touched'),
      text: block([...lines, ...(more > 0 ? [`- and ${plural(more, 'more control')}`] : [])]),
    },
  ];
}

/** Files alone, where an older version wrote the report. */
function manifestPiece({ manifests }: UnitReport): Piece[] {
  const lines = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const paths = manifests[kind];
    if (paths.length === 0) return [];
    const more = paths.length > LISTED ? ` and ${String(paths.length - LISTED)} more` : '';
    const named = paths.slice(0, LISTED).map((path) => code(path, 300));
    return [`- ${String(paths.length)} ${kind}: ${named.join(', ')}${more}`];
  });
  return lines.length === 0 ? [] : [{ rank: RANK.manifests, what: 'manifest list', under: heading('Manifests'), text: block(lines) }];
}

function commandPiece(unit: UnitReport, report: GateReport): readonly Piece[] {
  const commands = nextCommands(unit, report);
  if (commands.length === 0) return [];
  const lines = commands.map(([command, does]) => `- ${code(command, 500)}: ${does}`);
  return [{ rank: RANK.commands, what: 'command list', under: heading('Next commands'), text: block(lines) }];
}
