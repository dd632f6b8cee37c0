import type { Check } from '../check.ts';

const CPU = /^(\d+(\.\d{1,3})?|\d+m)$/;
const MEMORY = /^\d+(Mi|Gi)$/;

export const checkRuntime: Check = ({ runtime: { cpu, memory } }, { mistakes }) => {
  if (!CPU.test(cpu) || Number.parseFloat(cpu) === 0) {
    mistakes.note('runtime.cpu', cpu, 'expected cores above zero, such as 1, 0.5 or 500m', 'Correct the quantity.');
  }
  if (!MEMORY.test(memory) || Number.parseFloat(memory) === 0) {
    mistakes.note('runtime.memory', memory, 'expected memory above zero in Mi or Gi', 'Correct the quantity.');
  }
};
