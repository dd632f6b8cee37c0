import type { AbTest, BlueGreen, Canary, RolloutSpec, Shadow } from '../../contracts/spec/rollout.ts';
import { canaryServiceOf, type Plan } from '../plan.ts';
import { trafficRouting } from '../traffic/traffic-routing.ts';
import { callsTemplateOf, outcomesTemplateOf } from './analyses.ts';
import { analysisJobOf } from './analysis-job.ts';
import { experimentMatch } from './buckets.ts';
import { EXPERIMENT_ROUTE, SHADOW_ROUTE, TESTERS_ROUTE } from './managed-routes.ts';

interface Argument {
  readonly name: string;
  readonly value: string;
}

const consult = (templates: readonly string[], args: readonly Argument[] = []) => ({
  templates: templates.map((templateName) => ({ templateName })),
  ...(args.length === 0 ? {} : { args: [...args] }),
});
const serviceArgument = (value: string): Argument => ({ name: 'service', value });
const minutes = (count: number) => ({ pause: { duration: `${String(count)}m` } });

/** The pods' number follows the share of traffic again. */
const FOLLOW_TRAFFIC = { setCanaryScale: { matchTrafficWeight: true } };

type Stepwise = Exclude<RolloutSpec, BlueGreen>;

function before(rollout: Stepwise, calls: object, job: string | null) {
  switch (rollout.strategy) {
    case 'canary':
      return testersFirst(rollout);
    case 'shadow':
      return copiesFirst(rollout, calls, job);
    case 'abTest':
    case 'bandit':
      return [];
  }
}

function testersFirst({ testers, steps }: Canary) {
  const [first] = steps;
  if (testers === undefined || first === undefined) return [];
  return [
    // No share of traffic asks for pods yet.
    { setCanaryScale: { weight: first.percent } },
    { setHeaderRoute: { name: TESTERS_ROUTE, match: [{ headerName: testers.header, headerValue: { exact: testers.value } }] } },
    minutes(first.pauseMinutes),
    FOLLOW_TRAFFIC,
  ];
}

function copiesFirst({ mirrorPercent, mirrorMinutes }: Shadow, calls: object, job: string | null) {
  return [
    { setCanaryScale: { weight: mirrorPercent } },
    { setMirrorRoute: { name: SHADOW_ROUTE, percentage: mirrorPercent, match: [{ path: { prefix: '/' } }] } },
    minutes(mirrorMinutes),
    { analysis: calls },
    { analysis: consult(job === null ? [] : [job]) },
    // Without a match, the route is taken away.
    { setMirrorRoute: { name: SHADOW_ROUTE } },
    FOLLOW_TRAFFIC,
  ];
}

/** Every caller stays with one release: no share of traffic beside the buckets. */
function experiment(rollout: AbTest, calls: ReturnType<typeof consult>, job: string | null) {
  return [
    { setCanaryScale: { weight: rollout.shares.candidate } },
    { setWeight: 0 },
    { setHeaderRoute: { name: EXPERIMENT_ROUTE, match: [experimentMatch(rollout)] } },
    { analysis: { ...calls, templates: [...calls.templates, ...(job === null ? [] : [{ templateName: job }])] } },
    FOLLOW_TRAFFIC,
  ];
}

function stepwise(plan: Plan, rollout: Stepwise) {
  const canaryService = canaryServiceOf(plan);
  const calls = consult([callsTemplateOf(plan)], [serviceArgument(canaryService)]);
  const job = analysisJobOf(plan.spec.id, rollout);
  return {
    canary: {
      stableService: plan.spec.id,
      canaryService,
      maxSurge: '25%',
      maxUnavailable: 0,
      trafficRouting: trafficRouting(plan),
      steps: [
        ...before(rollout, calls, job),
        ...rollout.steps.flatMap(({ percent, pauseMinutes }) => [
          ...(rollout.strategy === 'bandit' && job !== null && percent !== rollout.steps[0]?.percent
            ? [{ analysis: consult([job], [{ name: 'percent', value: String(percent) }]) }]
            : []),
          { setWeight: percent },
          minutes(pauseMinutes),
          { analysis: calls },
        ]),
        ...(rollout.strategy === 'abTest' ? experiment(rollout, calls, job) : []),
        // The last word, while the last share is held.
        { analysis: consult([outcomesTemplateOf(plan)]) },
      ],
    },
  };
}

const HOUR = 3600;
const MINUTE = 60;

function switched(plan: Plan, { observeMinutes, analysis, labelDelayHours = 0 }: BlueGreen) {
  const { id } = plan.spec;
  const previewService = canaryServiceOf(plan);
  const measured = analysis.intervalMinutes * (analysis.failureLimit + analysis.inconclusiveLimit + 1);
  return {
    blueGreen: {
      activeService: id,
      previewService,
      autoPromotionEnabled: true,
      maxUnavailable: 0,
      // The old pods stay until the last analysis has spoken: going back is a switch as well.
      scaleDownDelaySeconds: labelDelayHours * HOUR + (observeMinutes + 2 * measured) * MINUTE,
      prePromotionAnalysis: consult([callsTemplateOf(plan)], [serviceArgument(previewService)]),
      postPromotionAnalysis: consult([callsTemplateOf(plan), outcomesTemplateOf(plan)], [serviceArgument(id)]),
    },
  };
}

/** A Rollout's `spec.strategy`. */
export function strategyOf(plan: Plan) {
  const { rollout } = plan.spec;
  return rollout.strategy === 'blueGreen' ? switched(plan, rollout) : stepwise(plan, rollout);
}
