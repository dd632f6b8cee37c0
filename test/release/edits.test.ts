import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ModelCard } from '../../lib/contracts/model-card.ts';
import { parse } from '../../lib/contracts/schema.ts';
import { WaiverFile, type Waiver } from '../../lib/contracts/waiver.ts';
import { readYaml } from '../../lib/evidence/index.ts';
import { withReview, withWaiver } from '../../lib/release/index.ts';
import { root } from '../support/scratch.ts';

const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const waivers = (content: string): WaiverFile =>
  parse(WaiverFile, readYaml(new TextEncoder().encode(content), 'waivers.yaml').value, 'waivers.yaml');
const card = (content: string): ModelCard => parse(ModelCard, readYaml(new TextEncoder().encode(content), 'card.yaml').value, 'card.yaml');

const waiver: Waiver = {
  id: 'one-more',
  code: 'fairness.average_odds',
  model: 'credit-approval',
  environment: 'prod',
  subject: '1.1.0/age_band/25-and-under',
  reason: 'Long enough to be a reason.',
  owner: 'credit-risk',
  approver: 'risk-office',
  expires: '2026-12-20',
};

/** Without half a surrogate pair. */
const whole = (made: string): boolean => !/\p{Surrogate}/u.test(made);

/** Text of people: words, quotes, colons, line ends, blanks where none belong, and letters of all kinds; no control characters. */
const prose = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'word', "it's", '"', ': ', ' #', '- ', '  ', '\n', '%', '{', '>', '|', '&x', '*', '!', 'é', '漢', '🙂'),
      fc.string(),
    ),
    {
      minLength: 4,
      maxLength: 60,
    },
  )
  // eslint-disable-next-line no-control-regex -- what strict reading refuses in any file
  .map((parts) => parts.join(' ').replaceAll(/[\0-\x09\x0b-\x1f\x7f]/g, ''))
  .filter((made) => whole(made) && Array.from(made.trim()).length >= 20 && made.length <= 2000)
  .map((made) => made.trim());

describe('waivers', () => {
  test('whatever people write as a reason is read back as they wrote it, below what was there', () => {
    const before = text('policies/waivers/credit-approval.yaml');
    fc.assert(
      fc.property(prose, (reason) => {
        const after = withWaiver(before, 'waivers.yaml', { ...waiver, reason });
        expect(after.startsWith(before.trimEnd())).toBe(true);
        expect(waivers(after).waivers.at(-1)?.reason).toBe(reason);
      }),
    );
  });

  test('owners and subjects of any spelling come back as they were', () => {
    const line = prose.map((made) => made.replaceAll('\n', ' ').slice(0, 200)).filter(whole);
    fc.assert(
      fc.property(line, line, (owner, subject) => {
        const after = withWaiver(null, 'waivers.yaml', { ...waiver, owner, subject });
        expect(waivers(after).waivers).toEqual([{ ...waiver, owner, subject }]);
      }),
    );
  });

  test('remarks behind the last waiver stay where they are', () => {
    const before = `${text('policies/waivers/credit-approval.yaml').trimEnd()} # the last\n# The end.\n`;
    const after = withWaiver(before, 'waivers.yaml', waiver);
    expect(after).toContain(' # the last\n  - id: one-more\n');
    expect(after.endsWith("expires: '2026-12-20'\n# The end.\n")).toBe(true);
  });

  test('a list on one line is left to people', () => {
    const { id, code, model, environment, reason, owner, approver, expires } = waiver;
    const flow = JSON.stringify({
      schemaVersion: 'modelgate.dev/waivers/v1',
      waivers: [{ id, code, model, environment, reason, owner, approver, expires }],
    });
    expect(() => withWaiver(flow, 'policies/waivers/x.yaml', { ...waiver, id: 'two' })).toThrow(
      'policies/waivers/x.yaml: its waivers are spelt',
    );
  });
});

describe('cards', () => {
  const review = { version: '1.2.0', on: '2026-12-01', by: 'Model Risk' };

  test('only the lines of versions and reviewed change', () => {
    for (const model of ['churn', 'credit-approval', 'demand-forecast']) {
      const before = text(`models/${model}/card.yaml`);
      const after = withReview(before, card(before), review);
      const old = new Set(before.split('\n'));
      expect(after.split('\n').filter((line) => !old.has(line))).toEqual(['  - 1.2.0', "  on: '2026-12-01'", "  by: 'Model Risk'"]);
      expect(after.split('\n')).toHaveLength(before.split('\n').length + 1);
      expect(withReview(after, card(after), review)).toBe(after);
    }
  });

  test('versions on one line stay on one line', () => {
    const before = text('models/churn/card.yaml').replace('versions:\n  - 1.0.0\n  - 1.1.0\n', 'versions: [1.0.0, 1.1.0] # all\n');
    expect(withReview(before, card(before), review)).toContain('versions: [1.0.0, 1.1.0, 1.2.0] # all\n');
  });

  test('whoever has read it is read back', () => {
    const before = text('models/churn/card.yaml');
    const by = prose.map((made) => made.replaceAll('\n', ' ').slice(0, 200)).filter(whole);
    fc.assert(
      fc.property(by, (name) => {
        expect(card(withReview(before, card(before), { ...review, by: name })).reviewed).toEqual({ on: review.on, by: name });
      }),
    );
  });
});
