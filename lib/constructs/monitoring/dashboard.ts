/**
 * The parts of Grafana's dashboard model that are used here. Grafana's own types are checked against in the tests: they hold
 * enumerations that exist at run time, which would make its package one that every adopter installs.
 */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly schemaVersion: 42;
  readonly editable: false;
  readonly refresh: '1m';
  readonly time: { readonly from: string; readonly to: 'now' };
  readonly templating: { readonly list: readonly DataSourceVariable[] };
  readonly panels: readonly Panel[];
}

interface DataSourceVariable {
  readonly type: 'datasource';
  readonly name: 'prometheus';
  readonly label: 'Prometheus';
  readonly query: 'prometheus';
}

interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
}

interface Panel {
  readonly id: number;
  readonly type: 'timeseries' | 'stat' | 'table';
  readonly title: string;
  readonly description: string;
  readonly datasource: { readonly type: 'prometheus'; readonly uid: '${prometheus}' };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly (Target & { readonly instant?: boolean; readonly format?: 'table' })[];
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit: string;
      readonly thresholds?: {
        readonly mode: 'absolute';
        readonly steps: readonly { readonly color: string; readonly value: number | null }[];
      };
      readonly custom?: { readonly thresholdsStyle: { readonly mode: 'line' } };
    };
    readonly overrides: readonly never[];
  };
}

/** What one panel shows. */
export interface View {
  readonly type: 'timeseries' | 'stat' | 'table';
  readonly title: string;
  readonly description: string;
  /** Grafana's name of a unit: `percentunit` (0 to 1), `ms`, `reqps`, `short`. */
  readonly unit: string;
  /** Queries by legend. */
  readonly queries: readonly (readonly [legend: string, expr: string])[];
  /** Where the allowed values lie; a line is drawn at each limit. */
  readonly limits?: { readonly min?: number; readonly max?: number };
}

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;

function steps({ min, max }: { readonly min?: number; readonly max?: number }) {
  return [
    { color: min === undefined ? 'green' : 'red', value: null },
    ...(min === undefined ? [] : [{ color: 'green', value: min }]),
    ...(max === undefined ? [] : [{ color: 'red', value: max }]),
  ];
}

function panel(view: View, index: number): Panel {
  return {
    id: index + 1,
    type: view.type,
    title: view.title,
    description: view.description,
    datasource: { type: 'prometheus', uid: '${prometheus}' },
    gridPos: { x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
    targets: view.queries.map(([legendFormat, expr], query) => ({
      refId: String.fromCharCode(65 + query),
      expr,
      legendFormat,
      ...(view.type === 'table' ? { instant: true, format: 'table' as const } : {}),
    })),
    fieldConfig: {
      defaults: {
        unit: view.unit,
        ...(view.limits === undefined ? {} : { thresholds: { mode: 'absolute' as const, steps: steps(view.limits) } }),
        ...(view.limits === undefined || view.type !== 'timeseries' ? {} : { custom: { thresholdsStyle: { mode: 'line' as const } } }),
      },
      overrides: [],
    },
  };
}

/**
 * A dashboard of panels, two in a row.
 * @param uid at most 40 characters, Grafana's limit; links to it hold as long as it stays
 */
export function dashboard(uid: string, title: string, tags: readonly string[], views: readonly View[]): Dashboard {
  return {
    uid,
    title,
    tags,
    schemaVersion: 42,
    editable: false,
    refresh: '1m',
    time: { from: 'now-24h', to: 'now' },
    templating: { list: [{ type: 'datasource', name: 'prometheus', label: 'Prometheus', query: 'prometheus' }] },
    panels: views.map(panel),
  };
}

/** The label by which Grafana's sidecar finds ConfigMaps that hold dashboards. */
export const DASHBOARD_LABEL = { grafana_dashboard: '1' } as const;
