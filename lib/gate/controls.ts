import type { CheckResult } from '../contracts/check.ts';
import type { Finding, UnitReport } from '../contracts/gate-report.ts';
import type { ControlResult, ControlStatus, Pack } from '../contracts/pack.ts';
import { isPlatformCheck } from '../contracts/platform-check.ts';

/** What is said of what stands beside a unit: what its environment shares, and what tells Argo CD what to apply. */
export interface Beside {
  /** Of every such folder; a check that is asked about two of them answers twice. */
  readonly results: readonly CheckResult[];
  readonly findings: readonly Finding[];
}

/**
 * What the checks of a unit say about the controls of some packs. A control is covered by checks that passed, and by nothing else: one that
 * failed makes it failed, one that only a waiver excuses makes it excepted, and where no check had anything to do it is not applicable.
 * @param beside null where only the unit is asked about: then checks of what is no unit say nothing, for or against
 */
export function controlsOf(
  packs: readonly Pack[],
  results: readonly CheckResult[],
  unit: UnitReport,
  beside: Beside | null,
): readonly ControlResult[] {
  const answers = new Map<string, Set<CheckResult['status']>>();
  for (const { code, status } of [...results, ...(beside?.results ?? [])]) answers.set(code, (answers.get(code) ?? new Set()).add(status));
  const findings = [...unit.findings, ...(beside?.findings ?? [])];
  const open = new Set(findings.filter(({ status }) => status !== 'waived').map(({ code }) => code));
  const waived = new Set(findings.filter(({ status }) => status === 'waived').map(({ code }) => code));
  const says = (code: string, status: CheckResult['status']): boolean => answers.get(code)?.has(status) === true;
  return packs.flatMap(({ pack, controls }) =>
    controls.map((control): ControlResult => {
      const asked = control.checks.filter((code) => beside !== null || !isPlatformCheck({ code }));
      const failed = asked.filter((code) => open.has(code) || !answers.has(code));
      const excused = asked.filter((code) => waived.has(code) && !open.has(code));
      const passed = asked.filter((code) => says(code, 'pass') && !failed.includes(code) && !excused.includes(code));
      const notApplicable = asked.filter((code) => says(code, 'not_applicable') && !says(code, 'pass') && !failed.includes(code));
      const status: ControlStatus =
        failed.length > 0 ? 'failed' : excused.length > 0 ? 'excepted' : passed.length > 0 ? 'covered' : 'not applicable';
      return { pack, control, status, passed, failed, waived: excused, notApplicable };
    }),
  );
}
