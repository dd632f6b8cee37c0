import type { Severity } from './gate-report.ts';

/** A check that the gate itself makes of the repository as a whole, so that no policy, waiver or enforcement can soften it. */
export interface GateCheck {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** Sentence with `{subject}`, `{observed}` and `{expected}`. */
  readonly message: string;
  readonly fix: string;
  /** Source, relative to the framework. */
  readonly path: string;
}

export const SECOND_ROLE_MISSING: GateCheck = {
  code: 'policy.second_role_missing',
  title: 'Change of what judges without the second role',
  description:
    'A change of what judges (policies, limits, waivers, keys, roles, workflows, the configuration, the packages) is judged by what the base has. Before it is merged, somebody approves its head commit who has the second role at the base and wrote nothing of it. Where nobody could be asked it is undecided, which denies too.',
  severity: 'deny',
  message: 'the change edits what judges and needs {subject}: {observed}; expected {expected}',
  fix: 'Have somebody with the role approve the head commit; docs/approvals.md says how roles are given and how the gate hears of an approval.',
  path: 'lib/gate/second-role.ts',
};

/** Every check that the gate itself makes, by code. */
export const GATE_CHECKS: readonly GateCheck[] = [SECOND_ROLE_MISSING];
