import type { Construct } from 'constructs';
import { batchInference, blueGreen, cron, Forecaster, kafka, measured, sklearnServer } from 'modelgate';

export default class DemandForecast extends Forecaster {
  constructor(scope: Construct) {
    super(scope, 'demand-forecast', {
      description: 'Forecasts the bicycles rented in each hour of the next day from the calendar and the same hours before.',
      owner: { team: 'fleet-operations', email: 'fleet-operations@example.com' },
      riskTier: 'low',
      runtime: sklearnServer({ cpu: '250m', memory: '512Mi' }),
      thresholds: {
        metrics: { ceilings: { mean_absolute_error: 40, mean_absolute_scaled_error: 0.85 }, maxRegression: { mean_absolute_error: 1 } },
      },
      batch: batchInference({
        schedule: '0 22 * * *',
        timezone: 'Europe/Berlin',
        input: { endpoint: 's3.example.com', region: 'eu-central-1', bucket: 'fleet-rows', key: 'tomorrow/hours.jsonl' },
        sink: { endpoint: 's3.example.com', region: 'eu-central-1', bucket: 'fleet-forecasts', key: 'demand-forecast' },
      }),
      traffic: {
        consumers: [{ namespace: 'fleet', serviceAccount: 'rebalancing' }],
        rateLimit: { requestsPerSecond: 20, burst: 40 },
      },
      rollout: blueGreen({ mirrorPercent: 20, observeMinutes: 15 }),
      monitoring: { runbook: 'https://runbooks.example.com/demand-forecast' },
      retrain: {
        on: [cron('0 2 * * *'), kafka({ broker: 'kafka.streams.svc.cluster.local:9093', topic: 'rentals.day-closed' })],
        cooldownHours: 12,
      },
      drift: measured('0 6 * * *', { from: 'https://call-logs.example.com/prod/demand-forecast/inputs-14d.csv' }),
      environments: { dev: { min: 1, max: 2 }, staging: { min: 1, max: 2 }, prod: { min: 3, max: 5 } },
    });
  }
}
