import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitYaml } from '../../lib/contracts/canonical-yaml.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { markerOf, readManifest } from '../../lib/evidence/read-manifest.ts';
import { manifests } from './support/documents.ts';
import { refusal } from './support/refusal.ts';

const PATH = 'synth/prod/churn/Deployment.churn.yaml';
const good = manifests('churn', 'prod', 2)['Deployment.churn.yaml'] ?? '';
const read = (text: string): unknown => readManifest(Buffer.from(text, 'utf8'), PATH, 'churn').object;

describe('a manifest', () => {
  test('in canonical form is read', () => {
    expect(read(good)).toMatchObject({ kind: 'Deployment', spec: { replicas: 2 } });
  });

  test('changed by hand but still canonical is judged as it is', () => {
    expect(read(good.replace('replicas: 2', 'replicas: 1'))).toMatchObject({ spec: { replicas: 1 } });
  });

  test.each([
    [
      'without the marker',
      good.slice(good.indexOf('\n') + 1),
      /synth\/prod\/churn\/Deployment\.churn\.yaml:1:1: first line "apiVersion: v1"; expected "# modelgate: /,
    ],
    ['of another model', good.replace('models/churn/', 'models/other/'), /:1:1: first line /],
    [
      'with another spelling of a text',
      good.replace('kind: Deployment', 'kind: "Deployment"'),
      /:3:7: "kind: \\"Deployment\\""; synth writes "kind: Deployment" there/,
    ],
    ['with a comment', good.replace('kind: Deployment', 'kind: Deployment # why'), /:3:17: /],
    ['with an anchor', good.replace('kind: Deployment', 'kind: &k Deployment'), /:3:7: /],
    [
      'with a number that reads differently',
      good.replace('replicas: 2', 'replicas: 0b10'),
      /: " {2}replicas: 0b10"; synth writes " {2}replicas: 2" there/,
    ],
    ['with an unquoted yes', good.replace('replicas: 2', 'replicas: yes'), /: " {2}replicas: yes"; synth writes /],
    [
      'with a duplicate key',
      good.replace('kind: Deployment', 'kind: Deployment\nkind: Deployment'),
      /:4:1: duplicated mapping key; expected YAML as synth writes it/,
    ],
    ['with a second document', `${good}---\nkind: Secret\n`, /expected a single document/],
    ['with Windows line ends', good.replaceAll('\n', '\r\n'), /:1:1: first line /],
    ['with a blank line at the end', `${good}\n`, /:53:1: ""; synth writes the end of the file there$/],
    ['cut off', good.slice(0, -10), /manifest\.not_canonical/],
    ['with a tag', good.replace('replicas: 2', 'replicas: !!int "2"'), /manifest\.not_canonical/],
  ])('%s is refused', async (_, text, expected) => {
    const seen = await refusal(() => read(text));
    expect(seen).toMatch(/^manifest\.not_canonical: synth\/prod\/churn\/Deployment\.churn\.yaml/);
    expect(seen).toMatch(expected);
  });

  test('without a kind or a name is refused', async () => {
    const text = `${markerOf('churn')}\n${emitYaml({ apiVersion: 'v1', metadata: {} })}`;
    expect(await refusal(() => read(text))).toMatch(/^manifest\.not_an_object: synth\/prod\/churn\/Deployment\.churn\.yaml: /);
  });

  test('nested deeper than 64 is refused', async () => {
    let nested: unknown = 'x';
    for (let depth = 0; depth < 80; depth++) nested = { a: nested };
    const text = `${markerOf('churn')}\n${emitYaml({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, nested })}`;
    expect(await refusal(() => read(text))).toMatch(/^manifest\.not_canonical: .*depth/i);
  });

  test('over 1 MB is refused before it is read', async () => {
    expect(await refusal(() => read('a'.repeat(2 ** 20 + 1)))).toMatch(/^file\.too_large: /);
  });

  test('with any one byte changed is either refused or means what canonical bytes mean', () => {
    const original = Buffer.from(good, 'utf8');
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(255), (offset, byte) => {
        const changed = Buffer.from(original);
        changed[offset] = byte;
        try {
          const { object } = readManifest(changed, PATH, 'churn');
          expect(changed.equals(Buffer.from(`${markerOf('churn')}\n${emitYaml(object)}`, 'utf8'))).toBe(true);
        } catch (thrown) {
          if (!(thrown instanceof UserError || thrown instanceof UserErrors)) throw thrown;
        }
      }),
      { numRuns: 3000 },
    );
  });
});
