import type { Check } from '../contracts/check.ts';
import type { Instant } from '../contracts/common.ts';
import type { Enforcement, EnforcementFile, EnforcementRule } from '../contracts/enforcement.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import type { Severity } from '../contracts/gate-report.ts';

const SEVERITY: Readonly<Record<Enforcement, Severity>> = { deny: 'deny', warn: 'warn', shadow: 'info' };
const RANK: Readonly<Record<Severity, number>> = { info: 0, warn: 1, deny: 2 };

/** Null where something is no unit, and belongs to no environment or no model. */
interface Unit {
  readonly environment: GateInput['environment'] | null;
  readonly model: Pick<GateInput['model'], 'id' | 'riskTier' | 'enforcement'> | null;
}

function holds({ code, tier, environment, model, effectiveOn }: EnforcementRule, check: Check, unit: Unit, today: string): boolean {
  return (
    code === check.code &&
    (tier === undefined || tier === unit.model?.riskTier) &&
    (environment === undefined || environment === unit.environment) &&
    (model === undefined || model === unit.model?.id) &&
    // Days are written in one way, so that the order of texts is the order of days.
    (effectiveOn === undefined || effectiveOn <= today)
  );
}

/** What a model asks of a check for itself. */
export function ownEnforcement(model: Unit['model'], code: string): 'deny' | 'warn' | undefined {
  const own = model?.enforcement;
  return own !== undefined && Object.hasOwn(own, code) ? own[code] : undefined;
}

/** A check's severity in a unit on a day: the check's own, as the file changes it, and more where the model asks for more. */
export function enforced(check: Check, file: EnforcementFile | null, unit: Unit, now: Instant): Severity {
  let severity: Severity = check.severity;
  const rules = (file?.rules ?? []).filter((rule) => holds(rule, check, unit, now.at.slice(0, 10)));
  for (const rule of rules.filter(({ model }) => model === undefined)) severity = SEVERITY[rule.enforcement];
  for (const rule of rules.filter(({ model }) => model !== undefined)) {
    const asked = SEVERITY[rule.enforcement];
    if (RANK[asked] > RANK[severity]) severity = asked;
  }
  const own = ownEnforcement(unit.model, check.code);
  if (own !== undefined && RANK[own] > RANK[severity]) severity = own;
  return severity;
}
