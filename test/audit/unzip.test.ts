import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unzip } from '../../lib/audit/index.ts';
import { UserError } from '../../lib/errors.ts';
import { zipOf } from '../support/zip.ts';

const NAMES = ['gate-report.json', 'approvals.json'];
const texts = (zip: Buffer): Readonly<Record<string, string>> =>
  Object.fromEntries([...unzip(zip, NAMES, 'artifact')].map(([name, bytes]) => [name, bytes.toString('utf8')]));

test.each(['deflated', 'stored'] as const)('the named files of an archive are read, and no others: %s', (packed) => {
  const report = JSON.stringify({ verdict: 'pass', text: 'ä€😀'.repeat(1000) });
  const files = [
    ['../../outside.json', 'x'],
    ['gate-report.json', report],
    ['a/gate-report.json', 'x'],
    ['approvals.json', ''],
  ] as const;
  expect(texts(zipOf(files, packed))).toEqual({ 'gate-report.json': report, 'approvals.json': '' });
  expect(texts(zipOf([]))).toEqual({});
});

const sound = zipOf([
  ['gate-report.json', 'report '.repeat(100)],
  ['approvals.json', 'approvals'],
]);
const refused = (zip: Buffer) => {
  expect(() => unzip(zip, NAMES, 'artifact of run 7')).toThrow(
    expect.objectContaining({ code: 'artifact.unreadable', message: expect.stringContaining('artifact of run 7') as string }) as Error,
  );
};

test('a name that is there twice, a bomb, and what is no archive are refused', () => {
  refused(
    zipOf([
      ['approvals.json', 'one'],
      ['approvals.json', 'two'],
    ]),
  );
  refused(zipOf([['approvals.json', ' '.repeat(65 << 20)]]));
  refused(Buffer.from('{}'));
  refused(Buffer.alloc(0));
  refused(sound.subarray(0, sound.length - 30));
});

test('whatever is changed in an archive, nothing but a clear error comes of it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (edits) => {
      const zip = Buffer.from(sound);
      for (const [at, byte] of edits) zip[at] = byte;
      try {
        for (const bytes of unzip(zip, NAMES, 'artifact').values()) expect(bytes.length).toBeLessThan(64 << 20);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 500 },
  );
});
