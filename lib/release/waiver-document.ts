import { parseDocument } from 'yaml';
import type { Waiver } from '../contracts/waiver.ts';
import { UserError } from '../errors.ts';
import { plain } from './documents.ts';
import { appended, means, spliced } from './splice.ts';

/** Columns of a reason. */
const WIDTH = 120;

function folded(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function lines(waiver: Waiver, reason: readonly string[]): readonly string[] {
  const { id, code, model, environment, subject, artifactSha256, evaluationSha256, owner, approver, expires } = waiver;
  const some = (key: string, text: string | undefined): readonly string[] => (text === undefined ? [] : [`${key}: ${plain(text)}`]);
  return [
    ...[...some('id', id), ...some('code', code), ...some('model', model), ...some('environment', environment)],
    ...[...some('subject', subject), ...some('artifactSha256', artifactSha256), ...some('evaluationSha256', evaluationSha256)],
    ...reason,
    ...[...some('owner', owner), ...some('approver', approver), `expires: '${expires}'`],
  ];
}

/**
 * A file of `policies/waivers/` with one more exception, at its end. Everything else stays as people wrote it.
 * @param text the file as it is, read strictly before; null when there is none
 * @throws UserError `waiver.cannot_edit`
 */
export function withWaiver(text: string | null, file: string, waiver: Waiver): string {
  const start =
    text ?? `# Exceptions. Each is for one check of one unit, and ends by itself.\nschemaVersion: modelgate.dev/waivers/v1\nwaivers: []\n`;
  const before = parseDocument(start).toJS() as { readonly waivers: readonly Waiver[] };
  const wanted = { ...before, waivers: [...before.waivers, waiver] };
  // A reason with line ends or odd blanks has a spelling too, if not as pretty a one.
  for (const reason of [
    ['reason: >-', ...folded(waiver.reason).map((line) => `  ${line}`)],
    [`reason: ${JSON.stringify(waiver.reason)}`],
  ]) {
    const edit = appended(start, ['waivers'], lines(waiver, reason));
    const made = edit === null ? '' : spliced(start, [edit]);
    if (means(made, wanted)) return made;
  }
  throw new UserError(
    'waiver.cannot_edit',
    `${file}: its waivers are spelt in a way that this command does not edit; expected a list with a dash a line`,
    'Add the waiver by hand, or write the list with dashes.',
  );
}
