import { UserError } from '../errors.ts';
import { GATE_CHECKS, type GateCheck } from '../contracts/gate-checks.ts';
import { closest } from '../closest.ts';
import type { PolicySource } from './policy-source.ts';
import { readRoster } from './roster.ts';

/**
 * What one finding code means, as text for a terminal.
 * @throws UserError `policy.unknown_code` with the closest known code
 */
export async function explainCheck(source: PolicySource, code: string): Promise<string> {
  const own = GATE_CHECKS.find((check) => check.code === code);
  if (own !== undefined) return told(own, [], '');
  const roster = await readRoster(source);
  const found = roster.find(({ check }) => check.code === code);
  if (found === undefined) {
    const near = closest(code, [...roster.map(({ check }) => check.code), ...GATE_CHECKS.map((check) => check.code)]);
    throw new UserError(
      'policy.unknown_code',
      `${code}: no check has this code; expected one of the ${String(roster.length)} that \`npx modelgate policy list\` prints`,
      near === null ? 'Look the code up in the list.' : `Did you mean ${near}?`,
    );
  }
  const { check, limits } = found;
  return told(check, limits, check.settled === undefined ? '' : ` (${check.settled} for what already runs)`);
}

function told(check: GateCheck, limits: readonly string[], settled: string): string {
  const lines = [
    `${check.code}: ${check.title}`,
    '',
    check.description.trim(),
    '',
    `severity  ${check.severity}${settled}`,
    `message   ${check.message}`,
    `fix       ${check.fix}`,
    ...(limits.length === 0 ? [] : [`limits    ${limits.join(', ')}`]),
    `source    ${check.path}`,
  ];
  return `${lines.join('\n')}\n`;
}
