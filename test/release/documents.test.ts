import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockedFile } from '../../lib/contracts/blocked.ts';
import { Releases, type Placement } from '../../lib/contracts/releases.ts';
import { parse } from '../../lib/contracts/schema.ts';
import { readYaml } from '../../lib/evidence/index.ts';
import { withBlocked, withPlacement } from '../../lib/release/index.ts';

const releases = (text: string): Releases =>
  parse(Releases, readYaml(new TextEncoder().encode(text), 'releases.yaml').value, 'releases.yaml');
const blocked = (text: string): BlockedFile =>
  parse(BlockedFile, readYaml(new TextEncoder().encode(text), 'blocked.yaml').value, 'blocked.yaml');

const WRITTEN = `# 1.1.0 finds more of those who leave, so it replaces 1.0.0
# step by step.
schemaVersion: modelgate.dev/releases/v1

model: churn # never renamed
environments:
  dev:
    stable: 1.1.0 # since Monday

  # What customers see.
  prod:
    stable: "1.0.0"
    candidate: 1.1.0 # rolling out
`;

/** Lines of `after` that `before` does not have, and the other way round. */
function difference(before: string, after: string): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return { added: now.filter((line) => !old.includes(line)), removed: old.filter((line) => !now.includes(line)) };
}

describe('releases.yaml', () => {
  test('a candidate that leaves takes its own line along and nothing else', () => {
    expect(difference(WRITTEN, withPlacement(WRITTEN, 'churn', 'prod', { stable: '1.0.0' }))).toEqual({
      added: [],
      removed: ['    candidate: 1.1.0 # rolling out'],
    });
  });

  test('a candidate that becomes stable keeps the style of the line that it is written into', () => {
    expect(difference(WRITTEN, withPlacement(WRITTEN, 'churn', 'prod', { stable: '1.1.0' }))).toEqual({
      added: ['    stable: "1.1.0"'],
      removed: ['    stable: "1.0.0"', '    candidate: 1.1.0 # rolling out'],
    });
  });

  test('a candidate that comes is written below its stable release', () => {
    expect(withPlacement(WRITTEN, 'churn', 'dev', { stable: '1.1.0', candidate: '1.2.0' })).toContain(
      '  dev:\n    stable: 1.1.0 # since Monday\n    candidate: 1.2.0\n',
    );
  });

  test('an environment that had nothing is added below the others', () => {
    expect(withPlacement(WRITTEN, 'churn', 'staging', { stable: '1.1.0' })).toBe(`${WRITTEN}  staging:\n    stable: 1.1.0\n`);
  });

  test('a model without the file gets one', () => {
    expect(withPlacement(null, 'churn', 'dev', { stable: '1.0.0' })).toBe(
      'schemaVersion: modelgate.dev/releases/v1\nmodel: churn\nenvironments:\n  dev:\n    stable: 1.0.0\n',
    );
  });

  test('whatever is placed is read back by the strict reader, and every other place is as it was', () => {
    const version = fc.stringMatching(/^[0-9A-Za-z]([0-9A-Za-z.-]{0,10}[0-9A-Za-z])?$/);
    const environment = fc.constantFrom('dev', 'staging', 'prod', 'canada', 'on', 'null');
    const placement: fc.Arbitrary<Placement> = fc.oneof(fc.record({ stable: version }), fc.record({ stable: version, candidate: version }));
    fc.assert(
      fc.property(fc.array(fc.tuple(environment, placement), { minLength: 1, maxLength: 6 }), (edits) => {
        const expected: Record<string, Placement> = { ...releases(WRITTEN).environments };
        let text = WRITTEN;
        for (const [name, place] of edits) {
          text = withPlacement(text, 'churn', name, place);
          expected[name] = place;
        }
        expect(releases(text).environments).toEqual(expected);
        for (const comment of WRITTEN.match(/# (?!since|rolling).*/g) ?? []) expect(text).toContain(comment);
      }),
      { numRuns: 300 },
    );
  });
});

describe('blocked.yaml', () => {
  const entry = {
    digest: `sha256:${'ab'.repeat(32)}`,
    version: '1.1.0',
    environment: 'prod',
    reason: 'p99 latency above its limit',
    at: '2026-11-21T09:30:00Z',
  };
  const first = withBlocked(null, 'churn', entry);

  test('a model without the file gets one that says what it is for', () => {
    expect(first)
      .toBe(`# Images that failed. None of them may stand in its environment or a later one; to let one back, take its entry out first.
schemaVersion: modelgate.dev/blocked/v1
model: churn
blocked:
  - digest: sha256:${'ab'.repeat(32)}
    version: 1.1.0
    environment: prod
    reason: 'p99 latency above its limit'
    at: '2026-11-21T09:30:00Z'
`);
  });

  test('an entry is added at the end, and what people noted beside the others stays', () => {
    const noted = first.replace('environment: prod', 'environment: prod # see incident 12');
    const text = withBlocked(noted, 'churn', { ...entry, environment: 'staging' });
    expect(text.startsWith(noted)).toBe(true);
    expect(blocked(text).blocked).toEqual([entry, { ...entry, environment: 'staging' }]);
  });

  test('a list that was emptied by hand takes entries again', () => {
    const emptied = 'schemaVersion: modelgate.dev/blocked/v1\nmodel: churn\nblocked: []\n';
    expect(blocked(withBlocked(emptied, 'churn', entry)).blocked).toEqual([entry]);
  });

  test('whatever one line a reason is, it is read back as it was', () => {
    const reasons = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => /^[^\r\n]+$/.test(text) && text.length <= 200);
    fc.assert(
      fc.property(fc.array(reasons, { minLength: 1, maxLength: 4 }), (all) => {
        let text: string | null = null;
        for (const reason of all) text = withBlocked(text, 'churn', { ...entry, reason });
        expect(blocked(text ?? '').blocked.map(({ reason }) => reason)).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });
});
