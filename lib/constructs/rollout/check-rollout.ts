import type { Check } from '../check.ts';

export const checkRollout: Check = ({ rollout: { steps } }, { mistakes }) => {
  steps.forEach(({ percent }, index) => {
    const before = steps[index - 1]?.percent ?? 0;
    if (percent <= before) {
      mistakes.note(
        `rollout.steps[${String(index)}]`,
        percent,
        `expected more than the step before, ${String(before)}`,
        'Let the shares rise.',
      );
    }
  });
};
