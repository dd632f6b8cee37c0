import type { Check } from '../check.ts';
import { sampleOfProportions } from './sample-size.ts';

/** What no schema says: shares that rise and add up, samples that can show what they are to show, routers that can do it. */
export const checkRollout: Check = ({ rollout, traffic: { via }, environments }, { config, mistakes }) => {
  if ('steps' in rollout) {
    rollout.steps.forEach(({ percent }, index) => {
      const before = rollout.steps[index - 1]?.percent ?? 0;
      if (percent <= before) {
        mistakes.note(
          `rollout.steps[${String(index)}]`,
          percent,
          `expected more than the step before, ${String(before)}`,
          'Let the shares rise.',
        );
      }
    });
  }
  if (rollout.strategy === 'shadow' && !URL.canParse(rollout.compare.requests)) {
    mistakes.note(
      'rollout.compare.requests',
      rollout.compare.requests,
      'expected an address whose port is at most 65535',
      'Correct the port.',
    );
  }
  const progressive = environments.some(({ name }) => config.environments.some((shared) => shared.name === name && shared.progressive));
  const needsIstio = rollout.strategy !== 'canary' || rollout.testers !== undefined;
  if (progressive && needsIstio && via !== undefined && via.router !== 'istio') {
    mistakes.note(
      'traffic.via',
      via.router,
      `expected istio(), because ${rollout.strategy === 'canary' ? 'a route for testers' : rollout.strategy} needs routes that only it has here`,
      'Route with Istio, or roll out with a plain canary.',
    );
  }
  if (rollout.strategy !== 'abTest') return;
  const { shares, hypothesis } = rollout;
  const sum = shares.stable + shares.candidate;
  if (sum !== 100) mistakes.note('rollout.shares', shares, `expected shares that add up to 100, not ${String(sum)}`, 'Correct the shares.');
  const { test, alpha, power, minimumEffect, minimumSample } = hypothesis;
  if (test !== 'chi-square' && test !== 'beta-binomial') return;
  if (minimumEffect >= 1) {
    mistakes.note(
      'rollout.hypothesis.minimumEffect',
      minimumEffect,
      'expected a difference of shares, below 1',
      'Write 0.02 for two points.',
    );
    return;
  }
  const needed = sampleOfProportions({ alpha, power, minimumEffect });
  if (minimumSample < needed) {
    mistakes.note(
      'rollout.hypothesis.minimumSample',
      minimumSample,
      `expected at least ${String(needed)} of each release to see a difference of ${String(minimumEffect)} with power ${String(power)} at alpha ${String(alpha)}`,
      'Collect more, or look for a larger difference.',
    );
  }
};
