import { createHash } from 'node:crypto';
import type { ModelCard } from '../../contracts/model-card.ts';

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}',
  'h1{line-height:1.2}',
  'h2{margin-top:2rem;border-bottom:1px solid #ccc}',
  'dt{font-weight:600}',
  'dd{margin:0 0 .5rem}',
].join('');

/** What a browser may do with the page: show it. The one style is named by its digest, so text from a card can add none. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Characters that reorder or hide what is around them, which no markup escapes. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text as text, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '').replaceAll(DIRECTIONS, '\ufffd');
}

type Shown = string | readonly Shown[] | { readonly [key: string]: Shown };

const TITLES: Readonly<Partial<Record<keyof ModelCard, string>>> = {
  overview: 'Overview',
  intendedUse: 'Intended use',
  data: 'Data',
  performance: 'Performance',
  fairness: 'Fairness',
  limitations: 'Limitations',
  ethics: 'Ethics',
  humanOversight: 'Human oversight',
  monitoring: 'Monitoring',
  rollbackPlan: 'Rollback plan',
};

/** `outOfScope` as people write it: `Out of scope`. */
function words(key: string): string {
  const spaced = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function isList(value: Shown): value is readonly Shown[] {
  return Array.isArray(value);
}

function block(value: Shown): string {
  if (typeof value === 'string') return `<p>${escapeHtml(value)}</p>`;
  if (isList(value))
    return `<ul>${value.map((item) => `<li>${typeof item === 'string' ? escapeHtml(item) : block(item)}</li>`).join('')}</ul>`;
  const rows = Object.entries(value).map(
    ([key, inner]) => `<dt>${escapeHtml(words(key))}</dt><dd>${typeof inner === 'string' ? escapeHtml(inner) : block(inner)}</dd>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

/** The card as one page without scripts, links or images. Every word of it is escaped: a card is text from people. */
export function cardHtml(card: ModelCard): string {
  const sections = Object.entries(TITLES).flatMap(([key, title]) => {
    const value = card[key as keyof ModelCard];
    return value === undefined ? [] : [`<section><h2>${title}</h2>${block(value)}</section>`];
  });
  const head = {
    model: card.model,
    versions: card.versions.join(', '),
    authors: card.authors.join('; '),
    reviewed: `${card.reviewed.on} by ${card.reviewed.by}`,
  };
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(card.title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escapeHtml(card.title)}</h1>${block(head)}${sections.join('\n')}</body>`,
    '</html>',
    '',
  ].join('\n');
}
