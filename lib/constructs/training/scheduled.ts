import type { ICronWorkflow } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/CronWorkflow';

/** When a workflow of a template starts by itself. */
export interface Schedule {
  readonly schedule: string;
  readonly timeZone: string;
  /** Name of the WorkflowTemplate. */
  readonly template: string;
  /** Which of its templates. @default the template's own */
  readonly entrypoint?: string;
  /** Arguments, by name. */
  readonly with?: Readonly<Record<string, string>>;
}

/** A start that was missed by more than this is left out: the next one comes. */
const LATE_SECONDS = 3600;
/** As many as seven days of a daily run, which admission counts. */
const KEPT = 10;

/** The spec of a CronWorkflow. Its containers stand in the template, where the policies judge them. */
export function scheduled({ schedule, timeZone, template, entrypoint, with: given = {} }: Schedule): NonNullable<ICronWorkflow['spec']> {
  const parameters = Object.entries(given).map(([name, value]) => ({ name, value }));
  return {
    schedules: [schedule],
    timezone: timeZone,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: LATE_SECONDS,
    successfulJobsHistoryLimit: KEPT,
    failedJobsHistoryLimit: KEPT,
    suspend: false,
    workflowSpec: {
      workflowTemplateRef: { name: template },
      ...(entrypoint === undefined ? {} : { entrypoint }),
      ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
    },
  };
}
