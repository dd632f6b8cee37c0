import type { GateFailure } from '../contracts/gate-failure.ts';
import type { GateReport, UnitReport, Verdict } from '../contracts/gate-report.ts';
import { isTouched } from '../contracts/is-touched.ts';
import { formatMarker, SCOPE } from '../contracts/report-marker.ts';
import { UserError } from '../errors.ts';
import { cell, code, prose } from './escape.ts';
import { fit, NOTICE, type Piece, type Section } from './fit.ts';
import { LISTED, RANK } from './ranks.ts';
import { resourcePieces } from './resource-pieces.ts';
import { findingPiece, unitSections } from './unit-section.ts';
import {
  BADGE,
  countsInWords,
  groups,
  headline,
  newPoliciesWords,
  plural,
  reproduce,
  secondRoleWords,
  short,
  term,
  worstFirst,
} from './words.ts';

/** GitHub refuses more than 65,536 characters. */
const BUDGET = 60_000;
/** The most that the table of units may take of it. */
const TABLE = 18_000;
/** Files that decide about the gate which are named. */
const GUARDED = 20;
/** Passed units in that table; those that did not pass are all named while there is room. */
const PASSED_ROWS = 30;

export interface CommentOptions {
  /** Tells the comments of several workflows on one pull request apart: a DNS label of at most 40 characters. @default 'default' */
  readonly scope?: string;
  /** Number of the CI run that publishes; 0 outside of CI. From the environment, never from the report. @default 0 */
  readonly run?: number;
  /** `https://` address of the folder with the pages of the finding codes; without it codes are not links. @default null */
  readonly docsBase?: string | null;
}

/**
 * The comment that a pull request gets: at most 60,000 characters, the marker of `publish/` in its first line, and nothing in it that
 * a name, a message or a value could make act.
 * @throws UserError `usage.bad_scope`, `usage.bad_docs_base`
 */
export function renderComment(report: GateReport, options: CommentOptions = {}): string {
  const marker = `${markerOf(report, options)}\n\n`;
  return marker + told(report, BUDGET - marker.length, options.docsBase ?? null);
}

/** GitHub takes 1 MiB a step; a character is at most three bytes long. */
const SUMMARY = 300_000;

/** The same for a job's summary, where more of it fits, or for a check: no comment, so without a marker. */
export function renderSummary(report: GateReport, budget = SUMMARY): string {
  return told(report, budget, null);
}

function told(report: GateReport, budget: number, docsBase: string | null): string {
  checkDocsBase(docsBase);
  const all = worstFirst(report.units);
  const units = all.filter((unit) => unit.verdict !== 'pass' || isTouched(unit));
  const top = [
    title(report),
    unitTable(all, report),
    ...(units.length < all.length ? ['Units without a section below passed, and the change leaves them alone.'] : []),
  ].join('\n\n');
  const bottom = footer(report);
  const sections = [
    repositorySection(report, docsBase),
    ...(units.length === 0 ? [] : [MODELS]),
    ...unitSections(units, report, docsBase),
    guardedSection(report),
    newPoliciesSection(report),
    sharedSection(report),
    removedSection(report),
    waiverSection(report),
  ];
  const { text, dropped } = fit(sections, budget - top.length - bottom.length - NOTICE, cutNotice);
  return `${top}\n\n${text}${dropped.length === 0 ? '' : cutNotice(dropped)}${bottom}`.replace(/\n{3,}/g, '\n\n');
}

/**
 * The comment of a pull request that had something to hear and has not any more: one line and the way back.
 * @throws UserError `usage.bad_scope`
 */
export function renderQuiet(report: GateReport, options: CommentOptions = {}): string {
  const line = 'Nothing that modelgate judges is changed here.';
  return `${[markerOf(report, options), title(report), line].join('\n\n')}\n\n${footer(report)}`;
}

/**
 * The comment of a run that could not judge. It blocks, so it must not leave an older verdict standing.
 * @throws UserError `usage.bad_scope`
 */
export function renderFailure(failure: GateFailure, options: CommentOptions = {}): string {
  const marker = `${markerOf(failure, options)}\n\n`;
  return marker + toldFailure(failure, BUDGET - marker.length);
}

/** The same for a check: no comment, so without a marker. */
export function renderFailureSummary(failure: GateFailure): string {
  return toldFailure(failure, BUDGET);
}

function toldFailure(failure: GateFailure, budget: number): string {
  const { errors, head, base, now } = failure;
  const pieces = errors.map(({ code: name, message, fix }) => ({
    rank: RANK.denial,
    what: 'error',
    text: `- ${code(name)}\n  - ${prose(message, 2000)}\n  - **Fix:** ${prose(fix)}\n\n`,
  }));
  const top = [
    '## ❌ Not judged: modelgate could not read what it has to judge',
    `No verdict about ${code(short(head))} ${base === null ? 'without a base' : `against ${code(short(base))}`} as of ${code(now.at)}, and without one nothing passes.`,
  ].join('\n\n');
  const bottom = ['---', '', `Run it again in a checkout of the head commit: ${code(reproduce(failure))}`, ''].join('\n');
  const section = { head: `### ${plural(errors.length, 'error')}\n\n`, pieces, tail: '\n' };
  const { text, dropped } = fit([section], budget - top.length - bottom.length - NOTICE, cutNotice);
  return `${top}\n\n${text}${dropped.length === 0 ? '' : cutNotice(dropped)}\n${bottom}`.replace(/\n{3,}/g, '\n\n');
}

