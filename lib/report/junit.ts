import { REPOSITORY, type Finding, type GateReport, type UnitReport } from '../contracts/gate-report.ts';
import { clip, visible } from './escape.ts';
import { operands, placeOf, plural, sentence } from './words.ts';

/**
 * JUnit XML: one suite a unit, and one for the repository as a whole; one case a finding, and one for all checks that passed. What denies is a failure; warnings, notes and waived
 * findings are skipped cases that say why, because a test report knows nothing between right and wrong.
 */
export function junit(report: GateReport): string {
  const { repository, units } = report;
  const whole = repository === undefined ? [] : [suiteOf(REPOSITORY, REPOSITORY, null, repository.findings)];
  const suites = [...whole, ...units.map(suite)];
  const total = (of: (counted: Counted) => number): string => String(suites.reduce((sum, each) => sum + of(each), 0));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="modelgate" tests="${total(({ tests }) => tests)}" failures="${total(({ failures }) => failures)}" errors="0" skipped="${total(({ skipped }) => skipped)}">`,
    ...suites.flatMap(({ lines: inside }) => inside),
    '</testsuites>',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

interface Counted {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly lines: readonly string[];
}

function suite({ model, environment, checks, findings }: UnitReport): Counted {
  const passed = `${plural(checks.passed, 'check')} passed, ${String(checks.notApplicable)} not applicable`;
  return suiteOf(`${model}/${environment}`, `${model}.${environment}`, passed, findings);
}

/** @param passed what passed, as one case; null where nothing is counted: then there is one when nothing was found */
function suiteOf(of: string, classOf: string, passed: string | null, findings: readonly Finding[]): Counted {
  const [name, classname] = [attribute(of), attribute(classOf)];
  const failures = findings.filter(denies).length;
  const good = passed ?? (findings.length === 0 ? 'nothing found' : null);
  const tests = findings.length + (good === null ? 0 : 1);
  const skipped = findings.length - failures;
  return {
    tests,
    failures,
    skipped,
    lines: [
      `  <testsuite name="${name}" tests="${String(tests)}" failures="${String(failures)}" errors="0" skipped="${String(skipped)}">`,
      ...(good === null ? [] : [`    <testcase classname="${classname}" name="${attribute(good)}"/>`]),
      ...findings.flatMap((finding) => testcase(classname, finding)),
      '  </testsuite>',
    ],
  };
}

const denies = ({ status, severity }: Finding): boolean => status !== 'waived' && severity === 'deny';

function testcase(classname: string, finding: Finding): readonly string[] {
  const { code, subject, fix, path, severity, status, waiver } = finding;
  const { observed, expected } = operands(finding);
  const how =
    status === 'waived' ? `waived by ${waiver ?? 'a waiver'}` : status === 'inconclusive' ? `${severity}, inconclusive` : severity;
  const details = [
    ...(observed === null ? [] : [`observed: ${observed}`]),
    ...(expected === null ? [] : [`expected: ${expected}`]),
    `file: ${placeOf(finding).path}:${String(placeOf(finding).line)}`,
    `fix: ${fix}`,
  ].map((line) => content(line));
  const file = path === null ? '' : ` file="${attribute(path)}"`;
  const said = attribute(`${how}: ${sentence(finding)}`);
  return [
    `    <testcase classname="${classname}" name="${attribute(`${code} ${subject}`)}"${file}>`,
    ...(denies(finding)
      ? [`      <failure type="${attribute(code)}" message="${said}">`, ...details, '      </failure>']
      : [`      <skipped message="${said}"/>`]),
    '    </testcase>',
  ];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text as it can stand in XML, and in a log, whose runner would obey `##[command]`: unseen characters, among them those that XML forbids, are written out by code point. */
function content(text: string): string {
  return visible(clip(text, 2000))
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark)
    .replaceAll('##', '#&#35;');
}

const attribute = content;
