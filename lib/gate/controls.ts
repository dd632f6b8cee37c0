import type { CheckResult } from '../contracts/check.ts';
import type { UnitReport } from '../contracts/gate-report.ts';
import type { ControlResult, ControlStatus, Pack } from '../contracts/pack.ts';

/**
 * What the checks of a unit say about the controls of some packs. A control is covered by checks that passed, and by nothing else: one that
 * failed makes it failed, one that only a waiver excuses makes it excepted, and where no check had anything to do it is not applicable.
 */
export function controlsOf(packs: readonly Pack[], results: readonly CheckResult[], unit: UnitReport): readonly ControlResult[] {
  const byCode = new Map(results.map((result) => [result.code, result]));
  const open = new Set(unit.findings.filter(({ status }) => status !== 'waived').map(({ code }) => code));
  const waived = new Set(unit.findings.filter(({ status }) => status === 'waived').map(({ code }) => code));
  return packs.flatMap(({ pack, controls }) =>
    controls.map((control): ControlResult => {
      const having = (is: (code: string) => boolean): readonly string[] => control.checks.filter(is);
      const failed = having((code) => open.has(code) || !byCode.has(code));
      const excused = having((code) => waived.has(code) && !open.has(code));
      const passed = having((code) => byCode.get(code)?.status === 'pass');
      const notApplicable = having((code) => byCode.get(code)?.status === 'not_applicable');
      const status: ControlStatus =
        failed.length > 0 ? 'failed' : excused.length > 0 ? 'excepted' : passed.length > 0 ? 'covered' : 'not applicable';
      return { pack, control, status, passed, failed, waived: excused, notApplicable };
    }),
  );
}
