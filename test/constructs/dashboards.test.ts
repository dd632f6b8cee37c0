import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv, type AnySchema } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { beforeAll, expect, test } from 'vitest';
import { worlds } from '../support/every-unit.ts';
import { every } from '../support/json.ts';

/** Grafana's own types of what a dashboard file holds, as a schema. */
const grafana = path.join(path.dirname(createRequire(import.meta.url).resolve('@grafana/schema/package.json')), 'dist/types/raw');

function validator(file: string, type: string): (value: unknown) => readonly string[] {
  const schema = createGenerator({ path: path.join(grafana, file), type, skipTypeCheck: true, additionalProperties: false }).createSchema(
    type,
  );
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema as AnySchema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`));
}

let dashboardProblems: (value: unknown) => readonly string[];
let seriesProblems: (value: unknown) => readonly string[];

beforeAll(() => {
  dashboardProblems = validator('dashboard/x/types.gen.d.ts', 'Dashboard');
  seriesProblems = validator('composable/timeseries/panelcfg/x/types.gen.d.ts', 'FieldConfig');
});

const dashboards: readonly (readonly [string, unknown])[] = worlds().flatMap(([name, { unit, platform }]) =>
  [...unit, ...platform]
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && every(metadata, 'labels grafana_dashboard').length > 0)
    .flatMap(({ metadata, data }) =>
      Object.values(data as Readonly<Record<string, string>>).map((text): readonly [string, unknown] => [
        `${metadata.name} of ${name}`,
        JSON.parse(text),
      ]),
    ),
);

test('every unit and every environment has a dashboard that Grafana knows every field of', () => {
  expect(dashboards).toHaveLength(2 * worlds().length);
  for (const [name, dashboard] of dashboards) {
    expect([name, dashboardProblems(dashboard)]).toEqual([name, []]);
    for (const custom of every(dashboard, 'panels[] fieldConfig defaults custom'))
      expect([name, seriesProblems(custom)]).toEqual([name, []]);
  }
});

test('a field that Grafana does not have, or of another type, is found', () => {
  const [, good] = dashboards[0] ?? [];
  expect(dashboardProblems({ ...(good as object), refesh: '1m' })).toHaveLength(1);
  expect(dashboardProblems({ ...(good as object), schemaVersion: '42' })).toHaveLength(1);
  expect(seriesProblems({ thresholdsStyle: { mode: 'lines' } })).not.toEqual([]);
});

test('its address fits into what Grafana keeps, and no two dashboards of an environment share one', () => {
  for (const [, { unit, platform }] of worlds()) {
    const uids = [...unit, ...platform]
      .filter(({ metadata }) => every(metadata, 'labels grafana_dashboard').length > 0)
      .flatMap(({ data }) => Object.values(data as Readonly<Record<string, string>>))
      .map((text) => (JSON.parse(text) as { readonly uid: string }).uid);
    for (const uid of uids) expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
    expect(new Set(uids).size).toBe(uids.length);
  }
});

test('a limit is drawn as a line where its measure is shown', () => {
  const drawn = dashboards
    .flatMap(([, dashboard]) => every(dashboard, 'panels[]'))
    .filter((panel) => every(panel, 'fieldConfig defaults thresholds').length > 0);
  expect(drawn.length).toBeGreaterThan(0);
  for (const panel of drawn) expect(every(panel, 'fieldConfig defaults custom thresholdsStyle mode')).toEqual(['line']);
});
