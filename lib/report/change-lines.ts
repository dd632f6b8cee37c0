import type { UnitDiff } from '../contracts/repository-diff.ts';

/** Text with values in it; who renders it decides how a value is made harmless. */
export type Phrase = readonly (string | { readonly value: string })[];

const value = (text: string): { readonly value: string } => ({ value: text });
const list = (texts: readonly string[]): Phrase => texts.flatMap((text, at) => (at === 0 ? [value(text)] : [', ', value(text)]));

/** Who stands in a unit, and what the change does to it. */
export type Changed = Pick<UnitDiff, 'stable' | 'candidate' | 'change' | 'limits'>;

/** What the change does to a unit, a sentence each; empty where nothing was compared, or nothing is done. */
export function changeLines(unit: Changed): readonly Phrase[] {
  if (!unit.change.compared) return [];
  const { rewritten, card, declaration } = unit.change;
  const { moved, refused } = unit.limits;
  return [
    ...placementLines(unit),
    ...(rewritten.length === 0 ? [] : [['Edits the evidence of ', ...list(rewritten), ', which is never to change.']]),
    ...(card ? [['Edits the model card.']] : []),
    ...(declaration ? [['Edits the declaration.']] : []),
    ...(moved === null ? [['Leaves thresholds that cannot be read.']] : []),
    ...(moved ?? []).map(({ path, before, after }) => [
      'Moves the limit ',
      value(path),
      ' from ',
      value(before ?? 'none'),
      ' to ',
      value(after ?? 'none'),
      ', in force once it is merged.',
    ]),
    ...refused.map(({ path, asked, limit }) => [
      'Asks for a looser ',
      value(path),
      ', ',
      value(String(asked)),
      ', in vain: ',
      value(String(limit)),
      ' holds.',
    ]),
  ];
}

function placementLines({ stable, candidate, change: { before, rolledBack } }: Changed): readonly Phrase[] {
  if (before === null) {
    const beside = candidate === null ? [] : [', and ', value(candidate), ' beside it'];
    return [['Brings the model here, where none stood: ', value(stable), ...beside, '.']];
  }
  const lines: Phrase[] = [];
  if (before.stable !== stable) {
    const from = [' from ', value(before.stable), ' to ', value(stable), '.'];
    if (rolledBack) lines.push(['Rolls back', ...from]);
    else if (before.candidate === stable) lines.push(['Promotes the candidate to stable,', ...from]);
    else lines.push(['Promotes', ...from]);
  }
  if (candidate !== null && candidate !== before.candidate)
    lines.push(['Starts the rollout of ', value(candidate), ' beside ', value(stable), '.']);
  if (before.candidate !== null && before.candidate !== candidate && before.candidate !== stable)
    lines.push(['Withdraws the candidate ', value(before.candidate), '.']);
  return lines;
}

/** A phrase as plain text. */
export function inWords(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}
