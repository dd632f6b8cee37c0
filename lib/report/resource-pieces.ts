import type { ResourceChange } from '../contracts/resource-change.ts';
import { code } from './escape.ts';
import type { Piece } from './fit.ts';
import { RANK } from './ranks.ts';
import { plural } from './words.ts';

/** Fields of one resource that a comment lists; the JSON report has more. */
const FIELDS = 5;

/** What a mistake in a resource can reach, in words. */
export const REACH: Readonly<Record<ResourceChange['radius'], string>> = {
  unknown: 'a kind that is not known here',
  access: 'access',
  traffic: 'traffic',
  workload: 'what runs',
  config: 'configuration',
  observability: 'what people see',
};

/** A piece a resource, so that what reaches furthest is kept when room is short. */
export function resourcePieces(resources: readonly ResourceChange[], under: string): readonly Piece[] {
  return resources.map((resource) => ({
    rank: resource.radius === 'unknown' || resource.radius === 'access' ? RANK.reach : RANK.manifests,
    what: 'manifest',
    under,
    text: `${resourceLines(resource).join('\n')}\n`,
  }));
}

/** A resource and its fields as a list of Markdown. */
export function resourceLines({ action, kind, name, path, radius, fields, moreFields }: ResourceChange): readonly string[] {
  const shown = fields.slice(0, FIELDS);
  const more = fields.length - shown.length + moreFields;
  const what = kind === '' ? code(path, 300) : `${code(kind, 100)} ${code(name, 300)}`;
  return [
    `- **${action}** ${what}, reaches ${REACH[radius]}`,
    ...shown.map(({ path: field, before, after }) => `  - ${code(field, 160)}${fromTo(before, after)}`),
    ...(more === 0 ? [] : [`  - and ${plural(more, 'more field')}`]),
  ];
}

function fromTo(before: string | null, after: string | null): string {
  if (before === null) return ` is new: ${code(after ?? '', 120)}`;
  return after === null ? ` is gone: ${code(before, 120)}` : ` from ${code(before, 120)} to ${code(after, 120)}`;
}
