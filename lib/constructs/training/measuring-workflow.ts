import type { Construct } from 'constructs';
import { WorkflowTemplate } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { GAUGES, seriesLabels } from '../monitoring/measures.ts';
import type { Plan } from '../plan.ts';
import type { measuringSteps } from './steps.ts';
import { frame, job, template, WORKSPACE, type Step } from './workflow-parts.ts';

const DEADLINE_SECONDS = 3600;
const ROWS = `${WORKSPACE}/rows.csv`;

/** AIF360's names, in the order of `tools/evidence/fairness.py`. */
const FAIRNESS = ['statistical_parity_difference', 'disparate_impact', 'equal_opportunity_difference', 'average_odds_difference'] as const;

type Measuring = ReturnType<typeof measuringSteps>[number];

/** Name of the WorkflowTemplate of jobs that measure live calls. */
export function measuringNameOf(id: string): string {
  return `${id}-measuring`;
}

/**
 * Jobs that measure live calls, each one template: what they find becomes metrics of Argo's controller, which the alerts compare with the limits
 * that also gate. Measuring is no judging, so a job that measured has succeeded.
 */
export class MeasuringWorkflow extends WorkflowTemplate {
  constructor(scope: Construct, id: string, plan: Plan, steps: readonly Measuring[]) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'WorkflowTemplate', measuringNameOf(plan.spec.id)),
      spec: {
        entrypoint: steps[0] ?? '',
        ...frame({
          name: measuringNameOf(plan.spec.id),
          deadlineSeconds: DEADLINE_SECONDS,
          shared: false,
          scratch: true,
        }),
        templates: steps.map((step) => template(plan.config, { name: step, checkout: true, scratch: true, ...stepOf(plan, step) })),
      },
    });
  }
}

/** A file name of an output parameter: what a group's name has besides becomes `_`, as in `tools/evidence/jobs/audit.py`. */
function outputOf(metric: string, attribute: string, group: string): string {
  return [metric, attribute, group].map((part) => part.replaceAll(/[^A-Za-z0-9_-]/g, '_')).join('--');
}

function stepOf(plan: Plan, step: Measuring): Omit<Step, 'name'> {
  const { id: model, drift, biasAudit, protectedAttributes } = plan.spec;
  const gauge = (name: string, help: string, value: string, more: Readonly<Record<string, string>> = {}) => ({
    name,
    help,
    labels: Object.entries({ ...seriesLabels(plan), ...more }).map(([key, label]) => ({ key, value: label })),
    gauge: { value: `{{outputs.parameters.${value}}}`, realtime: false },
  });
  const measuredAt = gauge(GAUGES.measuredAt, 'When the job last came to its end, in seconds since 1970.', 'measured_at', { job: step });
  if (step === 'drift') {
    return {
      command: job('drift', model, '--window', ROWS),
      ...(drift === undefined ? {} : { download: { url: drift.from, path: ROWS } }),
      outputs: ['score', 'feature', 'rows', 'measured_at'],
      metrics: {
        prometheus: [gauge(GAUGES.drift, 'Largest PSI of the inputs of live calls against the training rows.', 'score'), measuredAt],
      },
    };
  }
  const measured = protectedAttributes.flatMap(({ name: attribute, groups, reference }) =>
    groups.filter((group) => group !== reference).flatMap((group) => FAIRNESS.map((metric) => ({ metric, attribute, group }))),
  );
  return {
    command: job('audit', model, '--outcomes', ROWS),
    ...(biasAudit === undefined ? {} : { download: { url: biasAudit.from, path: ROWS } }),
    outputs: [...measured.map(({ metric, attribute, group }) => outputOf(metric, attribute, group)), 'smallest_group', 'measured_at'],
    metrics: {
      prometheus: [
        ...measured.map((labels) =>
          gauge(
            GAUGES.fairness,
            'How live answers treated a group, against its reference.',
            outputOf(labels.metric, labels.attribute, labels.group),
            labels,
          ),
        ),
        measuredAt,
      ],
    },
  };
}