function markerOf({ head, now }: Pick<GateReport, 'head' | 'now'>, { scope = 'default', run = 0 }: CommentOptions): string {
  if (!SCOPE.test(scope)) {
    throw new UserError(
      'usage.bad_scope',
      `scope is ${JSON.stringify(scope)}; expected lower-case letters, digits and dashes, at most 40`,
      'Choose a short name, for example gate.',
    );
  }
  return formatMarker({ scope, head, now: now.seconds, run });
}

function checkDocsBase(docsBase: string | null): void {
  if (docsBase !== null && !/^https:\/\/[\w.~:/%-]+$/.test(docsBase)) {
    throw new UserError(
      'usage.bad_docs_base',
      `docsBase is ${JSON.stringify(docsBase)}; expected a plain https address`,
      'Give the address of the folder that holds the pages.',
    );
  }
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

/** The heading of the units' sections: stays whatever is cut. */
const MODELS: Section = { head: '', pieces: [{ rank: -1, what: 'heading', text: '### Models\n\n' }], tail: '' };

function unitTable(units: readonly UnitReport[], { repository }: GateReport): string {
  // Three columns, so that a phone shows the whole row.
  const head = ['| Model | Environment | Verdict |', '| --- | --- | --- |'];
  const named = units.filter(({ verdict }) => verdict !== 'pass');
  const whole =
    repository === undefined || repository.findings.length === 0
      ? []
      : [`| the repository | as a whole | ${BADGE[repository.verdict]}${countsInWords(repository.findings)} |`];
  const rows = [...named, ...units.filter(({ verdict }) => verdict === 'pass').slice(0, PASSED_ROWS)].map(
    (unit) => `| ${[cell(unit.model), cell(unit.environment), `${BADGE[unit.verdict]}${countsInWords(unit.findings)}`].join(' | ')} |`,
  );
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
  return [...head, ...whole, ...shown, ...(rest.length === 0 ? [] : [`\nNot in this table: ${tally.join(', ')}.`])].join('\n');
}

/** What is found of the repository as a whole. */
function repositorySection({ repository }: GateReport, docsBase: string | null): Section {
  const pieces = groups(repository?.findings ?? []).map((group) => findingPiece(group, docsBase));
  return { head: '### The repository as a whole\n', pieces, tail: '\n' };
}

/** Files of which the change would move the gate itself: the base's judged it. */
function guardedSection({ review }: GateReport): Section {
  const guarded = review?.guarded ?? [];
  const second = review?.secondRole;
  const pieces = [
    ...(second === undefined
      ? []
      : [{ rank: RANK.approval, what: 'approval', text: `- approval: ${secondRoleWords(second, (name) => code(name, 100))}\n` }]),
    ...guarded.slice(0, GUARDED).map((path) => ({ rank: RANK.approval, what: 'file', text: `- ${code(path, 300)}\n` })),
  ];
  const more = guarded.length - Math.min(guarded.length, GUARDED);
  return {
    head: [
      '### Rules of the gate',
      'The change edits files that decide about the gate itself. The base’s judged it; a second role has to approve the new ones.',
      '',
    ].join('\n\n'),
    pieces,
    tail: more === 0 ? '\n' : `- and ${plural(more, 'more file')}\n\n`,
  };
}

/** What the change's own policies would say: the base's decide. */
function newPoliciesSection({ review, units: all }: GateReport): Section {
  const said = review?.newPolicies;
  const one = (text: string): Piece => ({ rank: RANK.change, what: 'verdict of the change’s own policies', text: `- ${text}\n` });
  if (said === undefined) return { head: '', pieces: [], tail: '' };
  const codes = (some: readonly string[]): string =>
    some
      .slice(0, LISTED)
      .map((name) => code(name, 100))
      .join(', ');
  const units = said.units
    .slice(0, LISTED)
    .map(({ unit, before, after, gained, lost }) =>
      one(
        [
          `${code(unit)}: ${BADGE[before]} → ${BADGE[after]}`,
          ...(gained.length === 0 ? [] : [`finds ${codes(gained)}`]),
          ...(lost.length === 0 ? [] : [`no longer finds ${codes(lost)}`]),
        ].join(', '),
      ),
    );
  const more = said.units.length + said.more - units.length;
  const pieces =
    said.failure === null ? [...units, ...(more > 0 ? [one(`and ${plural(more, 'more unit')}`)] : [])] : [one(prose(said.failure))];
  const words = newPoliciesWords(said, all.length);
  if (pieces.length === 0) return { head: '', pieces: [{ rank: RANK.change, what: 'note', text: `${words}.\n\n` }], tail: '' };
  return { head: `<details>\n<summary>${words}</summary>\n\n`, pieces, tail: '\n</details>\n\n' };
}

function sharedSection({ review }: GateReport): Section {
  const pieces = resourcePieces(review?.resources ?? [], '');
  return { head: '### Manifests that models share\n\n', pieces, tail: '\n' };
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
  return `\n_Cut for length: ${tally.join(', ')}; the command at the end prints everything._\n\n`;
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
