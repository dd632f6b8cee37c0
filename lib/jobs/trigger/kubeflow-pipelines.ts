import Type from 'typebox';
import { UserError } from '../../errors.ts';
import { call, type Api, type Parameters } from './api.ts';
import type { Runs, State } from './wait.ts';

const Run = Type.Object({ run_id: Type.String({ minLength: 1 }), state: Type.Optional(Type.String()) });
const RunList = Type.Object({ runs: Type.Optional(Type.Array(Run)) });

/** Skipped is what a run of cached steps only is called. */
const STATES: Readonly<Record<string, State>> = { SUCCEEDED: 'succeeded', SKIPPED: 'succeeded', FAILED: 'failed', CANCELED: 'failed' };

/** Runs of one version of a pipeline, over v2beta1. Names need not be unique there, so it looks for the run of an earlier try first. */
export function kubeflowPipelinesRuns(api: Api, pipeline: string, version: string): Runs {
  const runs = '/apis/v2beta1/runs';
  return {
    async start(name: string, parameters: Parameters) {
      const filter = JSON.stringify({ predicates: [{ operation: 'EQUALS', key: 'display_name', string_value: name }] });
      const known = await call(api, 'GET', `${runs}?page_size=1&filter=${encodeURIComponent(filter)}`, RunList);
      const earlier = known?.runs?.[0]?.run_id;
      if (earlier !== undefined) return earlier;
      const run = await call(api, 'POST', runs, Run, {
        display_name: name,
        pipeline_version_reference: { pipeline_id: pipeline, pipeline_version_id: version },
        runtime_config: { parameters },
      });
      if (run === null) throw new UserError('trigger.refused', `POST ${api.url}${runs}: nothing; expected a run`, 'Check the address.');
      return run.run_id;
    },
    async state(id) {
      const run = await call(api, 'GET', `${runs}/${encodeURIComponent(id)}`, Run);
      return STATES[run?.state ?? ''] ?? 'running';
    },
  };
}
