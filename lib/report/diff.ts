import colors from 'picocolors';
import type { RepositoryDiff, UnitDiff } from '../contracts/repository-diff.ts';
import type { ResourceChange } from '../contracts/resource-change.ts';
import { changeLines, inWords } from './change-lines.ts';
import { code, terminal } from './escape.ts';
import { REACH, resourceLines } from './resource-pieces.ts';
import { spoken } from './unit-section.ts';
import { plural, short } from './words.ts';

/** A difference as text in one format. */
type Rendered = (diff: RepositoryDiff, color: boolean) => string;

/** Every format of `diff --format`. */
export const diffFormats: Readonly<Record<string, Rendered>> = {
  pretty,
  markdown,
  json: (diff) => `${JSON.stringify(diff, null, 2)}\n`,
};

/** What is other, as one sentence without a full stop. */
function summaryOf({ summary, removed, shared }: RepositoryDiff): string {
  const { units, added, changed, removed: gone } = summary;
  const resources = `${String(added)} added, ${String(changed)} changed, ${String(gone)} removed`;
  const rest = [
    ...(removed.length === 0 ? [] : [`${plural(removed.length, 'unit')} gone`]),
    ...(shared.guarded.length === 0 ? [] : [`${plural(shared.guarded.length, 'file')} of the gate`]),
  ];
  return [`${plural(units, 'unit')} touched`, `resources: ${resources}`, ...rest].join('; ');
}

const isEmpty = ({ units, removed, shared }: RepositoryDiff): boolean =>
  units.length + removed.length + shared.resources.length + shared.guarded.length === 0;

function pretty(diff: RepositoryDiff, color: boolean): string {
  const { bold, dim, red, yellow, green } = colors.createColors(color);
  const paint = { removed: red, changed: yellow, added: green } as const;
  const sign = { removed: '-', changed: '~', added: '+' } as const;
  const resource = ({ action, kind, name, path, radius, fields, moreFields }: ResourceChange): readonly string[] => [
    `  ${paint[action](`${sign[action]} ${action}`)} ${terminal(kind === '' ? path : `${kind}/${name}`)}  ${dim(`reaches ${REACH[radius]}`)}`,
    ...fields.map(
      ({ path: field, before, after }) => `      ${terminal(field)}: ${terminal(before ?? '(absent)')} -> ${terminal(after ?? '(absent)')}`,
    ),
    ...(moreFields === 0 ? [] : [`      and ${plural(moreFields, 'more field')}`]),
  ];
  const unit = (one: UnitDiff): readonly string[] => [
    '',
    bold(terminal(`${one.model}/${one.environment}`)),
    ...changeLines(one).map((line) => `  ${terminal(inWords(line))}`),
    ...one.resources.flatMap(resource),
  ];
  const list = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', bold(title), ...lines]);
  const named = (names: readonly string[]): readonly string[] => names.map((name) => `  ${terminal(name)}`);
  const lines = isEmpty(diff)
    ? [`Nothing that modelgate knows is other than at ${short(diff.base)}`]
    : [
        `Against ${short(diff.base)}: ${summaryOf(diff)}`,
        ...diff.units.flatMap(unit),
        ...list('Gone', named(diff.removed)),
        ...list('Shared by models', diff.shared.resources.flatMap(resource)),
        ...list('Rules of the gate', named(diff.shared.guarded)),
      ];
  return `${lines.join('\n')}\n`;
}

function markdown(diff: RepositoryDiff): string {
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines];
  const named = (names: readonly string[]): readonly string[] => names.map((name) => `- ${code(name, 300)}`);
  const units = diff.units.flatMap((one) => [
    '',
    `### ${code(one.model)} in ${code(one.environment)}`,
    '',
    ...changeLines(one).map((line) => `- ${spoken(line)}`),
    ...one.resources.flatMap(resourceLines),
  ]);
  const lines = isEmpty(diff)
    ? ['## No difference', '', `Nothing that modelgate knows is other than at ${code(short(diff.base))}.`]
    : [
        '## What is other',
        '',
        `Against ${code(short(diff.base))}: ${summaryOf(diff)}.`,
        ...units,
        ...list('Gone', named(diff.removed)),
        ...list('Shared by models', diff.shared.resources.flatMap(resourceLines)),
        ...list('Rules of the gate', named(diff.shared.guarded)),
      ];
  return `${lines.join('\n')}\n`;
}
