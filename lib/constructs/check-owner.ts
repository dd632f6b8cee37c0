import type { Check } from './check.ts';
import { isDnsLabel } from './names.ts';

export const checkOwner: Check = ({ owner: { team } }, { mistakes }) => {
  if (isDnsLabel(team)) return;
  mistakes.note('owner.team', team, 'expected lower-case letters, digits and "-", at most 63', 'Write the team as a label value.');
};
