import { ConfigMap } from 'cdk8s-plus-27/lib/config-map.js';
import type { Construct } from 'constructs';
import { sortedJson } from '../../sorted-json.ts';
import { sharedMetadata } from '../metadata.ts';
import { dashboard, DASHBOARD_LABEL, type View } from './dashboard.ts';
import { exportedName } from './measures.ts';
import { RECORDED_NAMES } from './recordings.ts';

/** All models of an environment side by side; for Grafana's sidecar. */
export class FleetDashboard extends ConfigMap {
  constructor(scope: Construct, id: string, environment: string) {
    const content = dashboard(
      `modelgate-fleet-${environment}`.slice(0, 40),
      `Models in ${environment}`,
      ['modelgate', environment],
      views(environment),
    );
    const metadata = sharedMetadata('ConfigMap', 'fleet-dashboard');
    super(scope, id, {
      metadata: { ...metadata, labels: { ...metadata.labels, ...DASHBOARD_LABEL } },
      data: { [`${environment}-fleet.json`]: sortedJson(content) },
    });
  }
}

function views(environment: string): readonly View[] {
  const series = (name: string): string => `${name}{environment="${environment}"}`;
  const each = (title: string, description: string, unit: string, name: string): View => ({
    type: 'timeseries',
    title,
    description,
    unit,
    queries: [['{{model}}', series(name)]],
  });
  return [
    {
      type: 'table',
      title: 'Alarms',
      description: 'What is firing now. Limits differ by model: its own dashboard draws them.',
      unit: 'short',
      queries: [['', `ALERTS{alertstate="firing",environment="${environment}",model!=""}`]],
    },
    each('Calls', 'Calls a second, by model.', 'reqps', RECORDED_NAMES.callRate),
    each('Failed calls', 'Share of calls answered with a 5xx, over 5 minutes.', 'percentunit', RECORDED_NAMES.errorRatio),
    each('Latency, 95th percentile', '95 of 100 calls are answered within this time.', 'ms', RECORDED_NAMES.latencyP95),
    each('Latency, 99th percentile', '99 of 100 calls are answered within this time.', 'ms', RECORDED_NAMES.latencyP99),
    each('Drift', 'Population stability index of the feature that moved most.', 'short', exportedName('drift')),
  ];
}
