import type { GateFailure } from '../contracts/gate-failure.ts';
import { UserError } from '../errors.ts';
import { codeQuality } from './code-quality.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { renderComment, renderFailure, renderSummary } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { Renderer } from './renderer.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';

export { checkRun } from './check-run.ts';
export { codeowners } from './codeowners.ts';
export { diffFormats } from './diff.ts';
export { renderComment, renderFailure, renderQuiet, renderSummary, type CommentOptions } from './markdown.ts';
export { matrixFormats, type Matrix } from './matrix.ts';
export { monthlyReport, monthOf, type ReportedModel } from './monthly.ts';
export { readOutcome, readReport } from './read-report.ts';
export type { Renderer, RenderOptions } from './renderer.ts';
export { renderStandings, standingOf, type Standing } from './standing.ts';
export { topicVerdict } from './topic-verdict.ts';
export { worthSaying } from './worth-saying.ts';
export { failureLine, headline } from './words.ts';

/** Every format of `gate --format`. */
export const renderers: Readonly<Record<string, Renderer>> = {
  pretty,
  json,
  markdown: (report) => renderComment(report),
  summary: (report) => renderSummary(report),
  github,
  sarif,
  junit,
  codequality: codeQuality,
};

/** What a run that could not judge leaves in its place, in the formats that can say so. */
export const failureFormats: Readonly<Record<string, (failure: GateFailure) => string>> = {
  json: (failure) => `${JSON.stringify(failure, null, 2)}\n`,
  markdown: (failure) => renderFailure(failure),
};

/**
 * The renderer of a format.
 * @throws UserError `usage.unknown_format`
 */
export function choose(name: string): Renderer {
  const renderer = Object.hasOwn(renderers, name) ? renderers[name] : undefined;
  if (renderer === undefined) {
    const known = Object.keys(renderers).join(', ');
    throw new UserError(
      'usage.unknown_format',
      `--format: ${JSON.stringify(name)} is not known; expected one of ${known}`,
      'Choose one of these formats.',
    );
  }
  return renderer;
}
