import type { LimitsOfSide } from '../contracts/resolve-thresholds.ts';
import type { FieldChange } from '../contracts/resource-change.ts';
import { fieldChanges } from './fields.ts';

/** Most limits that are named. */
const MOST = 1000;

/** Limits of a unit that are others after a change, its tier among them; null when they cannot be read then. Of what is new, none has moved. */
export function limitChanges(before: LimitsOfSide | null, after: LimitsOfSide | null): readonly FieldChange[] | null {
  if (before === null) return [];
  if (after === null) return null;
  const flat = ({ riskTier, thresholds }: LimitsOfSide): unknown => ({ riskTier, ...thresholds });
  return fieldChanges(flat(before), flat(after)).slice(0, MOST);
}
