import type { ComplianceUnit, ControlResult, Pack } from '../contracts/pack.ts';
import { cell, html, prose } from './escape.ts';

/** What a matrix says: the controls of some packs in every environment of one model. */
export interface Matrix {
  /** Head commit, and the moment it was judged as of. */
  readonly head: string;
  readonly now: string;
  readonly packs: readonly Pack[];
  readonly units: readonly ComplianceUnit[];
}

const CLAIM =
  'Covered means that the checks named passed, and no more. What they do not show is named beside each control and remains for people.';

const evidence = ({ passed, failed, waived, notApplicable }: ControlResult): readonly (readonly [string, readonly string[]])[] =>
  (
    [
      ['failed', failed],
      ['waived', waived],
      ['passed', passed],
      ['nothing to do', notApplicable],
    ] as const
  ).filter(([, codes]) => codes.length > 0);

const controlsIn = (unit: ComplianceUnit, { pack }: Pack): readonly ControlResult[] => unit.controls.filter((one) => one.pack === pack);

const counted = (controls: readonly ControlResult[]): string => {
  const statuses = ['covered', 'excepted', 'failed', 'not applicable'] as const;
  return statuses
    .map((status) => [controls.filter((one) => one.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${String(count)} ${status}`)
    .join(', ');
};

/** A sentence in a cell of a table, which no pipe can close. */
const inCell = (text: string): string => prose(text.replaceAll('|', '/'));

function markdown({ head, now, packs, units }: Matrix): string {
  const lines = ['# Compliance matrix', '', `Commit ${cell(head)}, as of ${cell(now)}. ${CLAIM}`, ''];
  for (const unit of units) {
    lines.push(`## ${prose(`${unit.model} ${unit.release} in ${unit.environment}`)}`, '');
    for (const pack of packs) {
      const controls = controlsIn(unit, pack);
      lines.push(
        `### ${prose(pack.title)}`,
        '',
        `${prose(pack.source)}: ${counted(controls)}. ${prose(pack.remains)}`,
        '',
        '| control | | status | checks | remains for people |',
        '|---|---|---|---|---|',
        ...controls.map((one) => {
          const checks = evidence(one).map(([what, codes]) => `${what}: ${codes.map(cell).join(', ')}`);
          return `| ${cell(one.control.id)} | ${inCell(one.control.title)} | ${one.status} | ${checks.join('; ')} | ${inCell(one.control.remains)} |`;
        }),
        '',
      );
    }
  }
  return lines.join('\n');
}

function page({ head, now, packs, units }: Matrix): string {
  const row = (one: ControlResult): string => {
    const checks = evidence(one).map(([what, codes]) => `${what}: ${codes.map((code) => html(code)).join(', ')}`);
    const cells = [html(one.control.id, 200), html(one.control.title, 200), one.status, checks.join('; '), html(one.control.remains, 200)];
    return `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
  };
  const section = (unit: ComplianceUnit): readonly string[] => [
    `<h2>${html(`${unit.model} ${unit.release} in ${unit.environment}`)}</h2>`,
    ...packs.flatMap((pack) => [
      `<h3>${html(pack.title, 200)}</h3>`,
      `<p>${html(pack.source, 200)}: ${counted(controlsIn(unit, pack))}. ${html(pack.remains, 1000)}</p>`,
      '<table><thead><tr><th>control</th><th></th><th>status</th><th>checks</th><th>remains for people</th></tr></thead><tbody>',
      ...controlsIn(unit, pack).map(row),
      '</tbody></table>',
    ]),
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><title>Compliance matrix</title></head><body>',
    '<h1>Compliance matrix</h1>',
    `<p>Commit ${html(head)}, as of ${html(now)}. ${CLAIM}</p>`,
    ...units.flatMap(section),
    '</body></html>',
    '',
  ].join('\n');
}

/** Every format of `compliance matrix --format`. */
export const matrixFormats: Readonly<Record<string, (matrix: Matrix) => string>> = {
  md: markdown,
  html: page,
  json: ({ head, now, units }) => `${JSON.stringify({ schemaVersion: 1, head, now, units }, null, 2)}\n`,
};
