import colors from 'picocolors';
import type { GateReport, UnitReport, Verdict } from '../contracts/gate-report.ts';
import { changeLines, inWords } from './change-lines.ts';
import { terminal } from './escape.ts';
import type { RenderOptions } from './renderer.ts';
import { columns, table } from './table.ts';
import {
  allFindings,
  counts,
  groups,
  headline,
  metricTexts,
  newPoliciesWords,
  operands,
  plural,
  releases,
  reproduce,
  secondRoleWords,
  sentence,
  short,
  term,
  VERDICT,
  worstFirst,
  type FindingGroup,
} from './words.ts';

const WIDTH = 96;
/** Files that decide about the gate which are named. */
const GUARDED = 20;

/** Colour for a word that already says the same without it. */
type Paint = (word: string) => string;
interface Palette {
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly verdict: Readonly<Record<Verdict, Paint>>;
  /** By the weight of a group of findings. */
  readonly weight: readonly Paint[];
}

/** The report for a terminal of 100 columns. */
export function pretty(report: GateReport, { color, seconds }: RenderOptions): string {
  const { bold, dim, red, yellow, green, cyan } = colors.createColors(color);
  const palette: Palette = {
    strong: bold,
    quiet: dim,
    verdict: { deny: red, warn: yellow, pass: green },
    weight: [red, yellow, cyan, cyan],
  };
  const units = worstFirst(report.units);
  const sections = [
    supposed(report, palette),
    header(report, palette),
    unitTable(units, palette),
    repository(report, palette),
    ...units.filter(worthTelling).map((unit) => unitSection(unit, palette)),
    guarded(report, palette),
    waivers(report, palette),
    removed(report, palette),
    footer(report, seconds, palette),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** First, so that nobody takes what follows for a verdict. */
function supposed({ hypothetical }: GateReport, { strong }: Palette): string[] {
  if (hypothetical === undefined) return [];
  const { whatIf, policies } = hypothetical;
  const all = [...whatIf, ...(policies === null ? [] : [`the policies of ${policies}`])].map((one) => terminal(one));
  return [strong(`WHAT IF ${all.join(' and ')}`), '  This is no verdict on what stands in the repository, and can not be published.'];
}

function header(report: GateReport, { strong }: Palette): string[] {
  const { head, dirty, base, policy, now, units } = report;
  return [
    strong(`modelgate judged ${plural(units.length, 'unit')} by ${plural(policy.checks, 'check')}`),
    ...fields('  ', [
      ['head', `${terminal(head)}${dirty ? ', with changes that are not committed' : ''}`],
      ['base', base === null ? 'none: nothing compared' : terminal(base)],
      ['policies', `${terminal(policy.source)}, bundle ${short(policy.sha256)}, OPA ${terminal(policy.opa)}`],
      ['as of', terminal(now.at)],
    ]),
  ];
}

function unitTable(units: readonly UnitReport[], { verdict, quiet }: Palette): string[] {
  if (units.length === 0) return [];
  const rows = units.map((unit) => [
    unit.verdict,
    terminal(unit.model),
    terminal(unit.environment),
    terminal(releases(unit, '->')),
    String(unit.checks.passed),
    String(unit.checks.failed),
    String(unit.checks.notApplicable),
  ]);
  const [head = '', ...body] = table('  ', ['verdict', 'model', 'environment', 'release', 'passed', 'failed', 'n/a'], rows, 4);
  return [quiet(head), ...body.map((line, row) => line.replace(/\w+/, (word) => verdict[units[row]?.verdict ?? 'deny'](word)))];
}

const worthTelling = ({ findings, candidate, manifests }: UnitReport): boolean =>
  findings.length > 0 || candidate !== null || Object.values(manifests).some((paths) => paths.length > 0);

function unitSection(unit: UnitReport, palette: Palette): string[] {
  const { model, environment, verdict, checks, manifests } = unit;
  const { waived } = counts(unit.findings);
  const tally = [
    `${plural(checks.passed, 'check')} passed`,
    `${String(checks.failed)} failed`,
    `${String(checks.notApplicable)} not applicable`,
  ];
  if (waived > 0) tally.push(`${plural(waived, 'finding')} waived`);
  const changes = (['added', 'changed', 'removed'] as const)
    .filter((kind) => manifests[kind].length > 0)
    .map((kind) => `${String(manifests[kind].length)} ${kind}`);
  return [
    `${palette.strong(`${terminal(model)}/${terminal(environment)}`)}  ${palette.verdict[verdict](VERDICT[verdict])}`,
    `  release ${terminal(releases(unit, '->'))}; ${tally.join(', ')}`,
    ...(unit.review === undefined ? [] : changeLines({ ...unit, ...unit.review })).map((line) => `  ${terminal(inWords(line))}`),
    ...(changes.length === 0 ? [] : [`  manifests: ${changes.join(', ')}`]),
    ...groups(unit.findings).flatMap((group) => ['', ...findingGroup(group, palette)]),
    ...approvals(unit),
    ...metrics(unit, palette),
  ];
}

/** What is found of the repository as a whole; nothing where all is well. */
function repository({ repository: whole }: GateReport, palette: Palette): string[] {
  if (whole === undefined || whole.findings.length === 0) return [];
  return [
    `${palette.strong('the repository as a whole')}  ${palette.verdict[whole.verdict](VERDICT[whole.verdict])}`,
    ...groups(whole.findings).flatMap((group) => ['', ...findingGroup(group, palette)]),
  ];
}

/** Files of which the change would move the gate itself, and who has to agree. */
function guarded(report: GateReport, { strong }: Palette): string[] {
  const { review } = report;
  const files = review?.guarded ?? [];
  if (files.length === 0) return [];
  const more = files.length - GUARDED;
  const second = review?.secondRole;
  return [
    strong('Rules of the gate'),
    ...files.slice(0, GUARDED).map((file) => `  ${terminal(file)}`),
    ...(more > 0 ? [`  and ${plural(more, 'more file')}`] : []),
    ...(second === undefined ? [] : fields('  ', [['approval', terminal(secondRoleWords(second, (name) => name))]])),
    ...newPolicies(report),
  ];
}

/** What the change's own policies would say: the base's decide. */
function newPolicies({ review, units }: GateReport): string[] {
  const said = review?.newPolicies;
  if (said === undefined) return [];
  const more = said.units.length + said.more - GUARDED;
  return [
    `  ${newPoliciesWords(said, units.length)}`,
    ...(said.failure === null ? [] : wrapped('    ', '-', terminal(said.failure))),
    ...said.units.slice(0, GUARDED).flatMap(({ unit, before, after, gained, lost }) => {
      const codes = [...gained.map((name) => `+ ${name}`), ...lost.map((name) => `- ${name}`)].join(', ');
      return wrapped('    ', '-', terminal(`${unit}: ${VERDICT[before]} -> ${VERDICT[after]}${codes === '' ? '' : `; ${codes}`}`));
    }),
    ...(more > 0 ? [`    and ${plural(more, 'more unit')}`] : []),
  ];
}

/** Who has to approve, and who did. */
function approvals({ review }: UnitReport): string[] {
  const needed = review?.approvals ?? [];
  if (needed.length === 0) return [];
  const lines = needed.map(({ version, role, count, given, enough }) => {
    const who = given === null ? 'nobody could be asked' : given.length === 0 ? 'nobody yet' : given.join(', ');
    return [
      'approval',
      terminal(`${enough ? 'given' : 'missing'}: ${role} for ${version}, ${String(given?.length ?? 0)} of ${String(count)} (${who})`),
    ] as const;
  });
  return ['', ...fields('  ', lines)];
}

function findingGroup({ code, label, weight, fix, findings }: FindingGroup, { weight: paints, strong }: Palette): string[] {
  const paint = paints[weight] ?? strong;
  return [
    `  ${paint(terminal(label))}  ${strong(terminal(code))}`,
    ...findings.flatMap((finding) => {
      const { observed, expected } = operands(finding);
      const details: (readonly [string, string | null])[] = [
        ['observed', observed],
        ['expected', expected],
        ['file', finding.path],
      ];
      return [
        ...wrapped(
          '    ',
          '-',
          sentence(finding, (text) => terminal(text)),
        ),
        ...fields(
          '      ',
          details.flatMap(([name, value]) => (value === null ? [] : [[name, terminal(value)] as const])),
        ),
      ];
    }),
    ...fields('    ', [['fix', terminal(fix)]]),
  ];
}

function metrics({ metrics: rows, candidate }: UnitReport, { quiet }: Palette): string[] {
  if (rows.length === 0) return [];
  const rolling = candidate !== null;
  const replacing = !rolling && rows.some(({ incumbent = null }) => incumbent !== null);
  const texts = rows.map((row) => metricTexts(row, rolling, '>=', '<='));
  const cells = texts.map(({ name, stable, candidate: next, incumbent, change, limit, interval }) => {
    const values = rolling ? [stable || '-', next || '-', change] : replacing ? [incumbent || '-', stable || '-', change] : [stable || '-'];
    return [terminal(name), ...values, limit, interval];
  });
  const columns = rolling ? ['stable', 'candidate', 'change'] : replacing ? ['before', 'stable', 'change'] : ['stable'];
  const names = ['metric', ...columns, 'limit', '95 % interval'];
  const [head = '', ...body] = table('  ', names, cells, names.length);
  return ['', quiet(head), ...body];
}

function waivers({ waivers: used, now }: GateReport, { strong }: Palette): string[] {
  if (used.length === 0) return [];
  const lines = used.map(
    (waiver) => [waiver.state, terminal(`${waiver.id}: ${waiver.code} on ${waiver.unit}, ${term(waiver, now.seconds)}`)] as const,
  );
  return [strong('Waivers'), ...fields('  ', lines)];
}

function removed({ removed: gone }: GateReport, { strong }: Palette): string[] {
  if (gone.length === 0) return [];
  return [strong('Removed since the base'), ...gone.map((name) => `  ${terminal(name)}`)];
}

function footer(report: GateReport, seconds: number, { verdict, strong, quiet }: Palette): string[] {
  const { denied, warned, passed, findings } = report.summary;
  const { waived } = counts(allFindings(report));
  return [
    strong(verdict[report.verdict](headline(report))),
    `  ${String(denied)} denied, ${String(warned)} warned, ${String(passed)} passed; ${plural(findings, 'finding')}${waived === 0 ? '' : `, ${String(waived)} waived`}; ${seconds.toFixed(1)} s`,
    quiet(`  again: ${terminal(reproduce(report))}`),
  ];
}

/** `name  value`, values below each other. */
function fields(indent: string, pairs: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.flatMap(([name, value]) => wrapped(indent, name.padEnd(width), value, ' '.repeat(width + 2), '  '));
}

/** `first` and then the words of `text`, broken at the width. */
function wrapped(indent: string, first: string, text: string, hanging = '  ', gap = ' '): string[] {
  const lines: string[] = [];
  let line = `${indent}${first}`;
  let separator = gap;
  for (const word of text.split(' ')) {
    if (columns(line) + separator.length + columns(word) > WIDTH && separator === ' ') {
      lines.push(line);
      line = indent + hanging + word;
    } else {
      line += separator + word;
    }
    separator = ' ';
  }
  return [...lines, line];
}
