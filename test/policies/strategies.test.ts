import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { everyStrategy } from '../support/strategies.ts';
import { binaryClassifier, classifierProps, context } from '../support/units.ts';
import { baseSample, library } from './library.ts';

type Strategy = keyof typeof everyStrategy;
type Loose = Record<string, unknown>;

/** A clean gate input with the unit that a strategy is synthesized to. */
async function inputOf(strategy: Strategy): Promise<Loose> {
  const { manifests, spec } = synthesizeUnit(
    binaryClassifier('churn', { ...classifierProps, rollout: everyStrategy[strategy] }),
    context('churn', 'prod', { placement: { stable: '1.0.0', candidate: '1.1.0' } }),
  );
  const input = structuredClone(await baseSample()) as Loose & { thresholds: { serving: { registries: string[] }; rollout: Loose } };
  input['model'] = spec;
  input.thresholds.rollout['maxFirstStepPercent'] = 5;
  input.thresholds.serving.registries.push('registry.example.com');
  input['manifests'] = manifests.map((object) => ({ path: `synth/prod/churn/${object.kind}.${object.metadata.name}.yaml`, object }));
  expect(problems(GateInput, input)).toEqual([]);
  return input;
}

function objectIn(input: Loose, kind: string, name = 'churn'): { spec: Loose } {
  const all = input['manifests'] as { object: { kind: string; metadata: { name: string }; spec: Loose } }[];
  const found = all.find(({ object }) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found.object;
}

const strategyIn = (input: Loose): Record<string, Loose & { steps: Loose[] }> => objectIn(input, 'Rollout').spec['strategy'] as never;

/** Whether a check is about what a strategy decides: latency is of the evaluation, and rolling updates are for Deployments, of which these units have none. */
function isAsked(code: string): boolean {
  return /^(rollout|serving)\./.test(code) && !code.startsWith('serving.latency') && code !== 'serving.update_not_rolling';
}

/** What the checks of rollouts and pods say against an input. */
async function said(input: Loose): Promise<readonly string[]> {
  const { evaluate } = await library();
  return evaluate(input)
    .filter(({ code, status }) => isAsked(code) && status !== 'pass')
    .map(({ code }) => code);
}

test.each(Object.keys(everyStrategy) as Strategy[])('%s as it is synthesized passes every check of rollouts and pods', async (strategy) => {
  expect(await said(await inputOf(strategy))).toEqual([]);
});

describe('what is taken away from a strategy is missed', () => {
  const without = (steps: readonly Loose[], drop: (step: Loose) => boolean): Loose[] => steps.filter((step) => !drop(step));
  const named = (name: string) => (step: Loose) => JSON.stringify(step['analysis'] ?? null).includes(`"${name}"`);
  const cases: readonly (readonly [string, Strategy, (input: Loose) => void, string])[] = [
    [
      'the analysis before a switch',
      'blueGreen',
      (input) => {
        delete strategyIn(input)['blueGreen']?.['prePromotionAnalysis'];
      },
      'rollout.first_step_too_large',
    ],
    [
      'the analysis after a switch',
      'blueGreen',
      (input) => {
        delete strategyIn(input)['blueGreen']?.['postPromotionAnalysis'];
      },
      'rollout.no_rollback',
    ],
    [
      'the comparison of a shadow',
      'shadow',
      (input) => {
        const canary = strategyIn(input)['canary'];
        if (canary !== undefined) canary.steps = without(canary.steps, named('churn-comparison'));
      },
      'rollout.no_rollback',
    ],
    [
      'the decision of an A/B test',
      'abTest',
      (input) => {
        const canary = strategyIn(input)['canary'];
        if (canary !== undefined) canary.steps = without(canary.steps, named('churn-decision'));
      },
      'rollout.no_rollback',
    ],
    [
      'the small share before an A/B test',
      'abTest',
      (input) => {
        const canary = strategyIn(input)['canary'];
        if (canary !== undefined) canary.steps = without(canary.steps, (step) => step['setWeight'] === 5);
      },
      'rollout.first_step_too_large',
    ],
    [
      'what a bandit has to earn',
      'bandit',
      (input) => {
        const canary = strategyIn(input)['canary'];
        if (canary !== undefined) canary.steps = without(canary.steps, named('churn-share'));
      },
      'rollout.no_rollback',
    ],
    [
      'the security context of a job',
      'shadow',
      (input) => {
        const [metric] = objectIn(input, 'AnalysisTemplate', 'churn-comparison').spec['metrics'] as {
          provider: { job: { spec: { template: { spec: { containers: Loose[] } } } } };
        }[];
        delete metric?.provider.job.spec.template.spec.containers[0]?.['securityContext'];
      },
      'serving.privilege_escalation',
    ],
    [
      'the strategy that was declared',
      'canary',
      (input) => {
        (input['model'] as Loose)['rollout'] = everyStrategy.blueGreen;
      },
      'rollout.first_step_too_large',
    ],
  ];

  test.each(cases)('%s', async (_, strategy, change, code) => {
    const input = await inputOf(strategy);
    change(input);
    expect(await said(input)).toContain(code);
  });
});
